import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { JWK, JWTHeaderParameters, JWTPayload } from 'jose';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, findJwt, verify } from '../../../core/tokens/jwt.ts';
import type { VerifyOptions } from '../../../core/tokens/jwt.ts';
import { localKeys } from '../../../core/tokens/key-sets.ts';
import type { Verification } from '../../../shared/token-view.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const NOW_S = NOW / 1000;
const ISSUER = 'https://idp.example';
const CLAIMS = { iss: ISSUER, sub: 'ann', aud: 'c1', iat: NOW_S, exp: NOW_S + 300 };
const without = (claim: keyof typeof CLAIMS): JWTPayload =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));

const rsa = await generateKeyPair('RS256', { extractable: true });
const ec = await generateKeyPair('ES256', { extractable: true });
const stranger = await generateKeyPair('RS256', { extractable: true });
const jwkOf = async (key: CryptoKey, more: JWK): Promise<JWK> => ({ ...(await exportJWK(key)), ...more });
const rsaJwk = await jwkOf(rsa.publicKey, { kid: 'r1', alg: 'RS256', use: 'sig' });
const strangerJwk = await jwkOf(stranger.publicKey, { kid: 'b', alg: 'RS256' });
const privateJwk = await jwkOf(rsa.privateKey, { kid: 'r1', alg: 'RS256' });
const ecJwk = await jwkOf(ec.publicKey, { kid: 'e1', alg: 'ES256', use: 'sig' });

const keySet = (...keys: unknown[]): ReturnType<typeof localKeys> => localKeys(JSON.stringify({ keys }));
const KEYS = keySet(rsaJwk, ecJwk);

function sign(
  claims: JWTPayload = CLAIMS,
  header: JWTHeaderParameters = { alg: 'RS256', kid: 'r1' },
  key: CryptoKey | Uint8Array = rsa.privateKey,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

const check = (jwt: string, options: Partial<VerifyOptions> = {}): Promise<Verification> =>
  verify(jwt, { keys: KEYS, now: NOW, issuer: ISSUER, ...options });
const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = (await sign()).split('.');

describe('a token that holds', () => {
  it('says by which key and algorithm, and whose it is', async () => {
    expect(await check(await sign())).toEqual({
      kind: 'verified',
      algorithm: 'RS256',
      issuer: ISSUER,
      keyId: 'r1',
    });
    const other = await sign(CLAIMS, { alg: 'ES256', kid: 'e1' }, ec.privateKey);
    expect(await check(other)).toMatchObject({ kind: 'verified', algorithm: 'ES256' });
  });

  it('without a kid is checked by the only key that fits (M20)', async () => {
    expect((await check(await sign(CLAIMS, { alg: 'RS256' }))).kind).toBe('verified');
  });

  it.each<[string, JWTPayload]>([
    ['an audience list', { ...CLAIMS, aud: ['api', 'c1'] }],
    ['an iat a little ahead', { ...CLAIMS, iat: NOW_S + 30 }],
    ['an exp a little past', { ...CLAIMS, exp: NOW_S - 29 }],
    ['no exp, iat or sub', { iss: ISSUER }],
  ])('may have %s', async (_what, claims) => {
    expect((await check(await sign(claims))).kind).toBe('verified');
  });
});

describe('a token is not verified', () => {
  const refused = async (jwt: string, options: Partial<VerifyOptions>, reason: RegExp): Promise<void> => {
    const verification = await check(jwt, options);
    expect(verification).toMatchObject({ kind: 'not_verified', reason: { code: 'token_not_verified' } });
    expect(verification.kind === 'not_verified' && verification.reason.message).toMatch(reason);
  };

  it.each<[string, JWTPayload, RegExp]>([
    ['that has expired', { ...CLAIMS, exp: NOW_S - 30 }, /has expired/],
    ['that expired six minutes ago', { ...CLAIMS, exp: NOW_S - 360 }, /has expired/],
    ['from the future', { ...CLAIMS, iat: NOW_S + 31 }, /"iat"/],
    ['from 2099', { ...CLAIMS, iat: 4_070_908_800 }, /"iat"/],
    ['that is not valid yet', { ...CLAIMS, nbf: NOW_S + 31 }, /"nbf"/],
    ['whose exp is text', { ...CLAIMS, exp: 'soon' as unknown as number }, /"exp"/],
    ['of another issuer', { ...CLAIMS, iss: `${ISSUER}/` }, /"iss"/],
    ['without an issuer', without('iss'), /"iss"/],
  ])('%s', async (_what, claims, reason) => {
    await refused(await sign(claims), {}, reason);
  });

  it.each<[string, JWTPayload, RegExp]>([
    ['for another client', { ...CLAIMS, aud: 'c2' }, /"aud"/],
    ['for nobody', without('aud'), /"aud"/],
    ['for others too, with none in charge', { ...CLAIMS, aud: ['c1', 'c2'] }, /"azp"/],
    ['for others too, with another in charge', { ...CLAIMS, aud: ['c1', 'c2'], azp: 'c2' }, /"azp"/],
    ['with another in charge', { ...CLAIMS, azp: 'c2' }, /"azp"/],
    ['without sub', without('sub'), /"sub"/],
    ['without iat', without('iat'), /"iat"/],
    ['without exp', without('exp'), /"exp"/],
  ])('%s, where it must be an ID token of our client (P66, P68)', async (_what, claims, reason) => {
    await refused(await sign(claims), { audience: 'c1' }, reason);
  });

  it('but is, as an ID token for others too with our client in charge', async () => {
    const jwt = await sign({ ...CLAIMS, aud: ['c1', 'c2'], azp: 'c1' });
    expect((await check(jwt, { audience: 'c1' })).kind).toBe('verified');
  });

  it.each(['none', 'NONE', 'nOnE', '', null, ['RS256'], 'HS256', 'RSA1_5', 'RS1', 'unknown'])(
    'with the alg %j in its header (N05)',
    async (alg) => {
      for (const signature of ['', SIGNATURE])
        await refused(`${base64url({ alg, kid: 'r1' })}.${PAYLOAD}.${signature}`, {}, /./);
    },
  );

  it('signed with our public key as a shared secret (N06)', async () => {
    const pem = await exportSPKI(rsa.publicKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(rsaJwk)]) {
      const jwt = await sign(CLAIMS, { alg: 'HS256', kid: 'r1' }, new TextEncoder().encode(secret));
      await refused(jwt, {}, /algorithm/);
      await refused(jwt, { keys: keySet({ kty: 'oct', k: base64url(secret), kid: 'r1' }) }, /algorithm/);
    }
  });

  it.each<[string, object]>([
    ['jwk', { jwk: strangerJwk }],
    ['jku', { jku: 'https://evil.example/keys' }],
    ['x5u', { x5u: 'https://evil.example/cert' }],
    ['a kid of ours', { kid: 'r1' }],
    ['a kid that is a path', { kid: '../../x' }],
    ['a long kid', { kid: 'x'.repeat(65_536) }],
    ['an empty kid', { kid: '' }],
  ])('signed by a stranger who brings %s (N03, N07)', async (_what, header) => {
    await refused(
      await sign(CLAIMS, { alg: 'RS256', ...header }, stranger.privateKey),
      {},
      /signature|keys fits/,
    );
  });

  it('whose key nobody published, or several keys fit and it does not say which (M21)', async () => {
    await refused(await sign(CLAIMS, { alg: 'RS256', kid: 'r2' }), {}, /none of the published keys fits/);
    const two = keySet({ ...rsaJwk, kid: 'a' }, strangerJwk);
    await refused(await sign(CLAIMS, { alg: 'RS256' }), { keys: two }, /does not say which/);
    await refused(await sign(), { keys: keySet() }, /none of the published keys fits/);
  });

  it.each<[string, JWK]>([
    ['for encryption', { ...rsaJwk, use: 'enc' }],
    ['for another algorithm', { ...rsaJwk, alg: 'PS256' }],
    ['of another kind', { ...ecJwk, kid: 'r1' }],
    ['for signing alone', { ...rsaJwk, key_ops: ['sign'] }],
    ['with a broken modulus', { ...rsaJwk, n: 'AQAB' }],
    ['that is private', privateJwk],
  ])('where the published key is one %s (N04)', async (_what, jwk) => {
    await refused(await sign(), { keys: keySet(jwk) }, /key/);
  });

  it.each([
    ['padding', `${HEADER}=.${PAYLOAD}.${SIGNATURE}`],
    ['two parts', `${HEADER}.${PAYLOAD}`],
    ['four parts', `${HEADER}.${PAYLOAD}.${SIGNATURE}.x`],
    ['no signature', `${HEADER}.${PAYLOAD}.`],
    ['an all-zero signature', `${HEADER}.${PAYLOAD}.${'A'.repeat(SIGNATURE.length)}`],
    [
      'an unknown crit',
      `${base64url({ alg: 'RS256', kid: 'r1', crit: ['x'], x: 1 })}.${PAYLOAD}.${SIGNATURE}`,
    ],
    ['b64 false', `${base64url({ alg: 'RS256', b64: false, crit: ['b64'] })}.${PAYLOAD}.${SIGNATURE}`],
    [
      'JSON in place of the compact form',
      JSON.stringify({ protected: HEADER, payload: PAYLOAD, signature: SIGNATURE }),
    ],
    ['nothing in it', ''],
  ])('with %s (N08)', async (_what, jwt) => {
    await refused(jwt, {}, /./);
  });

  it('without its answer ever being an exception, whatever the text', async () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(HEADER, PAYLOAD, SIGNATURE),
      fc.json().map(base64url),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (parts) => {
        const jwt = parts.join('.');
        if (jwt === `${HEADER}.${PAYLOAD}.${SIGNATURE}`) return;
        expect((await check(jwt)).kind).toBe('not_verified');
        decode(jwt);
      }),
    );
  });

  it('because of keys that could not be had, and the answer says that', async () => {
    const keys = (): never => {
      throw new TypeError('x is not a function');
    };
    await refused(await sign(), { keys }, /published key cannot be used/);
  });
});

describe('decoding', () => {
  it('gives back what was signed, whatever it is', () => {
    const claims = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(claims, (payload) => {
        const own = JSON.parse(JSON.stringify(payload)) as object;
        expect(decode(`${HEADER}.${base64url(own)}.`)?.payload).toEqual(own);
      }),
    );
  });

  const nested = (levels: number): string =>
    `${HEADER}.${base64url(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`)}.x`;

  it.each<[string, string, boolean]>([
    ['a few levels', nested(20), true],
    ['10,000 levels', nested(10_000), false],
    ['90,000 levels', nested(90_000), false],
    ['more than 256 KB', `${HEADER}.${base64url({ a: 'x'.repeat(200_000) })}.x`, false],
    ['an encrypted token', `${HEADER}.a.b.c.d`, false],
    ['an array', `${HEADER}.${base64url([1])}.x`, false],
    ['text', 'opaque', false],
  ])('of %s: %#', (_what, jwt, isShown) => {
    const decoded = decode(jwt);
    expect(decoded !== undefined).toBe(isShown);
    // What is shown crosses process boundaries as JSON.
    JSON.stringify(decoded);
  });
});

describe('finding a JWT in what was pasted', () => {
  const jwt = `${HEADER}.${PAYLOAD}.${SIGNATURE}`;
  it.each([
    [jwt],
    [`  ${jwt}\n`],
    [`Authorization: Bearer ${jwt}`],
    [`curl -H 'Authorization: Bearer ${jwt}' https://api.example`],
    [`{"access_token":"${jwt}","expires_in":300}`],
    [`eyJ-not-one ${jwt}`],
  ])('%.30s', (text) => {
    expect(findJwt(text)).toBe(jwt);
  });

  it('answers the text itself where there is none, in time that grows with its length alone', () => {
    expect(findJwt(' opaque ')).toBe('opaque');
    const hostile = 'eyJ'.repeat(100_000);
    expect(findJwt(hostile)).toBe(hostile);
  });
});

it.each(['', 'null', '{}', '[]', '{"keys":1}', '{"keys":[1]}', '-----BEGIN PUBLIC KEY-----'])(
  'a key set that is %j is refused as one',
  (text) => {
    expect(() => localKeys(text)).toThrow(expect.objectContaining({ code: 'usage' }) as Error);
  },
);
