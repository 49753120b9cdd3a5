/** The `fob` command for terminals: a small script of ours in the person's own folder for programs. */
import { access, chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join, win32 } from 'node:path';
import { FobError } from '../../core/index.ts';
import type { CommandLineView } from '../../shared/desktop-view.ts';

export interface CommandLineOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The command line's program in the app. */
  readonly program: string;
  /** Where a copy of its folder has to be, when the app is not always where it is now. */
  readonly copyTo?: string;
}

/** What stands in every script that Fob wrote: nothing else is ever replaced. */
const MARK = 'written by the Fob app';

export async function lookAtCommand(options: CommandLineOptions): Promise<CommandLineView> {
  const path = commandPath(options);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const exists = text !== undefined || (await isThere(path));
  const state = text?.includes(MARK) === true ? 'installed' : exists ? 'other' : 'none';
  const { env, platform } = options;
  const folders = (env.PATH ?? env.Path ?? '').split(platform === 'win32' ? ';' : delimiter);
  return { state, path, inPath: folders.includes(dirname(path)) };
}

/**
 * As `lookAtCommand`, at a start of the app: a script of ours is written anew where its program is a copy, which may be an
 * older one, or is gone, since the app was moved.
 */
export async function mendCommand(options: CommandLineOptions): Promise<CommandLineView> {
  const found = await lookAtCommand(options);
  if (found.state !== 'installed') return found;
  const lasts = options.copyTo === undefined && (await isThere(await programOf(found.path, options)));
  return lasts ? found : installCommand(options).catch(() => found);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Writes the script, or writes it anew. Rejects with `usage` when there is one of somebody else's, with `storage_failed` else. */
export async function installCommand(options: CommandLineOptions): Promise<CommandLineView> {
  const { state, path } = await lookAtCommand(options);
  if (state === 'other')
    throw new FobError('usage', `There is a file ${path} that Fob did not write.`, {
      hint: 'Move it away if it is not needed, then try again.',
    });
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, commandScript({ ...options, program: await lastingProgram(options) }));
    if (options.platform !== 'win32') await chmod(path, 0o755);
  } catch (cause) {
    throw new FobError('storage_failed', `The command could not be written to ${path}.`, {
      hint: 'Check who owns the folder.',
      cause,
    });
  }
  return lookAtCommand(options);
}

/** The copy is as old as the app that made it: installing again makes it anew. */
async function lastingProgram({ program, copyTo }: CommandLineOptions): Promise<string> {
  if (copyTo === undefined) return program;
  await cp(dirname(program), copyTo, { recursive: true });
  return join(copyTo, basename(program));
}

/** A folder of the person's own, so that nobody has to ask an administrator. */
function commandPath({ platform, env, home }: CommandLineOptions): string {
  if (platform !== 'win32') return join(home, '.local', 'bin', 'fob');
  return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Fob', 'bin', 'fob.cmd');
}

const NEEDS_NODE = 'fob needs Node.js 20.16 or newer in PATH.';

/** What a script of ours runs. */
async function programOf(path: string, { platform }: CommandLineOptions): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const quoted = /^(?:exec )?node ['"](.*)['"] /m.exec(text)?.[1] ?? '';
  if (platform !== 'win32') return quoted.replaceAll(String.raw`'\''`, "'");
  return win32.resolve(dirname(path), quoted.replace(HERE, '').replaceAll('%%', '%'));
}

/** The folder of a batch file, with a backslash. */
const HERE = '%~dp0';

/**
 * From the batch file on where that is possible: such a file is read in the code page of the console, where the name of a
 * person's folder may be another one.
 */
function batchPath(options: CommandLineOptions): string {
  const path = win32.relative(dirname(commandPath(options)), options.program);
  return `${win32.isAbsolute(path) ? '' : HERE}${path.replaceAll('%', '%%')}`;
}

/** The program is plain JavaScript and runs on the Node of the machine: the app's own cannot be used as one (security.md E21, E30). */
export function commandScript(options: CommandLineOptions): string {
  const { platform, program } = options;
  if (platform === 'win32')
    return [
      '@echo off',
      `rem ${MARK}`,
      `where node >nul 2>nul || (echo ${NEEDS_NODE} 1>&2 & exit /b 1)`,
      `node "${batchPath(options)}" %*`,
      '',
    ].join('\r\n');
  const quoted = `'${program.replaceAll("'", String.raw`'\''`)}'`;
  return [
    '#!/bin/sh',
    `# ${MARK}`,
    `command -v node >/dev/null 2>&1 || { echo '${NEEDS_NODE}' >&2; exit 1; }`,
    `exec node ${quoted} "$@"`,
    '',
  ].join('\n');
}
