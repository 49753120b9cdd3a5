/** Slots, passphrase, key rotation, and files that were put back. */
import { describe, expect, test } from 'vitest';
import { fastScrypt } from '../../fakes/fast-scrypt.ts';
import { FobError } from '../../../core/errors/fob-error.ts';
import { createVault } from '../../../core/vault/vault.ts';
import type { Vault } from '../../../core/vault/vault.ts';
import { codeOf, createFakeBackend, errorOf, HEADER, PASSPHRASE, recordName } from './kit.ts';
import type { World } from './kit.ts';
import { A, B, contentOf, expectOpens, filled } from './filled.ts';

const NEW = 'a newer passphrase';

describe('slots', () => {
  test('a keyring beside the passphrase: either opens the vault; without it the passphrase still does', async () => {
    const keyring = createFakeBackend();
    const world = await filled();
    const vault = world.restart([keyring]);
    await vault.unlock(PASSPHRASE);
    await vault.addSlot('keyring', { passphrase: PASSPHRASE });
    expect(vault.slots().map(({ kind }) => kind)).toEqual(['passphrase', 'keyring']);
    expect(JSON.stringify(vault.slots())).not.toContain('salt');
    await expectOpens(world.restart([keyring]));
    await expectOpens(world.restart(), PASSPHRASE);
    await vault.removeSlot('keyring');
    expect(await codeOf(world.restart([keyring]).unlock())).toBe('vault_locked');
    await expectOpens(world.restart(), PASSPHRASE);
  });

  test.each<[string, (vault: Vault) => Promise<void>, string]>([
    [
      'a wrong passphrase',
      (vault) => vault.addSlot('keyring', { passphrase: 'no' }),
      'vault_passphrase_wrong',
    ],
    ['no proof at all', (vault) => vault.addSlot('keyring', {}), 'vault_locked'],
    [
      'a second of a kind',
      (vault) => vault.addSlot('passphrase', { passphrase: PASSPHRASE, newPassphrase: NEW }),
      'usage',
    ],
    [
      'a backend that is not here',
      (vault) => vault.addSlot('safe-storage', { passphrase: PASSPHRASE }),
      'vault_locked',
    ],
    ['removing the last one', (vault) => vault.removeSlot('passphrase'), 'refused_by_policy'],
    ['removing one that is not there', (vault) => vault.removeSlot('keyring'), 'usage'],
    [
      'a change with the wrong passphrase',
      (vault) => vault.changePassphrase('no', NEW),
      'vault_passphrase_wrong',
    ],
    [
      'a rotation with the wrong passphrase',
      async (vault) => {
        await vault.rotateKey('no');
      },
      'vault_passphrase_wrong',
    ],
  ])('%s is refused and changes nothing', async (_, change, code) => {
    const world = await filled();
    const vault = world.restart([createFakeBackend()]);
    await vault.unlock(PASSPHRASE);
    const before = contentOf(world);
    expect(await codeOf(change(vault))).toBe(code);
    expect(world.files.content).toEqual(before);
  });

  test('a changed passphrase: the old one opens nothing, not even the kept generation', async () => {
    const world = await filled();
    await world.vault.changePassphrase(PASSPHRASE, NEW);
    await expectOpens(world.restart(), NEW);
    expect(await codeOf(world.restart().unlock(PASSPHRASE))).toBe('vault_passphrase_wrong');
    world.files.content.set(HEADER, world.files.content.get(`${HEADER}.previous`) ?? new Uint8Array());
    expect(await codeOf(world.restart().unlock(PASSPHRASE))).toBe('vault_passphrase_wrong');
  });

  test('a header of the past, with a slot that was removed, does not open the vault', async () => {
    const world = await filled();
    const past = world.files.content.get(HEADER) ?? new Uint8Array();
    await world.vault.changePassphrase(PASSPHRASE, NEW);
    world.files.content.set(HEADER, past);
    const error = await errorOf(world.restart().unlock(PASSPHRASE));
    expect(error.code).toBe('vault_damaged');
    expect(error.message).toContain('older');
  });

  test('the cost of a passphrase slot is raised when it opens', async () => {
    const { files, clock, random } = await filled();
    const costly = {
      files,
      clock,
      random,
      backends: [],
      scrypt: fastScrypt,
      scryptParameters: { N: 2 ** 18, r: 8, p: 1 },
    };
    const vault = createVault(costly);
    await expectOpens(vault, PASSPHRASE);
    expect(vault.slots()[0]?.detail).toContain('N=262144');
    await expectOpens(createVault(costly), PASSPHRASE);
  });
});

describe('rotating the key', () => {
  test('everything opens with the new key, and nothing with the old one', async () => {
    const keyring = createFakeBackend();
    const world = await filled();
    const vault = world.restart([keyring]);
    await vault.unlock(PASSPHRASE);
    await vault.addSlot('keyring', { passphrase: PASSPHRASE });
    const before = contentOf(world);
    expect(await vault.rotateKey(PASSPHRASE)).toEqual({ damaged: [] });
    await expectOpens(world.restart([keyring]));
    await expectOpens(world.restart(), PASSPHRASE);
    for (const name of [recordName(A), recordName(B)]) {
      // What was sealed before the rotation, or is kept from before it, is of no use any more.
      for (const kept of [before.get(name), before.get(`${name}.previous`)].filter(
        (bytes) => bytes !== undefined,
      )) {
        world.files.content.set(name, kept);
        const later = world.restart();
        await later.unlock(PASSPHRASE);
        expect(await codeOf(later.read(name.includes('ifs') ? B : A, 'client_secret'))).toBe('vault_damaged');
      }
    }
  });

  test('interrupted at any call, everything stays readable, and the next unlock ends it', async () => {
    for (let call = 1; ; call += 1) {
      const world = await filled();
      world.files.failCall(call);
      const failed = await world.vault.rotateKey(PASSPHRASE).then(
        () => false,
        (error: unknown) => error instanceof FobError && error.code === 'storage_failed',
      );
      world.files.failCall(0);
      // The same process goes on...
      expect(await world.vault.read(A, 'client_secret'), `call ${call}`).toBe('of a');
      await world.vault.write(B, { 'tokens.x': 'of b' });
      // ...and so does the next one, which ends what was begun.
      const later = world.restart();
      await expectOpens(later, PASSPHRASE);
      expect(await later.rotateKey(PASSPHRASE)).toEqual({ damaged: [] });
      expect(Buffer.from(world.files.content.get(HEADER) ?? []).toString()).not.toContain('retired');
      await expectOpens(world.restart(), PASSPHRASE);
      if (!failed) return;
    }
  });

  test('a write that was asked for before the rotation and made after it is not lost', async () => {
    const { vault, restart } = await filled();
    const rotation = vault.rotateKey(PASSPHRASE);
    const writes = Array.from({ length: 20 }, (_, n) => vault.write(B, { [`m${n}`]: String(n) }));
    await Promise.all([rotation, ...writes]);
    const later = restart();
    await expectOpens(later, PASSPHRASE);
    expect(await later.read(B, 'm19')).toBe('19');
  });

  test('with a damaged record the old key stays until the record is repaired', async () => {
    const world = await filled();
    world.files.content.set(recordName(A), Uint8Array.of(0));
    expect(await world.vault.rotateKey(PASSPHRASE)).toEqual({ damaged: [A] });
    expect(await world.vault.repair(A)).toBe('previous');
    expect(await world.vault.read(A, 'client_secret')).toBe('before');
    expect(await world.vault.rotateKey(PASSPHRASE)).toEqual({ damaged: [] });
    expect(await world.vault.read(A, 'client_secret')).toBe('before');
  });
});

describe('a file that was put back', () => {
  test('is noticed, also by another process, and accepted only by a repair', async () => {
    const world = await filled();
    const past = world.files.content.get(recordName(A)) ?? new Uint8Array();
    await world.vault.write(A, { client_secret: 'newest' });
    world.files.content.set(recordName(A), past);
    const later = world.restart();
    await later.unlock(PASSPHRASE);
    const error = await errorOf(later.read(A, 'client_secret'));
    expect(error.code).toBe('vault_damaged');
    expect(error.hint).toContain(`fob vault repair ${A}`);
    expect(await codeOf(later.write(A, { client_secret: 'x' }))).toBe('vault_damaged');
    expect(world.files.content.get(recordName(A))).toEqual(past);
    expect(await later.read(B, 'tokens.x')).toBe('of b');
    expect(await later.repair(A)).toBe('older');
    expect(await later.read(A, 'client_secret')).toBe('of a');
    expect(await later.repair(A)).toBe('whole');
  });

  test('is noticed after the record was removed', async () => {
    const world = await filled();
    const past = world.files.content.get(recordName(A)) ?? new Uint8Array();
    await world.vault.write(A, { client_secret: 'newest' });
    await world.vault.remove(A);
    world.files.content.set(recordName(A), past);
    expect(await codeOf(world.vault.read(A, 'client_secret'))).toBe('vault_damaged');
  });

  test('a damaged record is repaired from the kept generation, and what was damaged is kept', async () => {
    const world = await filled();
    const damage = Uint8Array.of(1, 2, 3);
    world.files.content.set(recordName(A), damage);
    expect(await world.vault.repair(A)).toBe('previous');
    expect(await world.vault.read(A, 'client_secret')).toBe('before');
    expect([...world.files.content.values()]).toContainEqual(damage);
    world.files.content.set(recordName(B), damage);
    expect(await codeOf(world.vault.repair(B))).toBe('vault_damaged');
  });
});

describe('what remembers the revisions', () => {
  const shards = ({ files }: World): string[] =>
    [...files.content.keys()].filter((name) => /^vault\/revisions\/..\.json$/.test(name));

  test('when it is damaged its records are said to be so, and a repair goes on with the generation before', async () => {
    const world = await filled();
    const damage = Uint8Array.of(1);
    for (const name of shards(world)) world.files.content.set(name, damage);
    const later = world.restart();
    await later.unlock(PASSPHRASE);
    expect((await errorOf(later.read(A, 'client_secret'))).message).toContain('vault/revisions/');
    expect(await later.repair(A)).toBe('older');
    expect(await later.read(A, 'client_secret')).toBe('of a');
    expect([...world.files.content.values()]).toContainEqual(damage);
  });

  test('a record that was emptied is noticed; one whose last member went is gone', async () => {
    const world = await filled();
    const text = Buffer.from(world.files.content.get(recordName(A)) ?? []).toString();
    const emptied = { ...(JSON.parse(text) as object), members: {}, revision: 1_000 };
    world.files.content.set(recordName(A), Uint8Array.from(Buffer.from(JSON.stringify(emptied))));
    expect(await codeOf(world.vault.read(A, 'client_secret'))).toBe('vault_damaged');
    await world.vault.write(B, { 'tokens.x': null });
    expect(await world.vault.addresses()).toEqual([A]);
    expect(await world.vault.read(B, 'tokens.x')).toBeUndefined();
  });
});
