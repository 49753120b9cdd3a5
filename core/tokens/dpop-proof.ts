import { base64url, exportJWK, SignJWT } from 'jose';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';

export interface ProofRequest {
  readonly method: string;
  readonly url: string;
  readonly accessToken: string;
  /** What the resource server asked for in its `DPoP-Nonce` header. */
  readonly nonce?: string | undefined;
}

/** A proof of possession for one request to a resource server (RFC 9449 section 4.2). */
export async function dpopProof(
  request: ProofRequest,
  { privateKey, publicKey }: CryptoKeyPair,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<string> {
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const { origin, pathname } = new URL(request.url);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(request.accessToken));
  const claims = {
    htm: request.method,
    htu: `${origin}${pathname}`,
    ath: base64url.encode(new Uint8Array(hash)),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } as never })
    .setJti(base64url.encode(random.bytes(16)))
    .setIssuedAt(Math.floor(clock.now() / 1000))
    .sign(privateKey);
}
