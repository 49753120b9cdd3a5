/** Checks of ID tokens that openid-client leaves to its user. Signature, issuer, audience, nonce and times are its own. */
import { base64url, decodeJwt, decodeProtectedHeader } from 'jose';
import { FobError } from '../errors/fob-error.ts';

const OLDEST_S = 24 * 3600;
const AHEAD_S = 300;

/** OIDC Core section 3.1.3.6: the ID token names the access token it came with. Throws `idp_response_invalid`. */
export async function checkAtHash(idToken: string, accessToken: string): Promise<void> {
  const { at_hash } = decodeJwt(idToken);
  if (at_hash === undefined) return;
  const bits = /(256|384|512)$/.exec(decodeProtectedHeader(idToken).alg ?? '')?.[1] ?? '512';
  const digest = await crypto.subtle.digest(`SHA-${bits}`, new TextEncoder().encode(accessToken));
  const expected = base64url.encode(new Uint8Array(digest, 0, digest.byteLength / 2));
  if (at_hash !== expected) throw refused('belongs to another access token (at_hash)');
}

/** A fresh ID token was made just now; `now` in milliseconds by the IdP's clock. Throws `idp_response_invalid`. */
export function checkIssuedNow(idToken: string, now: number): void {
  const { iat } = decodeJwt(idToken);
  if (iat === undefined || now / 1000 - iat > OLDEST_S || iat - now / 1000 > AHEAD_S) {
    throw refused('was not issued just now (iat)');
  }
}

function refused(what: string): FobError {
  return new FobError(
    'idp_response_invalid',
    `The ID token that the IdP sent ${what}; nothing of that answer is used.`,
    {
      hint: 'Report this to the operator of the IdP.',
    },
  );
}
