/** The engine and the vault on Node's adapters, as a host composes them, with a cheap passphrase. */
import { createEngine } from '../../core/index.ts';
import type { Engine, HttpClientFactory } from '../../core/index.ts';
import { createAtomicFiles } from '../../core/node/atomic-files.ts';
import { realDisk } from '../../core/node/disk.ts';
import type { Disk } from '../../core/node/disk.ts';
import { listenForCallback } from '../../core/node/loopback-callback.ts';
import { readCertificate } from '../../core/node/read-certificate.ts';
import { readPrivateKey } from '../../core/node/read-private-key.ts';
import { scrypt } from '../../core/node/scrypt.ts';
import { createSecretSources } from '../../core/node/secret-sources.ts';
import { systemClock as clock } from '../../core/node/system-clock.ts';
import { systemRandom as random } from '../../core/node/system-random.ts';
import { createVault } from '../../core/vault/vault.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { createKeychain } from './keychain.ts';
import type { KeychainItems } from './keychain.ts';

const scryptParameters = { N: 2, r: 1, p: 1 };

export interface Place {
  readonly home: string;
  readonly disk?: Disk;
  readonly items: KeychainItems;
}

export function engineOn({ home, disk = realDisk, items }: Place, http: HttpClientFactory): Engine {
  return createEngine({
    clock,
    random,
    files: createAtomicFiles(home, disk),
    http,
    keySlots: [createKeychain(random, items)],
    scrypt,
    scryptParameters,
    secretSources: createSecretSources({}),
    readPrivateKey,
    readCertificate,
    listenForCallback,
    startDemo: () => Promise.reject(new Error('no demo here')),
    log: { info: () => undefined, warn: () => undefined },
  });
}

export function vaultOn({ home, disk = realDisk, items }: Place): Vault {
  const files = createAtomicFiles(home, disk);
  return createVault({
    files,
    random,
    clock,
    scrypt,
    scryptParameters,
    backends: [createKeychain(random, items)],
  });
}
