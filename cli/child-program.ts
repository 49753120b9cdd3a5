/** Another program in the place of this one: it has the terminal, and its exit code is the answer. */
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { FobError } from '../core/index.ts';

const FORWARDED = ['SIGTERM', 'SIGHUP'] as const;

export interface ChildOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
  /** Called once it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** The exit code of the program, 128 and the signal's number where one ended it. Throws `usage` when it cannot be started. */
export async function runChild(
  program: string,
  args: readonly string[],
  { env, stdio = 'inherit', started }: ChildOptions,
): Promise<number> {
  let child: ChildProcess | undefined;
  // Ctrl-C reaches it from the terminal as well, and what becomes of it then is its business.
  const stay = (): void => undefined;
  const forward = (signal: NodeJS.Signals): void => void child?.kill(signal);
  process.on('SIGINT', stay);
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    // Throws for some programs that cannot be started (ENOTDIR, E2BIG); others are an event.
    child = spawn(program, args, { env, stdio });
    started?.(child);
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } catch (error) {
    throw notStarted(program, error);
  } finally {
    process.off('SIGINT', stay);
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}

function notStarted(program: string, cause: unknown): FobError {
  const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
  const why = isAbsent ? 'there is no such program' : 'it cannot be run';
  return new FobError('usage', `"${program.slice(0, 200)}" was not started: ${why}.`, { cause });
}
