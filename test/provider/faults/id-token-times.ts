/** ID tokens of another time, for another sign-in or beside another access token (OIDC Core section 3.1.3.7). */
import { omit, refuse, withClaim, without } from './claims.ts';
import type { Fault } from './fault.ts';
import type { Json } from './json.ts';
import { compact, decode, signature, split } from './jws.ts';
import type { Scene } from './scene.ts';

const TIMES: readonly Fault[] = [
  refuse('M13', 'iat is missing', without('iat')),
  refuse(
    'M67',
    'iat is a week ago',
    withClaim('iat', ({ now }) => now - 7 * 24 * 3600),
  ),
  refuse(
    'N10-iat-2099',
    'iat is in 2099',
    withClaim('iat', () => 4_070_908_800),
  ),
  refuse(
    'N10-iat-text',
    'iat is a text',
    withClaim('iat', ({ now }) => String(now)),
  ),
  refuse('M49', 'exp is missing', without('exp')),
  refuse(
    'M50',
    'exp is six minutes ago',
    withClaim('exp', ({ now }) => now - 360),
  ),
  refuse(
    'N10-exp-text',
    'exp is "soon"',
    withClaim('exp', () => 'soon'),
  ),
  refuse(
    'N10-exp-digits',
    'exp is a number as text',
    withClaim('exp', ({ now }) => String(now + 300)),
  ),
  refuse(
    'N10-exp-negative',
    'exp is negative',
    withClaim('exp', () => -1),
  ),
  refuse(
    'N10-exp-zero',
    'exp is 0',
    withClaim('exp', () => 0),
  ),
  refuse(
    'N10-exp-null',
    'exp is null',
    withClaim('exp', () => null),
  ),
  refuse(
    'N10-exp-array',
    'exp is an array',
    withClaim('exp', ({ now }) => [now + 300]),
  ),
  refuse(
    'N10-nbf',
    'nbf is in an hour',
    withClaim('nbf', ({ now }) => now + 3600),
  ),
  refuse(
    'N10-nbf-text',
    'nbf is a text',
    withClaim('nbf', () => 'now'),
  ),
];

const NONCE: readonly Fault[] = [
  refuse(
    'M08',
    'nonce is another one',
    withClaim('nonce', () => 'n-0S6_WzA2Mj'),
  ),
  refuse(
    'M08-empty',
    'nonce is empty',
    withClaim('nonce', () => ''),
  ),
  refuse(
    'M08-null',
    'nonce is null',
    withClaim('nonce', () => null),
  ),
  refuse(
    'M08-array',
    'nonce is in an array',
    withClaim('nonce', (_scene, { nonce }) => [nonce]),
  ),
  refuse(
    'M08-part',
    'nonce is the first half',
    withClaim('nonce', (_scene, claims) => half(claims.nonce)),
  ),
  refuse(
    'M08-longer',
    'nonce goes on',
    withClaim('nonce', (_scene, { nonce }) => `${String(nonce)}A`),
  ),
  refuse('M52', 'nonce is missing', without('nonce')),
];

const half = (value: unknown): string => String(value).slice(0, String(value).length / 2);

const HASH: readonly Fault[] = [
  refuse(
    'M22',
    'at_hash is of another token',
    withClaim('at_hash', () => 'rjwFVCe7q_KIPVF27dWDpw'),
  ),
  refuse(
    'M22-empty',
    'at_hash is empty',
    withClaim('at_hash', () => ''),
  ),
  refuse(
    'M22-number',
    'at_hash is a number',
    withClaim('at_hash', () => 1),
  ),
  refuse(
    'M22-part',
    'at_hash is the first half',
    withClaim('at_hash', (_scene, claims) => half(claims.at_hash)),
  ),
];

/** The claims as text, signed as they stand. */
const raw = (id: string, title: string, write: (claims: Json, scene: Scene) => string): Fault => ({
  id,
  family: 'ID token claims',
  title,
  verdict: 'refuse',
  flow: 'authorization_code',
  change: {
    idToken: {
      token: (token, scene) => {
        const { header, payload } = split(token);
        const text = write(decode(payload), scene);
        const head = Buffer.from(header, 'base64url').toString();
        return compact(head, text, (input) => signature(input, scene.keys.rsa));
      },
    },
  },
});

const json = (value: unknown): string => JSON.stringify(value);
const twice = (claims: Json, name: string, last: unknown): string =>
  `${json(claims).slice(0, -1)},${json(name)}:${json(last)}}`;

const RAW: readonly Fault[] = [
  raw('N01-iss', 'iss stands twice, another issuer last', (claims) =>
    twice(claims, 'iss', 'https://elsewhere.example'),
  ),
  raw('N01-aud', 'aud stands twice, another client last', (claims) => twice(claims, 'aud', 'another-client')),
  raw('N01-nonce', 'nonce stands twice, another last', (claims) => twice(claims, 'nonce', 'another')),
  raw('N01-exp', 'exp stands twice, a past one last', (claims) => twice(claims, 'exp', 1)),
  raw(
    'N02-proto',
    'iss stands in __proto__ alone',
    ({ iss, ...claims }) => `{"__proto__":${json({ iss })},${json(claims).slice(1)}`,
  ),
  raw(
    'N02-constructor',
    'nonce stands in constructor.prototype alone',
    ({ nonce, ...claims }) => `{"constructor":${json({ prototype: { nonce } })},${json(claims).slice(1)}`,
  ),
  raw('N10-exp-infinite', 'exp is 1e400', (claims) => `{"exp":1e400,${json(omit(claims, 'exp')).slice(1)}`),
];

export const ID_TOKEN_TIMES: readonly Fault[] = [...TIMES, ...NONCE, ...HASH, ...RAW];
