/** Private keys in every form that people have them in, and what is said of those that are none. */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FobError } from '../../../core/index.ts';
import { readPrivateKey } from '../../../core/node/read-private-key.ts';
import {
  KEYS,
  PASSPHRASE,
  pkcs12File,
  pkcs12OfKeys,
  pkcs12OfRounds,
  pkcs12Path,
} from '../../fakes/pkcs12-files.ts';

const pkcs8 = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));
const base64 = (bytes: Buffer): string => bytes.toString('base64');
const p12 = (name: string): string => base64(pkcs12File(name));

const failure = (text: string, passphrase?: string): Promise<FobError & { hint: string }> =>
  readPrivateKey(text, passphrase).then(
    () => expect.unreachable('it was read'),
    (error: unknown) => error as never,
  );

describe('PKCS #12', () => {
  it.each(['rsa-modern', 'rsa-legacy', 'ec-modern', 'ec-legacy', 'ec-chain', 'ed25519-modern'])(
    'gives the key of %s',
    async (name) => {
      const type = name.replace(/-.*/, '') as keyof typeof KEYS;
      const read = await readPrivateKey(p12(name), PASSPHRASE);
      expect(read).toMatchObject({ type, ...(type === 'ec' ? { curve: 'P-256' } : {}) });
      expect(read.pkcs8).toEqual(pkcs8(KEYS[type]));
    },
  );

  it('is read in lines of 64 characters, as other tools print base64', async () => {
    const lines = p12('ec-modern').replace(/.{64}/g, '$&\r\n');
    expect((await readPrivateKey(`${lines}\n`, PASSPHRASE)).pkcs8).toEqual(pkcs8(KEYS.ec));
  });

  it.each(['ec-empty-passphrase', 'ec-not-encrypted', 'ec-no-mac'])('%s opens without one', async (name) => {
    expect((await readPrivateKey(p12(name))).pkcs8).toEqual(pkcs8(KEYS.ec));
  });

  it.each(['rsa-modern', 'rsa-legacy', 'ec-modern', 'ec-legacy'])('%s wants its passphrase', async (name) => {
    const none = await failure(p12(name));
    expect(none).toMatchObject({ code: 'secret_missing', hint: expect.stringContaining('tls') as string });
    expect(none.message).toContain('encrypted PKCS #12');
    for (const wrong of ['', 'wrong', `${PASSPHRASE} `]) {
      const { code, message, hint } = await failure(p12(name), wrong);
      expect({ code, message }).toEqual({
        code: 'secret_invalid',
        message: 'The private key is a PKCS #12 file that the passphrase does not open.',
      });
      expect(hint).toContain('"tls.passphrase"');
    }
  });

  it('with certificates alone has no key', async () => {
    const { code, message, hint } = await failure(p12('rsa-certificates-only'), PASSPHRASE);
    expect(code).toBe('secret_invalid');
    expect(message).toContain('without a key');
    expect(hint).toContain('together with its private key');
  });

  it('with several keys is refused, since nobody knows which is meant', async () => {
    const { code, message, hint } = await failure(base64(pkcs12OfKeys([KEYS.ec, KEYS.rsa])));
    expect((await readPrivateKey(base64(pkcs12OfKeys([KEYS.ec, KEYS.ec])))).type).toBe('ec');
    expect(code).toBe('secret_invalid');
    expect(message).toContain('with 2 keys');
    expect(hint).toContain('export the one');
  });

  it('that is damaged anywhere is refused and never quoted', async () => {
    const file = pkcs12File('ec-modern');
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(file);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const outcome = await readPrivateKey(base64(damaged), PASSPHRASE).catch((error: unknown) => error);
        // The name of a file and the like are under no protection; the key is.
        if (outcome instanceof Error) {
          expect(outcome.cause).toBeUndefined();
          expect(outcome).toMatchObject({ code: 'secret_invalid' });
          expect(outcome.message).toMatch(/^The private key [ \w#,.-]+$/);
        } else expect(outcome).toMatchObject({ pkcs8: pkcs8(KEYS.ec) });
      }),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(pkcs12OfRounds(1)))(
    'is refused before anybody waits for the rounds of hashing that it wants: %s',
    async (where) => {
      const wanting = (rounds: number) => base64(pkcs12OfRounds(rounds)[where] ?? Buffer.alloc(0));
      for (const passphrase of [PASSPHRASE, undefined]) {
        const { code, message, hint } = await failure(wanting(2_000_000_000), passphrase);
        expect(code).toBe('secret_invalid');
        expect(message).toContain('more than 2 million times');
        expect(hint).toContain('-iter');
      }
      expect((await failure(wanting(10_000), PASSPHRASE)).message).not.toContain('million');
    },
  );

  it.each([0, 1, 20, 500])('cut off after %i bytes is refused', async (length) => {
    const text = base64(pkcs12File('rsa-modern').subarray(0, length));
    expect((await failure(text, PASSPHRASE)).code).toBe('secret_invalid');
  });
});

describe('a key in another form', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const locked = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
  const forms: readonly [string, string, string?][] = [
    ['PEM', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['SEC 1', privateKey.export({ type: 'sec1', format: 'pem' }).toString()],
    ['JWK', JSON.stringify(privateKey.export({ format: 'jwk' }))],
    ['DER as base64', base64(privateKey.export({ type: 'pkcs8', format: 'der' }))],
    ['encrypted PEM', privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }).toString(), PASSPHRASE],
    ['encrypted SEC 1', privateKey.export({ type: 'sec1', format: 'pem', ...locked }).toString(), PASSPHRASE],
    ['encrypted DER', base64(privateKey.export({ type: 'pkcs8', format: 'der', ...locked })), PASSPHRASE],
  ];

  it.each(forms)('%s is read', async (_form, text, passphrase) => {
    const read = await readPrivateKey(` ${text}\r\n`, passphrase);
    expect(read).toMatchObject({ type: 'ec', curve: 'P-384' });
    expect(read.pkcs8).toEqual(pkcs8(privateKey));
  });

  it.each(forms.filter(([form]) => form.startsWith('encrypted')))(
    '%s wants its passphrase',
    async (_form, text) => {
      expect((await failure(text)).code).toBe('secret_missing');
      expect(await failure(text, 'wrong')).toMatchObject({ code: 'secret_invalid' });
    },
  );

  it.each([
    ['nothing', ''],
    ['a word', 'hunter2'],
    ['a word that is base64 too', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA='],
    ['DER that is no key', base64(Buffer.from('3003020100', 'hex'))],
    ['a public JWK', JSON.stringify(KEYS.ec.export({ format: 'jwk' })).replace(/"d":"[^"]+"/, '"d":null')],
    ['a certificate', readFileSync(pkcs12Path('ec.crt'), 'utf8')],
    ['an encrypted key that is cut off', (forms[4]?.[1] ?? '').slice(0, 120)],
  ])('%s is no key', async (_what, text) => {
    for (const passphrase of [undefined, 'x']) {
      const { code, cause } = await failure(text, passphrase);
      // The reader's own error could quote the key.
      expect({ code, cause }).toEqual({ code: 'secret_invalid', cause: undefined });
    }
  });
});
