import { exportJWK, generateKeyPair } from 'jose';
import type { JWK, JWKS } from 'oidc-provider';

export type Algorithm = 'RS256' | 'PS256' | 'ES256';

/** A fresh private key for one IdP, so that no IdP can sign for another. The public half goes to its `jwks_uri`. */
export async function signingKeys(algorithm: Algorithm, kid: string): Promise<JWKS> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = (await exportJWK(privateKey)) as JWK;
  return { keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] };
}
