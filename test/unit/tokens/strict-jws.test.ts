/** What jose and the platform let through: other spellings of a good token, and keys with which anyone can sign. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../core/tokens/jwt.ts';
import { localKeys } from '../../../core/tokens/key-sets.ts';
import { isWeak } from '../../../core/tokens/weak-key.ts';
import type { Json } from '../../provider/faults/json.ts';
import { compact, encode, jws, makeKey, makeKeys, signature, split } from '../../provider/faults/jws.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const CLAIMS = { iss: 'https://idp.example', sub: 'ann', exp: NOW / 1000 + 300 };
const { rsa, pss, ec, ed } = makeKeys();
const KEYS = [rsa, pss, ec, ed].map(({ jwk }) => jwk);

async function reason(token: string, ...keys: readonly Json[]): Promise<string> {
  const verification = await verify(token, { keys: localKeys(JSON.stringify({ keys })), now: NOW });
  return verification.kind === 'not_verified' ? verification.reason.message : verification.kind;
}

describe('a good signature in another spelling is not verified (N08)', () => {
  const whole = jws({ alg: 'RS256', kid: rsa.kid }, CLAIMS, rsa);
  const { header, payload, signature: last } = split(whole);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = alphabet[alphabet.indexOf(last.at(-1) ?? '') + 1] ?? '';
  const inStandardAlphabet = (): string => {
    for (let n = 0; ; n += 1) {
      const token = jws({ alg: 'RS256', kid: rsa.kid }, { ...CLAIMS, n }, rsa);
      const changed = split(token).signature.replaceAll('-', '+').replaceAll('_', '/');
      if (!token.endsWith(changed)) return `${split(token).header}.${split(token).payload}.${changed}`;
    }
  };

  it.each([
    ['padding', `${whole}==`],
    ['the standard alphabet', inStandardAlphabet()],
    ['a space', `${header}.${payload}.${last.slice(0, 8)} ${last.slice(8)}`],
    ['a line break after it', `${whole}\n`],
    ['a space before it', ` ${whole}`],
    ['left-over bits', whole.slice(0, -1) + next],
    ['more than 256 KB', `${header}.${'A'.repeat(256 * 1024)}.${last}`],
  ])('%s', async (_what, token) => {
    expect(await reason(whole, ...KEYS)).toBe('verified');
    expect(await reason(token, ...KEYS)).toContain('not a JWT in compact form');
  });
});

it('a PS256 signature that lost its leading zero is not verified (RFC 8017 section 8.1.2)', async () => {
  const header = { alg: 'PS256', kid: pss.kid };
  let token = '';
  let bytes = Buffer.of(1);
  for (let n = 0; bytes[0] !== 0; n += 1) {
    token = jws(header, { ...CLAIMS, n }, pss);
    bytes = Buffer.from(split(token).signature, 'base64url');
  }
  expect(await reason(token, ...KEYS)).toBe('verified');
  const cut = `${split(token).header}.${split(token).payload}.${encode(bytes.subarray(1))}`;
  expect(await reason(cut, ...KEYS)).toContain('signature does not match');
});

it.each(['exp', 'nbf', 'iat'])(
  'a token whose %s is beyond every number is not verified (N10)',
  async (name) => {
    for (const value of ['1e400', '-1e400']) {
      const payload = JSON.stringify({ ...CLAIMS, [name]: 'VALUE' }).replace('"VALUE"', value);
      const token = compact(JSON.stringify({ alg: 'ES256', kid: ec.kid }), payload, (input) =>
        signature(input, ec),
      );
      expect(await reason(token, ...KEYS)).toMatch(/expired|does not hold/);
    }
  },
);

describe('a key with which anyone can sign verifies nothing (N04)', () => {
  it('RSA with an exponent of 1: the padded digest is its own signature', async () => {
    const sha256 = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const token = compact(JSON.stringify({ alg: 'RS256', kid: rsa.kid }), JSON.stringify(CLAIMS), (input) => {
      const digest = Buffer.concat([Buffer.alloc(1), sha256, hash('sha256', input, 'buffer')]);
      return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(254 - digest.length, 0xff), digest]);
    });
    expect(await reason(token, { ...rsa.jwk, e: 'AQ' })).toContain('anyone could have signed it');
  });

  it.each([
    ['AQAB', false],
    ['Aw', false],
    ['AQ', true],
    ['AQAA', true],
    ['AQAAAAE', true],
  ])('RSA with the exponent %s: %s', async (e, expected) => {
    const jwk = { kty: 'RSA', n: String(rsa.jwk.n), e };
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    expect(await isWeak(await crypto.subtle.importKey('jwk', jwk, algorithm, true, ['verify']))).toBe(
      expected,
    );
  });

  /** All fourteen; OpenSSL before 3.5 and BoringSSL verify zeros by them. */
  it.each(
    [
      ['00', '00', '00'],
      ['01', '00', '00'],
      ['ec', 'ff', '7f'],
      ['ed', 'ff', '7f'],
      ['ee', 'ff', '7f'],
    ]
      .map(([first = '', middle = '', end = '']) => first + middle.repeat(30) + end)
      .concat(
        '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
        'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      ),
  )('Ed25519 with a point of a small order, %s', async (hex) => {
    for (const sign of [0, 0x80]) {
      const point = Buffer.from(hex, 'hex');
      point[31] = (point[31] ?? 0) | sign;
      expect(await isWeak(await crypto.subtle.importKey('raw', point, 'Ed25519', true, ['verify']))).toBe(
        true,
      );
    }
  });

  it('and a good one of either curve is not weak', async () => {
    for (const { jwk } of [ed, ec]) {
      const algorithm = jwk.kty === 'OKP' ? 'Ed25519' : { name: 'ECDSA', namedCurve: 'P-256' };
      const { kty, crv, x, y } = jwk as Record<string, string>;
      const open = { kty, crv, x, ...(y === undefined ? {} : { y }) };
      expect(
        await isWeak(await crypto.subtle.importKey('jwk', open as never, algorithm, true, ['verify'])),
      ).toBe(false);
    }
  });

  it('RSA with 1024 bits', async () => {
    const small = makeKey('r', 'RS256', 1024);
    expect(await reason(jws({ alg: 'RS256', kid: 'r' }, CLAIMS, small), small.jwk)).not.toBe('verified');
  });
});
