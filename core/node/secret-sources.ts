/** Secrets that are kept outside the vault: environment variables, files, and programs such as `op` or `pass`. */
import { execFile } from 'node:child_process';
import type { ExecFileException } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { opensVault } from '../engine/secrets.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import type { SecretSources } from '../ports/secret-sources.ts';
import { secretText } from './secret-text.ts';
import { errnoOf } from './storage-error.ts';

const run = promisify(execFile);

const MAX_BYTES = 64 * 1024;
const EXEC_DEADLINE_MS = 30_000;
const LAST_LINE_BREAK = /\r?\n$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** Relative file names count from the directory the host was started in. */
export function createSecretSources(env: Environment, execDeadlineMs = EXEC_DEADLINE_MS): SecretSources {
  return {
    env: (name) => fromEnvironment(env, name),
    file: fromFile,
    exec: (command, withheld = []) => fromCommand(without(env, withheld), command, execDeadlineMs),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a throw must become a rejection
async function fromEnvironment(env: Environment, name: string): Promise<string> {
  if (opensVault(name))
    throw missing(
      `A profile cannot use ${name}: it opens the vault.`,
      'Name another variable in the profile.',
    );
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value === undefined || value === '')
    throw missing(
      `The environment variable ${name} is ${value === '' ? 'empty' : 'not set'}.`,
      'Set it and run the command again.',
    );
  return value;
}

async function fromFile(path: string): Promise<string> {
  const place = resolve(path);
  const hint = 'Check the path in the profile and that you may read the file.';
  try {
    const found = await stat(place);
    if (!found.isFile()) throw missing(`${place} is not a file.`, hint);
    if (found.size > MAX_BYTES) throw missing(`${place} is larger than 64 KB.`, hint);
    return text(await readFile(place), place);
  } catch (error) {
    if (error instanceof FobError) throw error;
    const reason =
      errnoOf(error) === 'ENOENT' ? 'there is no such file' : (errnoOf(error) ?? 'unknown error');
    throw missing(`The secret in the file ${place} could not be read: ${reason}.`, hint, error);
  }
}

/** Nor with what opens the vault. Windows knows no upper and lower case in names of variables. */
function without(env: Environment, withheld: readonly string[]): Environment {
  const names = new Set(withheld.map((name) => name.toUpperCase()));
  const isGiven = (name: string): boolean => !opensVault(name) && !names.has(name.toUpperCase());
  return Object.fromEntries(Object.entries(env).filter(([name]) => isGiven(name)));
}

async function fromCommand(env: Environment, command: readonly string[], timeout: number): Promise<string> {
  const [program = '', ...args] = command;
  const options = {
    env,
    timeout,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_BYTES,
    windowsHide: true,
    encoding: 'buffer',
  } as const;
  let output: Uint8Array;
  try {
    const running = run(program, args, options);
    // Nobody is there to answer a question; a program that asks one should see the end at once.
    running.child.stdin?.on('error', () => undefined).end();
    output = (await running).stdout;
  } catch (error) {
    throw commandFailed(printable(program), error, timeout);
  }
  return text(output, `the output of ${printable(program)}`);
}

/** Names the program and how it ended. Its arguments, output and messages may hold the secret. */
function commandFailed(program: string, error: unknown, timeout: number): FobError {
  const { code, killed, signal } = error as ExecFileException;
  const hint = 'Run the command of the profile in a terminal and see what it says.';
  // EACCES is also what a search meets in a folder of PATH that is closed to us.
  if (code === 'ENOENT' || code === 'EACCES')
    return missing(`The program ${program} was not found, or may not be run.`, hint);
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return missing(`The program ${program} printed more than 64 KB.`, hint);
  if (killed === true) return missing(`The program ${program} did not end within ${timeout / 1000} s.`, hint);
  if (typeof code === 'number') return missing(`The program ${program} ended with exit code ${code}.`, hint);
  const how = typeof code === 'string' ? code : (signal ?? 'unknown error');
  return missing(`The program ${program} could not be run (${how}).`, hint);
}

/** One line break at the end is the tool's, not the secret's. A binary key goes on as base64. */
function text(bytes: Uint8Array, where: string): string {
  const value = secretText(bytes)?.replace(LAST_LINE_BREAK, '');
  if (value === undefined)
    throw missing(`The secret is not UTF-8 text: ${where}.`, 'Check what the profile names.');
  if (value === '') throw missing(`The secret is empty: ${where}.`, 'Check what the profile names.');
  return value;
}

function missing(message: string, hint: string, cause?: unknown): FobError {
  return new FobError('secret_missing', message, { hint, cause });
}
