import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import { fastScrypt } from '../../fakes/fast-scrypt.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import type { MemoryFiles } from '../../fakes/memory-files.ts';
import { FobError } from '../../../core/errors/fob-error.ts';
import type { KeySlotBackend } from '../../../core/ports/key-slot.ts';
import type { Random } from '../../../core/ports/random.ts';
import type { ErrorCode } from '../../../shared/error-code.ts';
import type { SlotKind } from '../../../shared/snapshot.ts';
import { fromBase64url, toBase64url } from '../../../core/vault/base64url.ts';
import { createVault } from '../../../core/vault/vault.ts';
import type { Vault } from '../../../core/vault/vault.ts';

export const PASSPHRASE = 'correct horse battery staple';
export const HEADER = 'vault/vault.json';

export interface World {
  readonly files: MemoryFiles;
  readonly clock: FakeClock;
  readonly random: Random;
  /** Another process on the same data directory: nothing is open in it. */
  readonly restart: (backends?: readonly KeySlotBackend[]) => Vault;
}

export function makeWorld(seed = 1): World {
  const files = createMemoryFiles();
  const clock = createFakeClock();
  const random = createFakeRandom(seed);
  const restart = (backends: readonly KeySlotBackend[] = []): Vault =>
    createVault({ files, clock, random, scrypt: fastScrypt, backends });
  return { files, clock, random, restart };
}

export async function openedWorld(seed = 1): Promise<World & { readonly vault: Vault }> {
  const world = makeWorld(seed);
  const vault = world.restart();
  await vault.unlock(PASSPHRASE);
  return { ...world, vault };
}

export function recordName(address: string): string {
  return `vault/records/${address.replace('/', '+')}.json`;
}

export function flipped(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

/** The code of the `FobError` that the promise rejects with; anything else fails the test. */
export async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  return (await errorOf(promise)).code;
}

export async function errorOf(promise: Promise<unknown>): Promise<FobError> {
  const error: unknown = await promise.then(
    (value) => new Error(`resolved with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof FobError) return error;
  throw error;
}

export interface FakeBackend extends KeySlotBackend {
  /** What the keychain holds; tests may lose it. */
  readonly items: Map<string, string>;
  state: 'open' | 'locked' | 'missing';
}

/** A keychain in memory. */
export function createFakeBackend(kind: SlotKind = 'keyring'): FakeBackend {
  const items = new Map<string, string>();
  const backend: FakeBackend = {
    kind,
    items,
    state: 'open',
    available: () => Promise.resolve(backend.state === 'open'),
    wrap(dataKey, { vaultId }) {
      if (backend.state !== 'open') return Promise.reject(closed());
      items.set(vaultId, toBase64url(dataKey));
      return Promise.resolve({ parameters: { account: vaultId }, wrapped: '' });
    },
    unwrap(_, { vaultId }) {
      const item = items.get(vaultId);
      return backend.state === 'open' && item !== undefined
        ? Promise.resolve({ dataKey: fromBase64url(item), isOutdated: false })
        : Promise.reject(closed());
    },
  };
  const closed = (): FobError => new FobError('vault_locked', 'closed', { hint: 'Open the test keychain.' });
  return backend;
}
