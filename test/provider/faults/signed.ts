/** How a table says what is wrong with the header or the signature of an ID token. */
import type { Fault, JwtChange } from './fault.ts';
import type { Json } from './json.ts';
import { decode, jws, split } from './jws.ts';
import type { Alg, Key, Keys, Parts } from './jws.ts';
import type { Scene } from './scene.ts';

export const fault = (id: string, title: string, idToken: JwtChange, more: Partial<Fault> = {}): Fault => ({
  id,
  family: 'ID token signature',
  title,
  verdict: 'refuse',
  flow: 'authorization_code',
  change: { idToken },
  ...more,
});

export type Remake = (parts: Parts, scene: Scene) => string;
export const remade = (remake: Remake): JwtChange => ({
  token: (token, scene) => remake(split(token), scene),
});

/** The same claims with the header changed, signed by whoever. */
const signedBy = (
  pick: (keys: Keys) => Key,
  header: (old: Json, scene: Scene) => Json = (old) => old,
): JwtChange =>
  remade((parts, scene) => jws(header(decode(parts.header), scene), decode(parts.payload), pick(scene.keys)));

export const foreign = (header?: (old: Json, scene: Scene) => Json): JwtChange =>
  signedBy(({ foreign: key }) => key, header);

/** The same claims under the IdP's own good signature. */
export const headed = (header: (old: Json, scene: Scene) => Json): JwtChange => ({ header });

/** The IdP signs by another algorithm, and says so in its metadata. */
const usual = (alg: Alg, pick: (keys: Keys) => Key): Pick<Fault, 'setup'> => ({
  setup: {
    metadata: (metadata) => ({ ...metadata, id_token_signing_alg_values_supported: [alg] }),
    jwks: (_jwks, { keys }) => ({ keys: [keys.rsa.jwk, pick(keys).jwk] }),
    idToken: { header: (header, { keys }) => ({ ...header, alg, kid: pick(keys).kid }) },
  },
});
export const ES256 = usual('ES256', ({ ec }) => ec);
export const EDDSA = usual('EdDSA', ({ ed }) => ed);
export const PS256 = usual('PS256', ({ pss }) => pss);
