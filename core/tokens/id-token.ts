/** Checks of the ID token of a sign-in that openid-client leaves to its user. Issuer, audience, nonce and times are its own. */
import { base64url, decodeJwt, decodeProtectedHeader } from 'jose';
import type { RemoteJWKSet } from 'jose';
import { FobError } from '../errors/fob-error.ts';
import { verify } from './jwt.ts';
import type { VerifyOptions } from './jwt.ts';

const OLDEST_S = 24 * 3600;
const AHEAD_S = 300;

/**
 * The signature, by keys that may have changed since they were fetched (OIDC Core section 10.1.1): what does not hold is
 * held against new ones, once. Throws `idp_response_invalid`, or what kept the keys from being fetched.
 */
export async function checkSignature(
  idToken: string,
  keys: RemoteJWKSet,
  options: Omit<VerifyOptions, 'keys'>,
): Promise<void> {
  const anew: VerifyOptions['keys'] = async (header, token) => {
    await keys.reload();
    return keys(header, token);
  };
  let verification = await verify(idToken, { ...options, keys });
  // Where fetching them has failed already, trying again would only take as long once more.
  if (verification.kind === 'not_verified' && verification.reason.code === 'token_not_verified')
    verification = await verify(idToken, { ...options, keys: anew });
  if (verification.kind !== 'not_verified') return;
  const { code, message, hint } = verification.reason;
  if (code === 'token_not_verified') throw refused('does not hold', message);
  throw new FobError(code, message, hint === undefined ? {} : { hint });
}

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

function refused(what: string, why = ''): FobError {
  return new FobError(
    'idp_response_invalid',
    `The ID token that the IdP sent ${what}; nothing of that answer is used. ${why}`.trimEnd(),
    {
      hint: 'Report this to the operator of the IdP.',
    },
  );
}
