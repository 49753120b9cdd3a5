/** Starts the headless host as a process of its own, and waits until it listens. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentEndpoint } from '../agent/socket-path.ts';
import { FobError } from '../core/index.ts';
import { storageFailed } from '../core/node/storage-error.ts';
import { withoutPassphrase } from './without-passphrase.ts';
import { OTHERS_TURN_MS, takeTurn, TURN_POLL_MS } from './starting-turn.ts';

/** A keychain may first ask a person; the engine waits for that as well. */
const START_MS = 45_000;
const POLL_MS = 20;
/** How long the winner of the data directory may take to listen, before we look whether there is one; then twice as long. */
const LOST_RACE_MS = 500;
/** Exit code of an agent that finds another host, by the contract. */
const HOST_RUNNING = 8;
/** What undici and the engine's other parts need. */
const OLDEST_NODE = [22, 19] as const;

/**
 * For Node. The agent runs for days and mostly waits: by default V8 lets far more garbage stand before it looks, which with
 * many profiles doubles the memory. Of such a small heap V8's helpers of garbage collection get more in the way than they
 * help: without them what is due is less late (docs/figures.md).
 */
export const AGENT_FLAGS = ['--optimize-for-size', '--single-threaded-gc'] as const;

export interface StartOptions {
  readonly endpoint: AgentEndpoint;
  readonly dataDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Resolves when a host listens, ours or one that was quicker, and `open` was called, for which those who wait for the same
 * host wait, too. Rejects with a `FobError` that says why none does.
 */
export async function startAgent(options: StartOptions, open: () => Promise<void>): Promise<void> {
  const run = join(options.dataDirectory, 'run');
  makeFolder(run);
  for (let waited = 0; waited < OTHERS_TURN_MS; waited += TURN_POLL_MS) {
    const turn = takeTurn(run);
    const isThere = await accepts(options.endpoint.socket);
    if (isThere || turn !== undefined) {
      const started = isThere ? Promise.resolve() : startNow(options, run);
      return started.then(open).finally(() => turn?.end());
    }
    await delay(TURN_POLL_MS);
  }
  return startNow(options, run).then(open);
}

async function startNow(options: StartOptions, run: string): Promise<void> {
  const begun = performance.now();
  for (let patience = LOST_RACE_MS; performance.now() - begun < START_MS; patience *= 2) {
    const outcome = await launch(options, run);
    if (outcome === 'ready' || (await listens(options.endpoint, patience))) return;
    // It lost the data directory to a host that listens soon, or to one that was killed and is not quite gone yet.
    if (outcome !== HOST_RUNNING) break;
  }
  throw new FobError('internal', 'The agent did not start.', {
    hint: `See ${join(run, 'agent.log')}, or run "fob agent run" in a terminal.`,
  });
}

/** Answers the exit code of an agent that ended at once. */
async function launch(
  { dataDirectory, env }: StartOptions,
  run: string,
): Promise<'ready' | 'late' | number | null> {
  const log = openSync(join(run, 'agent.log'), 'a', 0o600);
  const child = spawn(runtime(), [...AGENT_FLAGS, programPath(), 'agent', 'run', '--ready'], {
    cwd: dataDirectory,
    detached: true,
    env: agentEnvironment(env, dataDirectory),
    stdio: ['ignore', 'pipe', log],
  }) as ChildProcessByStdio<null, Readable, null>;
  closeSync(log);
  const exited = once(child, 'exit').then(() => child.exitCode);
  const ready = once(createInterface({ input: child.stdout }), 'line').then(() => 'ready' as const);
  const deadline = delay(START_MS, undefined, { ref: false }).then(() => 'late' as const);
  const outcome = await Promise.race([ready, exited, deadline]);
  child.stdout.destroy();
  child.unref();
  return outcome;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailed('make', path, error);
  }
}

/**
 * The agent gets the passphrase over its socket: its environment can be read for as long as it runs. A relative
 * `FOB_HOME` counts from our directory, and the agent runs in another one.
 */
function agentEnvironment(env: StartOptions['env'], dataDirectory: string): NodeJS.ProcessEnv {
  const rest = withoutPassphrase(env);
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
