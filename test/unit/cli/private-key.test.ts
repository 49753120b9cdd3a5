import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isEncryptedKey, isWholeKey } from '../../../cli/private-key.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ENCRYPTION = { format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
const PEMS = {
  'PKCS #8': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  'PKCS #1': privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  'encrypted PKCS #8': privateKey.export({ type: 'pkcs8', ...ENCRYPTION }).toString(),
  'encrypted PKCS #1': privateKey.export({ type: 'pkcs1', ...ENCRYPTION }).toString(),
};
const JWK = JSON.stringify(privateKey.export({ format: 'jwk' }), null, 2);

describe('a key that is typed line by line', () => {
  it.each(Object.entries({ ...PEMS, JWK }))(
    '%s is whole with its last line, and not before',
    (_what, text) => {
      const lines = text.trim().split('\n');
      const whole = lines.map((_line, index) => isWholeKey(lines.slice(0, index + 1).join('\n')));
      expect(whole).toEqual(lines.map((_line, index) => index === lines.length - 1));
    },
  );

  it('that is none ends with its first line', () => {
    expect(isWholeKey('hunter2')).toBe(true);
  });
});

it.each(Object.entries(PEMS))('%s is known as encrypted or not', async (what, text) => {
  expect(await isEncryptedKey(text)).toBe(what.startsWith('encrypted'));
});
