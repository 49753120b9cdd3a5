/** The headless host, put together: the engine on Node's adapters, its doors, and how it starts and ends. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createEngine, FobError } from '../core/index.ts';
import { createAtomicFiles } from '../core/node/atomic-files.ts';
import { dataDirectory } from '../core/node/data-directory.ts';
import { acquireHostLock } from '../core/node/host-lock.ts';
import type { HeldLock } from '../core/node/host-lock.ts';
import { listenForCallback } from '../core/node/loopback-callback.ts';
import { readCertificate } from '../core/node/read-certificate.ts';
import { readPrivateKey } from '../core/node/read-private-key.ts';
import { createKeyringSlot } from '../core/node/keyring-slot.ts';
import { scrypt } from '../core/node/scrypt.ts';
import { createSecretSources } from '../core/node/secret-sources.ts';
import { systemClock as clock } from '../core/node/system-clock.ts';
import { systemRandom as random } from '../core/node/system-random.ts';
import { createUndiciHttp } from '../core/node/undici-http.ts';
import { VERSION } from '../shared/version.ts';
import { createStartDemo } from './demo/provider.ts';
import { startHost } from './host.ts';
import { agentEndpoint } from './socket-path.ts';
import { createStreamLog } from './stream-log.ts';
import { unlockFromEnvironment } from './unlock-from-environment.ts';

export interface AgentOptions {
  /** Print one line of JSON on stdout when the host listens, for the program that started it. */
  readonly ready: boolean;
  /** The built renderer; by default the one beside the built program. */
  readonly rendererDirectory?: string;
}

/**
 * Runs the agent until a signal or `POST /v1/shutdown` ends it; resolves to the exit code. Rejects with `host_running`
 * when another host has the data directory, and with what {@link startHost} and the engine's start reject with.
 */
export async function runAgent(options: AgentOptions): Promise<number> {
  const { env, platform } = process;
  const log = createStreamLog(process.stderr, clock);
  const directory = dataDirectory(env, platform, homedir());
  const endpoint = agentEndpoint({ env, platform, uid: process.getuid?.(), dataDirectory: directory });
  const secretSources = createSecretSources(env);
  const lock = await takeLock(directory);
  const engine = createEngine({
    clock,
    random,
    files: createAtomicFiles(directory),
    http: createUndiciHttp(env),
    keySlots: [createKeyringSlot()],
    scrypt,
    secretSources,
    readPrivateKey,
    readCertificate,
    listenForCallback,
    startDemo: createStartDemo({ clock, random, log }),
    log,
  });
  const { rendererDirectory = join(import.meta.dirname, '../renderer') } = options;
  const { ended, end } = endingOf(process);
  try {
    await engine.start();
    await unlockFromEnvironment(engine, env, secretSources, log);
    const host = await startHost({
      engine,
      clock,
      random,
      log,
      platform,
      endpoint,
      dataDirectory: directory,
      kind: 'agent',
      version: VERSION,
      rendererDirectory,
      onShutdown: end,
    });
    announce(options.ready, host.socket);
    await ended;
    await host.stop();
    return 0;
  } finally {
    await engine.stop();
    lock.release();
  }
}

/** Resolves `ended` at the first signal or call of `end`. A second signal ends the process at once, as it does anywhere. */
function endingOf(program: NodeJS.Process): { ended: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) program.once(signal, end);
  return { ended, end };
}

async function takeLock(directory: string): Promise<HeldLock> {
  const lock = await acquireHostLock(directory, { kind: 'agent', pid: process.pid });
  if ('release' in lock) return lock;
  const { heldBy } = lock;
  const holder = heldBy === undefined ? 'Another host' : `The ${heldBy.kind} (process ${heldBy.pid})`;
  throw new FobError('host_running', `${holder} already has the data directory ${directory}.`, {
    hint: 'Use it as it is, or stop it first with: fob agent stop',
  });
}

function announce(asJson: boolean, socket: string): void {
  const { pid, stdout, stderr } = process;
  // The program that started us reads one line and goes away.
  stdout.on('error', () => undefined);
  if (asJson) stdout.write(`${JSON.stringify({ ready: true, socket, pid })}\n`);
  else stderr.write(`Fob's agent (process ${pid}) listens on ${socket}. Ctrl+C stops it.\n`);
}
