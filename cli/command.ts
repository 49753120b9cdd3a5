import type { Arguments, OptionSpec } from './arguments.ts';
import type { HostClient } from './host-client.ts';
import type { Terminal } from './terminal.ts';

export interface CommandContext {
  readonly args: Arguments;
  /** Words of another program, for a command that `passesOn`; else none. */
  readonly passedOn: readonly string[];
  readonly host: HostClient;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataDirectory: string;
  /** The passphrase of the environment (`FOB_PASSPHRASE`, `FOB_PASSPHRASE_FILE`), when it has one. */
  readonly passphrase: () => Promise<string | undefined>;
}

/** What a command answers: for people, and with `--json` for programs. `exitCode` is 0 unless said. */
export interface Output {
  readonly text: string;
  readonly json: unknown;
  readonly exitCode?: number;
}

export interface Command {
  /** As in `fob profile add`: one or two words. */
  readonly name: string;
  /** What follows the name in the help. */
  readonly parameters: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** How many positional arguments it takes. */
  readonly arity: { readonly min: number; readonly max: number };
  /** Whether words for another program follow the address, or `--`. */
  readonly passesOn?: boolean;
  run(context: CommandContext): Promise<Output>;
}
