/** JSON Web Signatures made by hand (RFC 7515), because a library would not sign what a lying IdP has to send. */
import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Json } from './json.ts';

export type Alg = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

export interface Key {
  readonly kid: string;
  readonly alg: Alg;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is published. */
  readonly jwk: Json;
}

/** The keys of the fault server. All but `foreign` may be published. */
export interface Keys {
  readonly rsa: Key;
  /** What the IdP rotates to. */
  readonly rsa2: Key;
  readonly pss: Key;
  readonly ec: Key;
  readonly ed: Key;
  /** Somebody else's, who would like to be the IdP: it goes by the name of `rsa`. */
  readonly foreign: Key;
}

export function makeKeys(): Keys {
  return {
    rsa: makeKey('rsa-1', 'RS256'),
    rsa2: makeKey('rsa-2', 'RS256'),
    pss: makeKey('pss-1', 'PS256'),
    ec: makeKey('ec-1', 'ES256'),
    ed: makeKey('ed-1', 'EdDSA'),
    foreign: makeKey('rsa-1', 'RS256'),
  };
}

export function makeKey(kid: string, alg: Alg, modulusLength = 2048): Key {
  const { publicKey, privateKey } = keyPair(alg, modulusLength);
  const jwk = { ...(publicKey.export({ format: 'jwk' }) as Json), kid, alg, use: 'sig' };
  return { kid, alg, privateKey, publicKey, jwk };
}

function keyPair(alg: Alg, modulusLength: number) {
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength });
}

/** The bytes of a signature over the text by the key, with its algorithm or another that its type allows. */
export function signature(input: string, { privateKey, alg: own }: Key, alg: Alg = own): Buffer {
  const data = Buffer.from(input);
  switch (alg) {
    case 'RS256':
      return sign('sha256', data, privateKey);
    case 'PS256': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return sign('sha256', data, { key: privateKey, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
    }
    case 'ES256':
      return sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    case 'EdDSA':
      return sign(null, data, privateKey);
  }
}

export const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

/** Header and payload as text, so that they can be what no JSON writer makes. */
export function compact(header: string, payload: string, signer: (input: string) => Uint8Array): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${encode(signer(input))}`;
}

/** A well-made JWS of what may be a badly made header or payload. */
export function jws(header: Json, claims: Json, key: Key, alg: Alg = key.alg): string {
  return compact(JSON.stringify(header), JSON.stringify(claims), (input) => signature(input, key, alg));
}

export const hmac = (input: string, secret: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(input).digest();

export interface Parts {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** The three encoded parts of a compact JWS. */
export function split(token: string): Parts {
  const [header = '', payload = '', signaturePart = ''] = token.split('.');
  return { header, payload, signature: signaturePart };
}

export const join = ({ header, payload, signature: last }: Parts): string => `${header}.${payload}.${last}`;

export const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
