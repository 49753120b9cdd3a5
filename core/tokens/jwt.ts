/** Reading and checking JWTs (RFC 7519) by jose. "Decoded" is never "verified": the two are different answers. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import type { JwtView, Verification } from '../../shared/token-view.ts';
import { errorView, FobError } from '../errors/fob-error.ts';

/** Asymmetric algorithms only: with a shared secret anyone who can check a token could have made it. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const TOLERANCE_S = 30;
const MAX_LENGTH = 256 * 1024;

export interface VerifyOptions {
  readonly keys: JWTVerifyGetKey;
  readonly issuer?: string;
  readonly audience?: string;
  /** Milliseconds since 1970, by the IdP's clock. */
  readonly now: number;
}

type Decoded = Pick<JwtView, 'header' | 'payload'>;

/** `undefined` when the text is not a JWT in compact form. Never throws. */
export function decode(token: string): Decoded | undefined {
  if (token.length > MAX_LENGTH) return undefined;
  try {
    return { header: { ...decodeProtectedHeader(token) }, payload: { ...decodeJwt(token) } };
  } catch {
    return undefined;
  }
}

/** The JWT somewhere in what a person pasted: the token alone, or an `Authorization` header around it. */
export function findJwt(text: string): string {
  return /eyJ[\w-]*\.[\w-]*\.[\w-]*/.exec(text)?.[0] ?? text.trim();
}

/** Checks signature, lifetime and, where given, issuer and audience. Never rejects: the answer says what did not hold. */
export async function verify(token: string, options: VerifyOptions): Promise<Verification> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, options.keys, {
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_S,
      currentDate: new Date(options.now),
      ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
      ...(options.audience === undefined ? {} : { audience: options.audience }),
    });
    return {
      kind: 'verified',
      algorithm: protectedHeader.alg,
      ...(payload.iss === undefined ? {} : { issuer: payload.iss }),
      ...(protectedHeader.kid === undefined ? {} : { keyId: protectedHeader.kid }),
    };
  } catch (error) {
    return { kind: 'not_verified', reason: errorView(toFobError(error)) };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature does not match',
  ERR_JWKS_NO_MATCHING_KEY: 'none of the published keys fits',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'several published keys fit and the token does not say which',
  ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not one that Fob trusts',
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JWKS_TIMEOUT: 'the keys could not be fetched in time',
  ERR_JWKS_INVALID: 'the published keys are not valid',
};

function toFobError(error: unknown): FobError {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof FobError) return current;
  }
  const claim =
    error instanceof errors.JWTClaimValidationFailed ? `the claim "${error.claim}" does not hold` : undefined;
  const known = error instanceof errors.JOSEError ? REASONS[error.code] : undefined;
  return new FobError(
    'token_not_verified',
    `The token is not verified: ${claim ?? known ?? 'it is not a well-formed JWT'}.`,
    {
      cause: error,
    },
  );
}
