import { expect, test } from 'vitest';
import { scrypt } from '../../../core/node/scrypt.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import { createPassphraseSlot, DEFAULT_SCRYPT } from '../../../core/vault/passphrase-slot.ts';
import { codeOf } from '../vault/kit.ts';

// RFC 7914 section 12; ours are the first 32 of the 64 bytes there.
test.each([
  ['', '', { N: 16, r: 1, p: 1 }, '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442'],
  [
    'password',
    'NaCl',
    { N: 1024, r: 8, p: 16 },
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
  ],
  [
    'pleaseletmein',
    'SodiumChloride',
    { N: 16384, r: 8, p: 1 },
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
  ],
])('scrypt(%j, %j) gives the vector of RFC 7914', async (passphrase, salt, parameters, expected) => {
  const key = await scrypt(passphrase, new TextEncoder().encode(salt), parameters);
  expect(Buffer.from(key).toString('hex')).toBe(expected);
});

test("memory beyond Node's default limit is granted, whatever r and p are", async () => {
  expect(await scrypt('x', new Uint8Array(16), { N: 2 ** 15, r: 16, p: 4 })).toHaveLength(32);
});

test('a slot at the default cost opens with its passphrase alone, and only for its vault', async () => {
  const slot = createPassphraseSlot(scrypt, systemRandom);
  const context = { vaultId: 'v1', slotId: 's1', passphrase: 'right' };
  const dataKey = systemRandom.bytes(32);
  const record = { id: 's1', kind: slot.kind, ...(await slot.wrap(dataKey, context)) };
  expect(record.parameters).toMatchObject(DEFAULT_SCRYPT);
  expect(record.wrapped).toMatch(/^[A-Za-z0-9_-]{80}$/);
  expect(await slot.unwrap(record, context)).toMatchObject({ dataKey });
  expect(await codeOf(slot.unwrap(record, { ...context, passphrase: 'wrong' }))).toBe(
    'vault_passphrase_wrong',
  );
  expect(await codeOf(slot.unwrap(record, { ...context, vaultId: 'v2' }))).toBe('vault_passphrase_wrong');
  expect(await codeOf(slot.unwrap(record, { ...context, slotId: 's2' }))).toBe('vault_passphrase_wrong');
});
