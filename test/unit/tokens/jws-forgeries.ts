/** What an attacker who can write a header and has keys of their own makes of a good JWS (RFC 8725). */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Json } from '../../provider/faults/json.ts';
import { encode, hmac, signature } from '../../provider/faults/jws.ts';
import type { Key } from '../../provider/faults/jws.ts';
import { bytesOf, inputOf, insert, jsonOf, withHeader, withPart } from './jws-text.ts';
import type { Attacker, Dice, Mutation } from './jws-text.ts';

const ALGS: readonly unknown[] = [
  ...['none', 'None', 'NONE', 'nOnE', '', ' none', 'none\0', 'RS256 ', 'rs256', 'dir', 'RSA-OAEP', 'RS1'],
  ...['RS256', 'RS384', 'PS256', 'PS512', 'ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed25519', 'Ed448'],
  ...['HS256', 'HS384', 'HS512', 'ML-DSA-44', null, 0, true, ['RS256'], { toString: 'RS256' }],
];
const KIDS: readonly unknown[] = [
  ...[
    '',
    'rsa-1',
    'pss-1',
    'ec-1',
    'ed-1',
    'rsa-1\0',
    'RSA-1',
    'rsa-1 ',
    '../../dev/null',
    '/dev/null',
    '__proto__',
  ],
  ...["' OR '1'='1", '0', 'constructor', 'r\u0455a-1', null, 0, ['rsa-1'], { $ne: '' }],
];

/** What the header may say besides, so that a careless reader does something about it. */
const extra = (dice: Dice, { own }: Attacker): Json => {
  const jwk = dice.pick(own).jwk;
  return dice.pick<Json>([
    { jwk },
    { jwk: { kty: 'oct', k: encode(dice.bytes(32)) } },
    { jku: `https://evil.example/${dice.below(1e6)}` },
    { x5u: `https://evil.example/${dice.below(1e6)}` },
    { x5c: [dice.bytes(64).toString('base64')] },
    { crit: ['exp'] },
    { crit: ['x'], x: dice.below(1e6) },
    { crit: [] },
    { b64: false, crit: ['b64'] },
    { b64: false },
    { zip: 'DEF' },
    { cty: 'JWT' },
    { typ: dice.pick(['at+jwt', 'dpop+jwt', 'none']) },
    { enc: 'A256GCM' },
    { nonce: dice.below(1e9) },
  ]);
};

export const HEADERS: Readonly<Record<string, Mutation>> = {
  'another alg': (token, dice) => withHeader(token, { alg: dice.pick(ALGS) }),
  'another alg without a signature': (token, dice) =>
    `${inputOf(withHeader(token, { alg: dice.pick(ALGS), n: dice.below(1e6) }))}.`,
  'another kid': (token, dice) => withHeader(token, { kid: dice.pick(KIDS) }),
  'more in the header': (token, dice, attacker) => withHeader(token, extra(dice, attacker)),
  'alg twice': (token, dice) =>
    withPart(token, 0, (part) =>
      encode(
        insert(bytesOf(part).toString(), dice.pick([1, -1]), `"alg":${JSON.stringify(dice.pick(ALGS))},`),
      ),
    ),
  'alg in its prototype': (token, dice) =>
    withPart(token, 0, () =>
      encode(`{"__proto__":{"alg":${JSON.stringify(dice.pick(ALGS))}},"n":${dice.below(1e6)}}`),
    ),
  'the header spelled otherwise': (token, dice) =>
    withPart(token, 0, (part) => encode(JSON.stringify(jsonOf(part), null, 1 + dice.below(9)))),
};

export const CLAIMS: Readonly<Record<string, Mutation>> = {
  'another claim': (token, dice) =>
    withPart(token, 1, (part) =>
      encode(
        JSON.stringify({ ...jsonOf(part), [dice.pick(['sub', 'aud', 'exp', 'scope'])]: dice.below(1e9) }),
      ),
    ),
  'no JSON': (token, dice) => withPart(token, dice.below(2), () => encode(dice.bytes(1 + dice.below(90)))),
  'nested without end': (token, dice) =>
    withPart(token, dice.below(2), () => encode('['.repeat(1000 + dice.below(5000)))),
  'a huge part': (token, dice) =>
    withPart(
      token,
      dice.below(3),
      (part) => part + 'QUJD'.repeat(100 + dice.below(dice.pick([1000, 80_000]))),
    ),
};

/** Every way in which a public key can be written as bytes (RFC 8725 section 2.1). */
function spellings({ publicKey, jwk }: Key): readonly (string | Uint8Array)[] {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const pkcs1 = (key: KeyObject): readonly string[] =>
    key.asymmetricKeyType === 'rsa' ? [key.export({ type: 'pkcs1', format: 'pem' }).toString()] : [];
  const members = [jwk.n, jwk.x, jwk.e].filter((member) => typeof member === 'string');
  return [
    ...[pem, pem.trim(), pem.replaceAll('\n', ''), ...pkcs1(publicKey), JSON.stringify(jwk), ''],
    ...[publicKey.export({ type: 'spki', format: 'der' }), ...members, ...members.map(bytesOf)],
  ];
}

export const FORGERIES: Readonly<Record<string, Mutation>> = {
  'an HMAC by the public key': (token, dice, { published }) => {
    const alg = dice.pick(['HS256', 'HS256', 'RS256', 'ES256', 'EdDSA', 'none']);
    const input = inputOf(withHeader(token, { alg, n: dice.below(1e9) }));
    return `${input}.${encode(hmac(input, dice.pick(spellings(dice.pick(published)))))}`;
  },
  'a signature of another key': (token, dice, attacker) => {
    const key = dice.pick(attacker.own);
    const members = dice.pick<Json>([
      {},
      { alg: key.alg },
      { alg: key.alg, jwk: key.jwk },
      extra(dice, attacker),
    ]);
    const input = inputOf(withHeader(token, { ...members, n: dice.below(1e9) }));
    return `${input}.${encode(signature(input, key))}`;
  },
};

/** Keys that nobody published, by the names of those that are. */
export function strangers(published: readonly Key[]): readonly Key[] {
  return published.map((key) => {
    const { publicKey, privateKey } =
      key.alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const alg = key.alg === 'EdDSA' ? 'EdDSA' : 'ES256';
    return {
      kid: key.kid,
      alg,
      publicKey,
      privateKey,
      jwk: { ...(publicKey.export({ format: 'jwk' }) as Json), kid: key.kid },
    };
  });
}
