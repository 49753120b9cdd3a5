/** Backups, and vaults of earlier formats. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scrypt } from '../../../core/node/scrypt.ts';
import { createVault } from '../../../core/vault/vault.ts';
import type { Vault } from '../../../core/vault/vault.ts';
import { A, B, contentOf, expectOpens, filled } from './filled.ts';
import { codeOf, createFakeBackend, HEADER, makeWorld, PASSPHRASE, recordName } from './kit.ts';

const NEW = 'a newer passphrase';

describe('backup and restore', () => {
  test('into an empty directory, by the passphrase alone; profiles come along', async () => {
    const { vault } = await filled();
    const text = await vault.backup({ 'profiles.json': '{}' });
    expect(text).not.toContain('of a');
    expect(text).not.toContain('salus');
    const elsewhere = makeWorld(7);
    const other = elsewhere.restart();
    const result = await other.restore(text, PASSPHRASE, false);
    expect(result).toMatchObject({ restored: [B, A], kept: [] });
    expect(result.files['profiles.json']).toBe('{}');
    await expectOpens(elsewhere.restart(), PASSPHRASE);
  });

  test('a vault without a passphrase gives its backup one, and goes on without', async () => {
    const keyring = createFakeBackend();
    const world = makeWorld();
    const vault = world.restart([keyring]);
    await vault.unlock();
    await vault.write(A, { client_secret: 'of a' });
    await vault.write(B, { 'tokens.x': 'of b' });
    expect(await codeOf(vault.backup({}))).toBe('vault_locked');
    const text = await vault.backup({}, NEW);
    expect(vault.slots().map(({ kind }) => kind)).toEqual(['keyring']);
    const elsewhere = makeWorld(7);
    await elsewhere.restart().restore(text, NEW, false);
    await expectOpens(elsewhere.restart(), NEW);
  });

  test('what is good here stays unless it is asked for; what is damaged or missing comes back', async () => {
    const world = await filled();
    const text = await world.vault.backup({});
    await world.vault.write(A, { client_secret: 'newer' });
    world.files.content.set(recordName(B), Uint8Array.of(9));
    expect(await world.vault.restore(text, PASSPHRASE, false)).toMatchObject({ restored: [B], kept: [A] });
    expect(await world.vault.read(A, 'client_secret')).toBe('newer');
    expect(await world.vault.read(B, 'tokens.x')).toBe('of b');
    expect(await world.vault.restore(text, PASSPHRASE, true)).toMatchObject({ restored: [B, A] });
    await expectOpens(world.restart(), PASSPHRASE);
  });

  test.each(['damaged', 'missing'])(
    'a %s header comes back with the backup, and every record with it',
    async (how) => {
      const world = await filled();
      const text = await world.vault.backup({});
      await world.vault.write(A, { password: 'since the backup' });
      if (how === 'damaged') world.files.content.set(HEADER, Uint8Array.of(0));
      else world.files.content.delete(HEADER);
      const later = world.restart();
      expect(await codeOf(later.unlock(PASSPHRASE))).toBe('vault_damaged');
      expect(await later.restore(text, PASSPHRASE, false)).toMatchObject({ restored: [], kept: [B, A] });
      expect(await later.read(A, 'password')).toBe('since the backup');
      await expectOpens(world.restart(), PASSPHRASE);
    },
  );

  test.each<[string, (text: string) => string, string, string]>([
    ['a wrong passphrase', (text) => text, 'no', 'vault_passphrase_wrong'],
    ['no backup', () => '{}', PASSPHRASE, 'usage'],
    ['half a backup', (text) => text.slice(0, text.length / 2), PASSPHRASE, 'usage'],
    ['a changed date', (text) => text.replace(/"created_at":"\d/, '"created_at":"3'), PASSPHRASE, 'usage'],
    ['a changed byte', (text) => text.replace(/("data":"[\w-]{40})./, '$1_'), PASSPHRASE, 'usage'],
  ])('%s: nothing is changed', async (_, change, passphrase, code) => {
    const world = await filled();
    const text = change(await world.vault.backup({}));
    const before = contentOf(world);
    expect(await codeOf(world.vault.restore(text, passphrase, true))).toBe(code);
    expect(world.files.content).toEqual(before);
  });
});

describe('a vault of format 1', () => {
  const folder = join(import.meta.dirname, '../../fixtures/vault-1');

  test('opens as it is, and moves to the present format with the next change, everything in it', async () => {
    const world = makeWorld();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      world.files.content.set(`vault${path.slice(folder.length)}`, Uint8Array.from(readFileSync(path)));
    }
    const ports = { ...world, scrypt, backends: [], scryptParameters: { N: 1024, r: 8, p: 1 } };
    const check = async (passphrase: string): Promise<Vault> => {
      const vault = createVault(ports);
      await vault.unlock(passphrase);
      expect(await vault.read('salus/beta', 'client_secret')).toBe('an old secret');
      expect(await vault.read('salus/beta', 'tokens.first')).toContain('access_token');
      expect(await vault.read('ifs/prod', 'password')).toBe('another old secret');
      return vault;
    };
    const before = contentOf(world);
    const vault = await check('correct horse battery staple');
    expect(world.files.content).toEqual(before);
    await vault.changePassphrase('correct horse battery staple', NEW);
    expect(Buffer.from(world.files.content.get(HEADER) ?? []).toString()).toContain('"version": 2');
    await (await check(NEW)).rotateKey(NEW);
    await check(NEW);
  });
});
