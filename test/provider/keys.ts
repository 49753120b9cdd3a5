import type { KeyObject } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK, JWKS } from 'oidc-provider';

export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** A fresh private key for one IdP, so that no IdP can sign for another. The public half goes to its `jwks_uri`. */
export async function signingKeys(algorithm: Algorithm, kid: string): Promise<JWKS> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = (await exportJWK(privateKey)) as JWK;
  return { keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] };
}

/** The public half of a client's key, as it is registered. */
export function publicJwk(
  publicKey: KeyObject,
  members: { readonly kid: string; readonly alg: string },
): JWK {
  return { ...(publicKey.export({ format: 'jwk' }) as JWK), ...members, use: 'sig' };
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

/** What anyone may know of keys. */
export function publicHalf({ keys }: JWKS): JWKS {
  return {
    keys: keys.map(
      (key) =>
        Object.fromEntries(Object.entries(key).filter(([name]) => !PRIVATE_MEMBERS.includes(name))) as JWK,
    ),
  };
}
