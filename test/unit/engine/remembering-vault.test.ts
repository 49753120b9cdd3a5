import { beforeEach, describe, expect, it } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { rememberingVault } from '../../../core/engine/remembering-vault.ts';
import type { Vault } from '../../../core/vault/vault.ts';

const ADDRESS = 'acme/dev';
const OTHER = 'acme/dev-2';

let content: Map<string, string>;
let reads: string[];
let locked: boolean;
/** Holds the next reads back until it is called. */
let gate: Promise<void>;
let vault: Vault;

/** As much of a vault as is wrapped. */
function plainVault(): Vault {
  return {
    read: async (address: string, member: string) => {
      if (locked) throw new FobError('vault_locked', 'locked');
      reads.push(`${address} ${member}`);
      const value = content.get(`${address} ${member}`);
      await gate;
      return value;
    },
    write: (address: string, changes: Readonly<Record<string, string | null>>) => {
      for (const [member, value] of Object.entries(changes))
        if (value === null) content.delete(`${address} ${member}`);
        else content.set(`${address} ${member}`, value);
      return Promise.resolve();
    },
    remove: (address: string) => {
      for (const key of content.keys()) if (key.startsWith(`${address} `)) content.delete(key);
      return Promise.resolve();
    },
    lock: () => {
      locked = true;
    },
  } as unknown as Vault;
}

beforeEach(() => {
  content = new Map([
    [`${ADDRESS} client_secret`, '\uFEFFs3cret é'],
    [`${ADDRESS} password`, 'p'],
    [`${OTHER} client_secret`, 'other'],
    [`${ADDRESS} tokens.1`, '{}'],
  ]);
  reads = [];
  locked = false;
  gate = Promise.resolve();
  vault = rememberingVault(plainVault());
});

describe('what was read once', () => {
  it('is not read again, and is the same to the last character', async () => {
    const first = await vault.read(ADDRESS, 'client_secret');
    expect(first).toBe('\uFEFFs3cret é');
    expect(await vault.read(ADDRESS, 'client_secret')).toBe(first);
    expect(reads).toHaveLength(1);
  });

  it.each([
    ['a write of it', () => vault.write(ADDRESS, { client_secret: 'new' }), 'new'],
    ['its removal', () => vault.write(ADDRESS, { client_secret: null }), undefined],
    ['the removal of its record', () => vault.remove(ADDRESS), undefined],
  ])('is read anew after %s', async (_, change, expected) => {
    await vault.read(ADDRESS, 'client_secret');
    await change();
    expect(await vault.read(ADDRESS, 'client_secret')).toBe(expected);
    expect(reads).toHaveLength(2);
  });

  it.each([
    ['another member', () => vault.write(ADDRESS, { 'tokens.1': '{"a":1}', password: 'new' })],
    ['another address', () => vault.write(OTHER, { client_secret: 'new' })],
    ['the record of another address', () => vault.remove(OTHER)],
  ])('stays known when %s is written', async (_, change) => {
    await vault.read(ADDRESS, 'client_secret');
    await change();
    await vault.read(ADDRESS, 'client_secret');
    expect(reads).toHaveLength(1);
  });

  it('cannot be had after a lock', async () => {
    await vault.read(ADDRESS, 'client_secret');
    vault.lock();
    await expect(vault.read(ADDRESS, 'client_secret')).rejects.toMatchObject({ code: 'vault_locked' });
    locked = false;
    await vault.read(ADDRESS, 'client_secret');
    expect(reads).toHaveLength(2);
  });
});

it.each([
  ['a write', () => vault.write(ADDRESS, { client_secret: 'new' })],
  [
    'a lock',
    () => {
      vault.lock();
      return Promise.resolve();
    },
  ],
])('is not remembered when %s came while it was read', async (_, change) => {
  let open = (): void => undefined;
  gate = new Promise((resolve) => (open = resolve));
  const reading = vault.read(ADDRESS, 'client_secret');
  await change();
  open();
  await reading;
  locked = false;
  expect(await vault.read(ADDRESS, 'client_secret')).toBe(content.get(`${ADDRESS} client_secret`));
  expect(reads).toHaveLength(2);
});

it.each([
  ['token sets', 'tokens.1'],
  ['what is not there', 'username'],
])('remembers nothing of %s', async (_, member) => {
  await vault.read(ADDRESS, member);
  await vault.read(ADDRESS, member);
  expect(reads).toHaveLength(2);
});
