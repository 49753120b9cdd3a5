/** From the command line to a command and its options; `node:util` does the parsing. */
import { parseArgs } from 'node:util';
import { FobError } from '../core/index.ts';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What follows `--name` in the help, such as `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
}

const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Throws `usage` for what the command does not know or lacks. `min` and `max` count positional arguments. */
export function parseArguments(
  args: readonly string[],
  specs: Readonly<Record<string, OptionSpec>>,
  { min, max, usage }: { min: number; max: number; usage: string },
): Arguments {
  const options = Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, { type }]));
  const { values, positionals } = parse(args, { ...options, ...COMMON }, usage);
  if (positionals.length < min || positionals.length > max) {
    const problem =
      positionals.length < min ? 'Something is missing.' : 'That is more than the command takes.';
    throw new FobError('usage', problem, { hint: `Usage: ${usage}` });
  }
  return {
    positionals,
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    flag: (name) => values[name] === true,
  };
}

type ParseOptions = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

function parse(
  args: readonly string[],
  options: ParseOptions & object,
  usage: string,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = error instanceof Error ? error.message.split('. ') : [];
    throw new FobError('usage', `${sentence ?? 'The options are not understood'}.`, {
      hint: `Usage: ${usage}`,
      cause: error,
    });
  }
}

const UNIT_S = { '': 1, s: 1, m: 60, h: 3600 } as const;

/** `90`, `90s`, `5m` or `1h` in seconds. Throws `usage`. */
export function seconds(text: string, option: string): number {
  const match = /^(\d{1,9})([smh]?)$/.exec(text);
  if (match === null) {
    throw new FobError('usage', `${option} takes a number of seconds, or one with s, m or h, such as 5m.`);
  }
  return Number(match[1]) * UNIT_S[match[2] as keyof typeof UNIT_S];
}
