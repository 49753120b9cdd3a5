/** ID tokens whose header would talk a client into another key or algorithm (RFC 8725). */
import { omit } from './claims.ts';
import type { Fault, JwtChange } from './fault.ts';
import type { Json } from './json.ts';
import { compact, decode, hmac, jws } from './jws.ts';
import type { Scene } from './scene.ts';
import { EDDSA, ES256, fault, foreign, headed, PS256, remade } from './signed.ts';

/** HMAC with something that everybody knows, or that the IdP does not sign with. */
const byHmac = (id: string, title: string, secret: (scene: Scene) => string | Uint8Array): Fault =>
  fault(
    id,
    title,
    remade(({ header, payload }, scene) => {
      const head = JSON.stringify({ ...decode(header), alg: 'HS256' });
      return compact(head, JSON.stringify(decode(payload)), (input) => hmac(input, secret(scene)));
    }),
  );

const spki = ({ keys }: Scene, format: 'pem' | 'der'): string | Uint8Array =>
  format === 'pem'
    ? keys.rsa.publicKey.export({ type: 'spki', format }).toString()
    : keys.rsa.publicKey.export({ type: 'spki', format });

const CONFUSION: readonly Fault[] = [
  byHmac('M16', 'HS256 with a secret that nobody has', () => 'nobody'),
  byHmac('N06-pem', "HS256 with the public key's PEM", (scene) => spki(scene, 'pem')),
  byHmac('N06-der', "HS256 with the public key's DER", (scene) => spki(scene, 'der')),
  byHmac('N06-jwk', "HS256 with the public key's JWK", ({ keys }) => JSON.stringify(keys.rsa.jwk)),
  byHmac('N06-modulus', 'HS256 with the modulus', ({ keys }) =>
    Buffer.from(String(keys.rsa.jwk.n), 'base64url'),
  ),
  byHmac('N06-empty', 'HS256 with an empty secret', () => ''),
  byHmac(
    'N06-client-secret',
    'HS256 with the client secret, where RS256 is the rule',
    ({ clientSecret }) => clientSecret,
  ),
  fault(
    'M54',
    'a good PS256 signature, where RS256 is the rule',
    remade(({ header, payload }, { keys }) =>
      jws({ ...decode(header), alg: 'PS256' }, decode(payload), keys.rsa, 'PS256'),
    ),
  ),
  fault(
    'M54-es256',
    'a good ES256 signature by a published key, where RS256 is the rule',
    headed((header, { keys }) => ({ ...header, alg: 'ES256', kid: keys.ec.kid })),
    {
      setup: { jwks: (_jwks, { keys }) => ({ keys: [keys.rsa.jwk, keys.ec.jwk] }) },
    },
  ),
  fault(
    'N05-rs1',
    'alg is RS1',
    headed((header) => ({ ...header, alg: 'RS1' })),
  ),
  fault(
    'N05-es256k',
    'alg is ES256K',
    headed((header) => ({ ...header, alg: 'ES256K' })),
  ),
  fault(
    'N05-unknown',
    'alg is one that nobody knows, and the metadata allow it',
    headed((header) => ({ ...header, alg: 'XX256' })),
    {
      setup: { metadata: (metadata) => ({ ...metadata, id_token_signing_alg_values_supported: ['XX256'] }) },
    },
  ),
];

const publicJwk = ({ keys }: Scene): Json => keys.foreign.jwk;
const x5c = ({ keys }: Scene): string[] => [
  keys.foreign.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
];
const anonymous = (header: Json): Json => omit(header, 'kid');

const HEADER: readonly Fault[] = [
  fault(
    'N07-jwk',
    'the header brings its own key',
    foreign((header, scene) => ({ ...header, jwk: publicJwk(scene) })),
  ),
  fault(
    'N07-jwk-alone',
    'the header brings its own key and names no other',
    foreign((header, scene) => ({ ...anonymous(header), jwk: publicJwk(scene) })),
  ),
  fault(
    'N07-jku',
    'the header says where its key is',
    foreign((header, { elsewhere }) => ({ ...header, jku: `${elsewhere}/jwks` })),
  ),
  fault(
    'N07-x5u',
    'the header says where its certificate is',
    foreign((header, { elsewhere }) => ({ ...header, x5u: `${elsewhere}/x5u` })),
  ),
  fault(
    'N07-x5c',
    'the header brings its own certificate',
    foreign((header, scene) => ({ ...header, x5c: x5c(scene) })),
  ),
  fault(
    'N07-crit',
    'crit names what nobody understands',
    headed((header) => ({ ...header, crit: ['exp'], exp: 1 })),
  ),
  fault(
    'N07-crit-empty',
    'crit is empty',
    headed((header) => ({ ...header, crit: [] })),
  ),
  fault(
    'N07-crit-text',
    'crit is a text',
    headed((header) => ({ ...header, crit: 'b64', b64: true })),
  ),
  fault(
    'N07-crit-absent',
    'crit names what is not there',
    headed((header) => ({ ...header, crit: ['http://example.com/x'] })),
  ),
  fault(
    'N07-b64',
    'b64 is false',
    headed((header) => ({ ...header, b64: false, crit: ['b64'] })),
  ),
  fault(
    'N03-unknown',
    'kid is unknown',
    foreign((header) => ({ ...header, kid: 'nobody' })),
  ),
  fault(
    'N03-path',
    'kid is a path',
    foreign((header) => ({ ...header, kid: '../../../../dev/null' })),
  ),
  fault(
    'N03-long',
    'kid is 64 kB long',
    foreign((header) => ({ ...header, kid: 'k'.repeat(64 * 1024) })),
  ),
  fault(
    'N03-unicode',
    'kid looks like the right one',
    foreign((header) => ({ ...header, kid: 'rsa‐1' })),
  ),
  fault(
    'N03-empty',
    'kid is empty',
    foreign((header) => ({ ...header, kid: '' })),
  ),
  fault(
    'N03-proto',
    'kid is __proto__',
    foreign((header) => ({ ...header, kid: '__proto__' })),
  ),
  fault(
    'N03-array',
    'kid is an array',
    foreign((header) => ({ ...header, kid: ['rsa-1'] })),
  ),
  fault('M21-foreign', 'no kid, two keys published, signed by a third', foreign(anonymous), {
    setup: { jwks: (_jwks, { keys }) => ({ keys: [keys.rsa.jwk, keys.rsa2.jwk] }) },
  }),
];

const good = (id: string, title: string, idToken: JwtChange, more: Partial<Fault> = {}): Fault =>
  fault(id, title, idToken, { verdict: 'accept', ...more });
const allKeys: Pick<Fault, 'setup'> = {
  setup: { jwks: (_jwks, { keys }) => ({ keys: [keys.ec.jwk, keys.ed.jwk, keys.rsa.jwk] }) },
};

const GOOD: readonly Fault[] = [
  good('M18', 'RS256', {}),
  good('P65-ps256', 'PS256, as the metadata say', {}, PS256),
  good('P65-es256', 'ES256, as the metadata say', {}, ES256),
  good('P65-eddsa', 'EdDSA, as the metadata say', {}, EDDSA),
  good('M20', 'no kid, one key published', headed(anonymous)),
  good('P71', 'no kid, one of three keys fits', headed(anonymous), allKeys),
  good(
    'P65-typ',
    'typ is JWT',
    headed((header) => ({ ...header, typ: 'JWT' })),
  ),
  good(
    'P72',
    'a header parameter that nobody knows, not critical',
    headed((header) => ({ ...header, 'x-trace': 'abc' })),
  ),
  good(
    'M31',
    'the key has changed at the second sign-in',
    headed((header, { attempt, keys }) => ({ ...header, kid: attempt > 1 ? keys.rsa2.kid : keys.rsa.kid })),
    {
      rounds: 2,
      setup: { jwks: (_jwks, { attempt, keys }) => ({ keys: [attempt > 1 ? keys.rsa2.jwk : keys.rsa.jwk] }) },
    },
  ),
  good(
    'M32',
    'the key was added just before the second sign-in',
    headed((header, { attempt, keys }) => ({ ...header, kid: attempt > 1 ? keys.rsa2.kid : keys.rsa.kid })),
    {
      rounds: 2,
      setup: {
        jwks: (_jwks, { attempt, keys }) => ({
          keys: [keys.rsa.jwk, ...(attempt > 1 ? [keys.rsa2.jwk] : [])],
        }),
      },
    },
  ),
];

export const ID_TOKEN_HEADER: readonly Fault[] = [...CONFUSION, ...HEADER, ...GOOD];
