/** Key sets and access tokens that do not hold (RFC 7517, RFC 9068): what a client must not call verified. */
import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { redirect } from './answer.ts';
import { omit } from './claims.ts';
import { HANG_UP, RawAnswer } from './fault.ts';
import type { Answer, Fault, JwtChange } from './fault.ts';
import type { Json } from './json.ts';
import { compact, decode, encode, hmac, join, jws, makeKey, split } from './jws.ts';
import type { Scene } from './scene.ts';

type KeySet = (jwks: Json, scene: Scene) => Answer;

const fault =
  (verdict: Fault['verdict']) =>
  (id: string, title: string, jwks: KeySet, more: Partial<Fault> = {}): Fault => ({
    id,
    family: 'keys',
    title,
    verdict,
    flow: 'claims',
    change: { jwks },
    ...more,
  });
const refuse = fault('refuse');
const accept = fault('accept');

const keys =
  (...pick: readonly ((scene: Scene) => unknown)[]): KeySet =>
  (_jwks, scene) => ({ keys: pick.map((each) => each(scene)) });
const rsa = ({ keys: { rsa: key } }: Scene): Json => key.jwk;
const withMembers =
  (members: Json): ((scene: Scene) => Json) =>
  (scene) => ({ ...rsa(scene), ...members });
const written =
  (body: string, options?: { status?: number; headers?: Record<string, string> }): KeySet =>
  () =>
    new RawAnswer(body, options);

const FORM: readonly Fault[] = [
  refuse(
    'N04-html',
    'an HTML page',
    written('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
  ),
  refuse('N04-empty', 'nothing', written('')),
  refuse('N04-no-keys', 'no keys member', () => ({})),
  refuse('N04-null', 'null', written('null')),
  refuse('N04-array', 'an array of keys', (_jwks, scene) => new RawAnswer(JSON.stringify([rsa(scene)]))),
  refuse('N04-object', 'keys is an object', (_jwks, scene) => ({ keys: { 'rsa-1': rsa(scene) } })),
  refuse('N04-none', 'there are no keys', () => ({ keys: [] })),
  refuse('N04-nulls', 'the keys are null', () => ({ keys: [null, null] })),
  refuse('N04-hang-up', 'a connection that ends at once', () => HANG_UP),
  refuse(
    'N04-500',
    'status 500 with the right keys',
    (jwks) => new RawAnswer(JSON.stringify(jwks), { status: 500 }),
  ),
  refuse(
    'N04-404',
    'status 404 with the right keys',
    (jwks) => new RawAnswer(JSON.stringify(jwks), { status: 404 }),
  ),
  refuse('N04-many', '10 000 keys before the right one', (_jwks, scene) => ({
    keys: [
      ...Array.from({ length: 10_000 }, (_each, index) => withMembers({ kid: `k${index}` })(scene)),
      rsa(scene),
    ],
  })),
  refuse('F02-jwks', 'five megabytes', (jwks) => ({ ...jwks, padding: 'x'.repeat(5 * 1024 * 1024) })),
  refuse('P31-jwks', 'a redirect to the same keys under another origin', (jwks, { twin, url }) =>
    url.startsWith(twin) ? jwks : redirect(`${twin}/jwks`, 302),
  ),
];

const small = makeKey('rsa-1', 'RS256', 1024);
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const symmetric = 'a secret that everybody can read here';

/** The token is signed so that a client which takes the published key as it stands would verify it. */
const signedKey = (
  id: string,
  title: string,
  jwks: KeySet,
  resign: (header: Json, claims: Json, scene: Scene) => string,
): Fault => {
  const accessToken: JwtChange = {
    token: (compactToken, scene) => {
      const { header, payload } = split(compactToken);
      return resign(decode(header), decode(payload), scene);
    },
  };
  return refuse(id, title, jwks, { change: { jwks, accessToken } });
};

const KEYS: readonly Fault[] = [
  refuse(
    'N04-other',
    'the key of that name is another',
    keys(({ keys: { foreign } }) => foreign.jwk),
  ),
  refuse('N04-other-name', 'the right key by another name', keys(withMembers({ kid: 'rsa-9' }))),
  refuse('N04-enc', 'the key is for encryption', keys(withMembers({ use: 'enc' }))),
  refuse(
    'N04-ops',
    'the key is for signing, not for verifying',
    keys((scene) => ({ ...omit(rsa(scene), 'use'), key_ops: ['sign'] })),
  ),
  refuse('N04-alg', 'the key is for another algorithm', keys(withMembers({ alg: 'PS256' }))),
  refuse(
    'N04-private',
    'the private key',
    keys(({ keys: { rsa: key } }) => ({
      ...key.privateKey.export({ format: 'jwk' }),
      kid: key.kid,
      alg: key.alg,
      use: 'sig',
    })),
  ),
  refuse(
    'N04-kty',
    'an EC key of that name',
    keys(({ keys: { ec } }) => ({ ...ec.jwk, kid: 'rsa-1', alg: 'RS256' })),
  ),
  signedKey(
    'N04-small',
    'RSA with 1024 bits',
    keys(() => small.jwk),
    (header, claims) => jws(header, claims, small),
  ),
  signedKey('N04-exponent', 'RSA with an exponent of 1', keys(withMembers({ e: 'AQ' })), signedByNobody),
  signedKey(
    'N04-oct',
    'a symmetric key',
    keys(() => ({ kty: 'oct', kid: 'rsa-1', alg: 'HS256', k: encode(symmetric) })),
    (header, claims) =>
      compact(JSON.stringify({ ...header, alg: 'HS256' }), JSON.stringify(claims), (input) =>
        hmac(input, symmetric),
      ),
  ),
  signedKey(
    'N04-curve',
    'a P-384 key for ES256',
    keys(() => ({ ...p384.publicKey.export({ format: 'jwk' }), kid: 'rsa-1', use: 'sig' })),
    (header, claims) =>
      compact(JSON.stringify({ ...header, alg: 'ES256' }), JSON.stringify(claims), (input) =>
        sign('sha256', Buffer.from(input), { key: p384.privateKey, dsaEncoding: 'ieee-p1363' }),
      ),
  ),
  signedKey(
    'N04-point',
    'an EC key that is not on its curve',
    keys(({ keys: { ec } }) => ({ ...ec.jwk, kid: 'rsa-1', y: ec.jwk.x })),
    (header, claims, scene) => jws({ ...header, alg: 'ES256' }, claims, scene.keys.ec),
  ),
  refuse(
    'N04-no-modulus',
    'RSA without a modulus',
    keys((scene) => omit(rsa(scene), 'n')),
  ),
  refuse(
    'N04-proto',
    'the modulus stands in __proto__ alone',
    (_jwks, scene) =>
      new RawAnswer(
        `{"keys":[{"__proto__":{"n":${JSON.stringify(rsa(scene).n)}},${JSON.stringify(omit(rsa(scene), 'n')).slice(1)}]}`,
      ),
  ),
];

/** With an exponent of 1 the padded digest (RFC 8017 section 9.2) is its own signature. */
function signedByNobody(header: Json, claims: Json): string {
  const sha256 = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  return compact(JSON.stringify(header), JSON.stringify(claims), (input) => {
    const digest = Buffer.concat([Buffer.alloc(1), sha256, hash('sha256', input, 'buffer')]);
    return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(254 - digest.length, 0xff), digest]);
  });
}

/** The access token itself, under keys that are as they should be. */
const token = (id: string, title: string, accessToken: JwtChange, more: Partial<Fault> = {}): Fault => ({
  id,
  family: 'keys',
  title: `access token: ${title}`,
  verdict: 'refuse',
  flow: 'claims',
  change: { accessToken },
  ...more,
});

const TOKENS: readonly Fault[] = [
  token('M15-access', 'signed by a key that nobody published', {
    token: (whole, scene) =>
      jws(decode(split(whole).header), decode(split(whole).payload), scene.keys.foreign),
  }),
  token('N05-access', 'alg is "none"', {
    token: (whole) => `${encode('{"alg":"none","typ":"at+jwt"}')}.${split(whole).payload}.`,
  }),
  token('N06-access', "HS256 with the public key's PEM", {
    token: (whole, scene) => {
      const pem = scene.keys.rsa.publicKey.export({ type: 'spki', format: 'pem' });
      const head = JSON.stringify({ alg: 'HS256', kid: 'rsa-1', typ: 'at+jwt' });
      return compact(head, JSON.stringify(decode(split(whole).payload)), (input) => hmac(input, pem));
    },
  }),
  token('M68-access', 'the claims were changed after signing', {
    token: (whole) => {
      const parts = split(whole);
      return join({ ...parts, payload: encode(JSON.stringify({ ...decode(parts.payload), sub: 'admin' })) });
    },
  }),
  token('M10-access', 'iss is another issuer', {
    claims: (claims) => ({ ...claims, iss: 'https://elsewhere.example' }),
  }),
  token('M50-access', 'exp is six minutes ago', {
    claims: (claims, { now }) => ({ ...claims, exp: now - 360 }),
  }),
  token('N10-access', 'nbf is in an hour', { claims: (claims, { now }) => ({ ...claims, nbf: now + 3600 }) }),
  token('N07-access', 'crit names what nobody understands', {
    header: (header) => ({ ...header, crit: ['x'], x: 1 }),
  }),
];

const GOOD: readonly Fault[] = [
  accept('M29', 'keys as they should be', (jwks) => jwks),
  accept(
    'P25-jwks',
    'keys of a kind that nobody knows',
    keys(
      () => ({ kty: 'AKP', kid: 'pq', alg: 'ML-DSA-99', pub: 'AAAA' }),
      () => ({ kty: 'new' }),
      rsa,
    ),
  ),
  accept(
    'P25-jwk',
    'a key with members that nobody knows',
    keys(withMembers({ exp: 1, x5c: ['AAAA'], 'x-vendor': {} })),
  ),
  accept(
    'P70-alg',
    'a key without alg',
    keys((scene) => omit(rsa(scene), 'alg')),
  ),
  accept(
    'P70-use',
    'a key without use',
    keys((scene) => omit(rsa(scene), 'use')),
  ),
  accept(
    'P70-others',
    'the right key among others',
    keys(
      ({ keys: { ec } }) => ec.jwk,
      ({ keys: { rsa2 } }) => rsa2.jwk,
      rsa,
    ),
  ),
  accept(
    'P25-jwk-set',
    'the media type of a key set',
    (jwks) =>
      new RawAnswer(JSON.stringify(jwks), { headers: { 'content-type': 'application/jwk-set+json' } }),
  ),
];

export const JWKS: readonly Fault[] = [...FORM, ...KEYS, ...TOKENS, ...GOOD];
