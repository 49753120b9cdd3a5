import { describe, expect, test } from 'vitest';
import { FobError } from '../../../core/errors/fob-error.ts';
import { codeOf, errorOf, flipped, HEADER, makeWorld, openedWorld, PASSPHRASE, recordName } from './kit.ts';

type Json = Record<string, unknown>;

const edit = (change: (header: Json) => void) => (text: string) => {
  const header = JSON.parse(text) as Json;
  change(header);
  return JSON.stringify(header);
};

const DAMAGE: Readonly<Record<string, (text: string) => string>> = {
  'zero length': () => '',
  'a byte order mark before it': (text) => `\ufeff${text}`,
  truncated: (text) => text.slice(0, text.length / 2),
  'filled with NUL': (text) => '\0'.repeat(text.length),
  'half of it NUL': (text) => text.slice(0, 100) + '\0'.repeat(text.length - 100),
  'not an object': () => '[]',
  'a member too many': edit((header) => (header.extra = 1)),
  __proto__: (text) => text.replace('"slots"', '"__proto__": {"slots": []}, "slots"'),
  'no slots': edit((header) => (header.slots = [])),
  'another id': edit((header) => (header.id = 'AAAAAAAAAAAAAAAAAAAAAA')),
  'another format': edit((header) => (header.format = 'fob-record')),
  'another app': edit((header) => (header.app = 'bof')),
  'version 0': edit((header) => (header.version = 0)),
  'another key check': edit((header) => ((header.key_check as Json).data = 'AAAAAAAAAAAAAAAAAAAAAA')),
};

describe('a damaged header', () => {
  test.each(Object.entries(DAMAGE))(
    '%s: a state, an error with a next step, and the file is left alone',
    async (_, damage) => {
      const { vault, files, restart } = await openedWorld();
      await vault.write('a/b', { tokens: 'x' });
      const bytes = Buffer.from(damage(Buffer.from(files.content.get(HEADER) ?? []).toString()));
      files.content.set(HEADER, Uint8Array.from(bytes));

      const later = restart();
      await later.load();
      expect(later.view()).toMatchObject({ state: 'damaged', slots: [] });
      expect(await later.unlockUnattended()).toBe(false);
      const error = await errorOf(later.unlock(PASSPHRASE));
      expect(error.code).toBe('vault_damaged');
      expect(error.message).toContain('/memory/vault/vault.json');
      expect(await codeOf(later.read('a/b', 'tokens'))).toBe('vault_damaged');
      expect(await codeOf(later.write('a/b', { tokens: 'y' }))).toBe('vault_damaged');
      expect(Buffer.from(files.content.get(HEADER) ?? [])).toEqual(bytes);
    },
  );

  test('any flipped bit is called damage, never a wrong passphrase', async () => {
    const { files, restart } = await openedWorld();
    const good = files.content.get(HEADER) ?? new Uint8Array();
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const bytes = flipped(good, bit);
      files.content.set(HEADER, bytes);
      const outcome = await restart()
        .unlock(PASSPHRASE)
        .then(
          () => 'opened',
          (error: unknown) => (error instanceof FobError ? error.code : error),
        );
      // White space between members carries nothing: a blank that becomes another blank is no damage.
      const same = isBlank(good[bit >> 3]) && isBlank(bytes[bit >> 3]);
      expect(outcome, `bit ${bit}`).toBe(same ? 'opened' : 'vault_damaged');
    }
  });

  test('names the generation before it, and uses it only when a person puts it there', async () => {
    const { files, restart } = await openedWorld();
    const good = files.content.get(HEADER) ?? new Uint8Array();
    files.content.set(`${HEADER}.previous`, good);
    files.content.set(HEADER, new Uint8Array(10));
    const vault = restart();
    expect((await errorOf(vault.unlock(PASSPHRASE))).hint).toContain('/memory/vault/vault.json.previous');
    files.content.set(HEADER, good);
    await vault.unlock(PASSPHRASE);
    expect(vault.view().state).toBe('unlocked');
  });

  test('of a newer Fob: says so and changes nothing', async () => {
    const { files, restart } = await openedWorld();
    const text = edit((header) => (header.version = 99))(
      Buffer.from(files.content.get(HEADER) ?? []).toString(),
    );
    files.content.set(HEADER, Uint8Array.from(Buffer.from(text)));
    const error = await errorOf(restart().unlock(PASSPHRASE));
    expect(error).toMatchObject({ code: 'vault_damaged' });
    expect(error.message).toContain('newer version of Fob');
    expect(Buffer.from(files.content.get(HEADER) ?? []).toString()).toBe(text);
  });

  test('regression: a lost header does not let a new vault strand the records that need it', async () => {
    const { vault, files, restart } = await openedWorld();
    await vault.write('a/b', { tokens: 'x' });
    files.content.delete(HEADER);
    const later = restart();
    expect(await codeOf(later.unlock('new passphrase'))).toBe('vault_damaged');
    expect(files.content.has(HEADER)).toBe(false);
    expect(files.content.has(recordName('a/b'))).toBe(true);
  });

  test('a crafted scrypt cost is refused before any memory is taken', async () => {
    const { createPassphraseSlot } = await import('../../../core/vault/passphrase-slot.ts');
    const { random } = makeWorld();
    const slot = createPassphraseSlot(() => Promise.reject(new Error('was called')), random);
    const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
    for (const parameters of [
      { N: 2 ** 21, r: 8, p: 1, salt },
      { N: 2 ** 20, r: 16, p: 1, salt },
      { N: 2 ** 17, r: 17, p: 1, salt },
      { N: 2 ** 17, r: 8, p: 5, salt },
      { N: 3 * 2 ** 10, r: 8, p: 1, salt },
      { N: 1.5, r: 8, p: 1, salt },
      { N: 2 ** 17, r: 8, p: 1 },
      { N: '131072', r: 8, p: 1, salt },
    ]) {
      const record = { id: 's', kind: 'passphrase', parameters, wrapped: '' } as const;
      const context = { vaultId: 'v', slotId: 's', passphrase: PASSPHRASE };
      expect(await codeOf(slot.unwrap(record, context)), JSON.stringify(parameters)).toBe('vault_damaged');
    }
  });
});

function isBlank(byte: number | undefined): boolean {
  return byte !== undefined && [0x20, 0x09, 0x0a, 0x0d].includes(byte);
}
