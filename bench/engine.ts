import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../core/index.ts';
import type { Engine, EnginePorts } from '../core/index.ts';
import { createAtomicFiles } from '../core/node/atomic-files.ts';
import type { Disk } from '../core/node/disk.ts';
import { listenForCallback } from '../core/node/loopback-callback.ts';
import { readCertificate } from '../core/node/read-certificate.ts';
import { readPrivateKey } from '../core/node/read-private-key.ts';
import { scrypt } from '../core/node/scrypt.ts';
import { createSecretSources } from '../core/node/secret-sources.ts';
import { systemClock as clock } from '../core/node/system-clock.ts';
import { systemRandom as random } from '../core/node/system-random.ts';
import { createUndiciHttp } from '../core/node/undici-http.ts';

/** Deriving a key by the vault's own cost takes 128 MB, beside which little else could be seen. */
export const CHEAP_SCRYPT = { N: 2 ** 14, r: 8, p: 1 };
export const PASSPHRASE = 'a passphrase of the benchmark';

/**
 * An engine on the adapters that the hosts give it, in a directory of its own on a real disk; `ports` replace some of
 * them. It is not started yet; `cleanup` stops and removes everything.
 */
export async function makeEngine(
  cleanup: AsyncDisposableStack,
  ports: Partial<EnginePorts> = {},
  disk?: Disk,
): Promise<{ engine: Engine; directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'fob-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  return { engine: engineIn(directory, cleanup, ports, disk), directory };
}

/** The same in a directory that is there, and stays. */
export function engineIn(
  directory: string,
  cleanup: AsyncDisposableStack,
  ports: Partial<EnginePorts> = {},
  disk?: Disk,
): Engine {
  const engine = createEngine({
    clock,
    random,
    files: createAtomicFiles(directory, disk),
    http: createUndiciHttp({}),
    keySlots: [],
    scrypt,
    secretSources: createSecretSources({}),
    readPrivateKey,
    readCertificate,
    listenForCallback,
    startDemo: () => Promise.reject(new Error('no demo here')),
    log: { info: () => undefined, warn: (message: string) => console.error(message) },
    ...ports,
  });
  cleanup.defer(() => engine.stop());
  return engine;
}
