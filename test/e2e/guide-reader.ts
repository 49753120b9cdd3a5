/**
 * Follows a guide as a reader does: runs the commands of its `sh` blocks one after the other in a shell, with `fob` on the
 * path, and puts in the reader's own values, secrets and files.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { clipboardTools } from '../../cli/clipboard.ts';
import { approveDevice } from '../provider/scripted-browser.ts';
import { guideCommands, guideText } from '../unit/docs/guide.ts';
import { FOB } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';

const COMMAND_MS = 60_000;

/** The values of one reader. */
export interface Reader {
  /** What stands in the guide, and what they write instead. Each has to stand there. */
  readonly values: readonly (readonly [string, string])[];
  /** By address and member, as `fob secret set` names them. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The API of each address. */
  readonly apis: Readonly<Record<string, string>>;
  /** What lies in their directory, whatever the guide's commands have written there. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Followed {
  /** The commands as they were run, oldest first. */
  readonly commands: readonly string[];
  /** By address: what `fob copy` put into the clipboard. */
  readonly copied: ReadonlyMap<string, string>;
  /** By address: what its API answered to `curl`. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Rejects at the first command that fails, and when a value of the reader does not stand in the guide. */
export async function follow(guide: string, reader: Reader, home: FobHome): Promise<Followed> {
  const desk = await makeDesk(home);
  const copied = new Map<string, string>();
  const answers = new Map<string, string>();
  const commands = withValues(guideCommands(guideText(guide)), reader);
  for (const command of commands) {
    for (const [name, content] of Object.entries(reader.files ?? {}))
      await writeFile(join(desk.directory, name), content, { mode: 0o600 });
    const [, verb = '', address = ''] = /^fob (\w+) (\S+)/.exec(command) ?? [];
    const answer = await run(command, secretFor(command, reader), desk);
    if (verb === 'copy') copied.set(address, await readFile(desk.clipboard, 'utf8'));
    if (command.includes('| curl')) answers.set(address, answer);
  }
  return { commands, copied, answers };
}

function withValues(commands: readonly string[], { values, apis }: Reader): readonly string[] {
  const unused = values.filter(([placeholder]) => !commands.some((command) => command.includes(placeholder)));
  if (unused.length > 0) throw new Error(`the guide does not have: ${unused.map(([found]) => found).join()}`);
  return commands.map((command) => {
    const written = values.reduce(
      (line, [placeholder, own]) => line.replace(placeholder, () => own),
      command,
    );
    const address = /^fob token (\S+) .*\| curl/.exec(written)?.[1];
    return address === undefined ? written : written.replace(/https:\S+$/, () => apis[address] ?? 'none');
  });
}

function secretFor(command: string, { secrets }: Reader): string {
  const wanted = /^fob secret set (\S+ \S+)$/.exec(command)?.[1];
  if (wanted === undefined) return '';
  const secret = secrets[wanted];
  if (secret === undefined) throw new Error(`the reader has no ${wanted}`);
  return secret;
}

interface Desk {
  readonly directory: string;
  readonly clipboard: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A directory, `fob` on the path as the guides put it there, and a clipboard that can be looked into. */
async function makeDesk(home: FobHome): Promise<Desk> {
  const [directory, programs] = [join(home.root, 'desk'), join(home.root, 'programs')];
  const clipboard = join(home.root, 'clipboard');
  await mkdir(directory, { recursive: true });
  await mkdir(programs, { recursive: true });
  const env = { ...home.env, DISPLAY: ':99', PATH: [programs, home.env.PATH].join(delimiter) };
  await writeProgram(join(programs, 'fob'), `exec '${FOB}' "$@"`);
  const [tool = ''] = clipboardTools(process.platform, env)[0] ?? [];
  await writeProgram(join(programs, tool), `exec cat > '${clipboard}'`);
  return { directory, clipboard, env };
}

const writeProgram = (path: string, command: string): Promise<void> =>
  writeFile(path, `#!/bin/sh\n${command}\n`, { mode: 0o755 });

/** Answers stdout. Says yes on the device when the command shows a code for one (RFC 8628). */
async function run(command: string, input: string, { directory, env }: Desk): Promise<string> {
  const child = spawn('sh', ['-c', command], { cwd: directory, env, timeout: COMMAND_MS });
  child.stdin.on('error', () => undefined).end(input);
  let said = '';
  let approved: Promise<void> | undefined;
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const [, uri, code] = /^ {2}(http\S+)$[\s\S]*^ {2}(\w{4}-\w{4})$/m.exec(said) ?? [];
    if (uri !== undefined) approved ??= approveDevice(`${uri}?user_code=${code ?? ''}`);
  });
  const [stdout, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  await approved;
  if (code !== 0) throw new Error(`${command}\nended with ${code ?? 'a signal'}: ${said || stdout}`);
  return stdout;
}
