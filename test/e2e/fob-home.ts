/**
 * A data directory to throw away, and the built command line in it, run as a person's shell runs it: real processes, an
 * environment that holds nothing but what is named here, and an agent that is gone when the test is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { agentEndpoint } from '../../agent/socket-path.ts';

export const FOB = fileURLToPath(new URL('../../dist/cli/fob.js', import.meta.url));

/** Kills a command that hangs; longer than the longest deadline that Fob itself keeps. */
const COMMAND_MS = 70_000;
const AGENT_GONE_MS = 20_000;

export interface Run {
  /** `null` when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How long the whole process took, in milliseconds. */
  readonly ms: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface RunOptions {
  readonly input?: string | Buffer;
  /** On top of the home's own; `undefined` takes a variable away. */
  readonly env?: Environment;
  readonly cwd?: string;
  /** What runs `dist/cli/fob.js`; none runs it by its first line. By default the Node that runs the tests. */
  readonly interpreter?: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface FobHome extends AsyncDisposable {
  /** Holds the data directory; for files of the test's own. */
  readonly root: string;
  /** `FOB_HOME`. */
  readonly data: string;
  readonly passphrase: string;
  readonly env: Environment;
  /** Where the agent listens by the contract. */
  readonly socket: string;
  /** Runs `fob` to its end, whatever that is. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** Runs `fob` and answers its stdout; throws unless it exits with 0. */
  fob(args: readonly string[], options?: RunOptions): Promise<string>;
  /** The same with `--json`, parsed. */
  json(args: readonly string[], options?: RunOptions): Promise<unknown>;
  /** Asks the agent over its socket, as any program can. */
  ask(path: string, options?: AskOptions): Promise<Answer>;
  /** Process id of the running host, by its own words. */
  pid(): Promise<number>;
}

export interface HomeOptions {
  /** Name of the data directory below the temporary one. */
  readonly name?: string;
  readonly env?: Environment;
}

export async function makeFobHome({ name = 'data', env: more = {} }: HomeOptions = {}): Promise<FobHome> {
  if (!existsSync(FOB)) throw new Error('Fob is not built yet. Run: npm run build');
  const root = await mkdtemp(join(tmpdir(), 'fob-e2e-'));
  const data = join(root, name);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const passphrase = 'correct horse battery staple';
  const env = { PATH: plainPath(), HOME: root, FOB_HOME: data, FOB_PASSPHRASE: passphrase, ...more };
  const place = { env, platform: process.platform, uid: process.getuid?.(), dataDirectory: data };
  const { directory, socket } = agentEndpoint(place);
  const run = (args: readonly string[], options: RunOptions = {}) => runFob(args, env, options);
  const fob = async (args: readonly string[], options?: RunOptions) =>
    succeeded(args, await run(args, options));
  const ask: FobHome['ask'] = (path, options) => askSocket(socket, path, options);
  return {
    root,
    data,
    passphrase,
    env,
    socket,
    run,
    fob,
    ask,
    json: async (args, options) => JSON.parse(await fob([...args, '--json'], options)) as unknown,
    pid: async () => (JSON.parse((await ask('/v1/status')).body) as { pid: number }).pid,
    async [Symbol.asyncDispose]() {
      await endAgent(data);
      if (!directory.startsWith(root)) await rm(directory, { recursive: true, force: true });
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The machine's own `PATH`, without what `npm run` puts before it. */
export function plainPath(): string {
  const own = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.includes('node_modules'));
  const hasNode = own.some((part) => existsSync(join(part, 'node')));
  return (hasNode ? own : [...own, dirname(process.execPath)]).join(delimiter);
}

/** Whether a process still runs; one that has ended and that nobody waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/stat') || !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

/** Waits until `holds`, at most ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (await holds()) return;
    await delay(20);
  }
  throw new Error(`waited 10 s in vain until ${what}`);
}

async function runFob(args: readonly string[], env: Environment, options: RunOptions): Promise<Run> {
  const { input = '', interpreter = [process.execPath], cwd } = options;
  const [program = FOB, ...rest] = [...interpreter, FOB, ...args];
  const begun = performance.now();
  const child = spawn(program, rest, {
    env: { ...env, ...options.env },
    timeout: COMMAND_MS,
    killSignal: 'SIGKILL',
    ...(cwd === undefined ? {} : { cwd }),
  });
  // A command that fails early does not read its input.
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr, ms: performance.now() - begun };
}

function succeeded(args: readonly string[], { code, stdout, stderr }: Run): string {
  if (code === 0) return stdout;
  throw new Error(`fob ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr || stdout}`);
}

function askSocket(
  socketPath: string,
  path: string,
  { method = 'GET', headers = {}, body }: AskOptions = {},
): Promise<Answer> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method, headers: { ...type, ...headers } }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    asked.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Ends whatever holds the data directory, also where its socket cannot be used any more. */
async function endAgent(data: string): Promise<void> {
  const pid = holderOf(data);
  if (pid === undefined || !isRunning(pid)) return;
  process.kill(pid, 'SIGTERM');
  const late = performance.now() + AGENT_GONE_MS;
  while (isRunning(pid) && performance.now() < late) await delay(10);
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

/** Who holds the lock of a data directory, by the file that says so. */
export function holderOf(data: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(join(data, 'run', 'host.json'), 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined;
  }
}
