/** Starts the headless host as a process of its own, and waits until it listens. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AgentEndpoint } from '../agent/socket-path.ts';
import { FobError } from '../core/index.ts';

/** A keychain may first ask a person; the engine waits for that as well. */
const START_MS = 45_000;
const POLL_MS = 20;
/** What undici and the engine's other parts need. */
const OLDEST_NODE = [22, 19] as const;

export interface StartOptions {
  readonly endpoint: AgentEndpoint;
  readonly dataDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Resolves when a host listens, ours or one that was quicker. Rejects with a `FobError` that says why none does. */
export async function startAgent({ endpoint, dataDirectory, env }: StartOptions): Promise<void> {
  const run = join(dataDirectory, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  const log = openSync(join(run, 'agent.log'), 'a', 0o600);
  const child = spawn(runtime(), [programPath(), 'agent', 'run', '--ready'], {
    cwd: dataDirectory,
    detached: true,
    env: agentEnvironment(env, dataDirectory),
    stdio: ['ignore', 'pipe', log],
  }) as ChildProcessByStdio<null, Readable, null>;
  const exited = once(child, 'exit');
  const ready = once(createInterface({ input: child.stdout }), 'line').then(() => 'ready' as const);
  const deadline = delay(START_MS).then(() => 'late' as const);
  const outcome = await Promise.race([ready, exited.then(() => 'exited' as const), deadline]);
  child.stdout.destroy();
  child.unref();
  if (outcome === 'ready') return;
  // It lost the race for the data directory, perhaps: then the winner listens soon.
  if (outcome === 'exited' && (await listens(endpoint, child.exitCode === 8 ? START_MS : 500))) return;
  throw new FobError('internal', 'The agent did not start.', {
    hint: `See ${join(run, 'agent.log')}, or run "fob agent run" in a terminal.`,
  });
}

/**
 * The agent gets the passphrase over its socket: its environment can be read for as long as it runs. A relative
 * `FOB_HOME` counts from our directory, and the agent runs in another one.
 */
function agentEnvironment(env: StartOptions['env'], dataDirectory: string): NodeJS.ProcessEnv {
  const rest = { ...env };
  delete rest.FOB_PASSPHRASE;
  delete rest.FOB_PASSPHRASE_FILE;
  return (rest.FOB_HOME ?? '') === '' ? rest : { ...rest, FOB_HOME: dataDirectory };
}

/** A Node that the engine runs on: this one, or the one that came with the package. Throws `runtime_unsupported`. */
export function runtime(): string {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = resolve(dirname(programPath()), '../../node_modules/node/bin', name);
  if (existsSync(bundled)) return bundled;
  throw new FobError(
    'runtime_unsupported',
    `Fob's agent needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
    {
      hint: 'Install a newer Node, or run "npm ci" in the checkout, which brings one.',
    },
  );
}

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The file this program was started from, behind the links by which it may be on the path. */
export function programPath(): string {
  return realpathSync(process.argv[1] ?? '');
}

async function listens({ socket }: AgentEndpoint, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += POLL_MS) {
    if (await accepts(socket)) return true;
    await delay(POLL_MS);
  }
  return false;
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((settle) => {
    const probe = connect(socket);
    const end = (answer: boolean) => {
      probe.destroy();
      settle(answer);
    };
    probe.once('connect', () => end(true)).once('error', () => end(false));
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((settle) => {
    setTimeout(settle, ms).unref();
  });
}
