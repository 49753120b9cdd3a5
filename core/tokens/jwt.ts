/** Reading and checking JWTs (RFC 7519) by jose. "Decoded" is never "verified": the two are different answers. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { ASYMMETRIC_ALGORITHMS } from '../../shared/signing-algorithm.ts';
import type { JwtView, Verification } from '../../shared/token-view.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import { fillsModulus, isCompactJws, MAX_LENGTH } from './compact-jws.ts';
import { isWeak } from './weak-key.ts';

/** RFC 9864 gave one of them a second name. */
const ALGORITHMS = [...ASYMMETRIC_ALGORITHMS, 'Ed25519'];
const TOLERANCE_S = 30;
/** What has more levels cannot be written as JSON again without the risk of a stack overflow (security.md F09). */
const MAX_LEVELS = 100;

export interface VerifyOptions {
  readonly keys: JWTVerifyGetKey;
  readonly issuer?: string;
  /** The client that an ID token is for; what OIDC Core section 3.1.3.7 asks of ID tokens then has to hold too. */
  readonly audience?: string;
  /** Milliseconds since 1970, by the IdP's clock. */
  readonly now: number;
}

type Decoded = Pick<JwtView, 'header' | 'payload'>;

/** `undefined` when the text is not a JWT in compact form, or one that nobody could show. Never throws. */
export function decode(token: string): Decoded | undefined {
  if (token.length > MAX_LENGTH) return undefined;
  try {
    const decoded = { header: { ...decodeProtectedHeader(token) }, payload: { ...decodeJwt(token) } };
    return hasLevels(decoded, MAX_LEVELS) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** Throws `idp_response_invalid` for an answer of that endpoint that nobody could show. */
export function refuseUnshowable(answer: unknown, endpoint: string): void {
  if (!hasLevels(answer, MAX_LEVELS)) return;
  throw new FobError('idp_response_invalid', `The answer of the ${endpoint} has more levels than Fob shows.`);
}

function hasLevels(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => hasLevels(member, levels - 1));
}

/** The JWT somewhere in what a person pasted: the token alone, or an `Authorization` header around it. */
export function findJwt(text: string): string {
  // Only at the beginning of a word: from every "eyJ" in the middle of one, the search would take quadratic time.
  return /(?<![\w-])eyJ[\w-]*\.[\w-]*\.[\w-]*/.exec(text)?.[0] ?? text.trim();
}

/** Checks signature, lifetime and, where given, issuer and audience. Never rejects: the answer says what did not hold. */
export async function verify(token: string, options: VerifyOptions): Promise<Verification> {
  try {
    if (!isCompactJws(token)) throw refusal('it is not a JWT in compact form');
    const { payload, protectedHeader, key } = await jwtVerify(token, options.keys, {
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_S,
      currentDate: new Date(options.now),
      ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
      ...(options.audience === undefined
        ? {}
        : { audience: options.audience, requiredClaims: ['sub', 'iat', 'exp', 'iss'] }),
    });
    if (key instanceof Uint8Array || (await isWeak(key)))
      throw refusal('with the published key anyone could have signed it');
    if (!fillsModulus(token, key)) throw refusal('the signature does not match');
    const broken = brokenClaim(payload, options);
    if (broken !== undefined) throw refusal(claimReason(broken));
    const { alg, kid } = protectedHeader;
    return {
      kind: 'verified',
      algorithm: alg,
      ...(typeof payload.iss === 'string' ? { issuer: payload.iss } : {}),
      ...(typeof kid === 'string' ? { keyId: kid } : {}),
    };
  } catch (error) {
    return { kind: 'not_verified', reason: errorView(toFobError(error)) };
  }
}

const TIMES = ['exp', 'nbf', 'iat'] as const;

/** What jose does not look at: endless times, a token from the future, an ID token for others that names no one in charge. */
function brokenClaim(payload: JWTPayload, { now, audience }: VerifyOptions): string | undefined {
  const endless = TIMES.find((name) => payload[name] !== undefined && !Number.isFinite(payload[name]));
  if (endless !== undefined) return endless;
  const { iat, aud, azp } = payload;
  if (iat !== undefined && iat > now / 1000 + TOLERANCE_S) return 'iat';
  if (audience === undefined) return undefined;
  const shared = Array.isArray(aud) && aud.length > 1;
  return (shared || azp !== undefined) && azp !== audience ? 'azp' : undefined;
}

const claimReason = (claim: string): string => `the claim "${claim}" does not hold`;

const REASONS: Readonly<Record<string, string>> = {
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature does not match',
  ERR_JWKS_NO_MATCHING_KEY: 'none of the published keys fits',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'several published keys fit and the token does not say which',
  ERR_JOSE_ALG_NOT_ALLOWED: 'its algorithm is not one that Fob trusts',
  ERR_JWT_EXPIRED: 'it has expired',
  ERR_JWKS_TIMEOUT: 'the keys could not be fetched in time',
  ERR_JWKS_INVALID: 'the published keys are not valid',
  ERR_JOSE_GENERIC: 'the published keys could not be fetched',
};

function toFobError(error: unknown): FobError {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof FobError) return current;
  }
  if (error instanceof errors.JWTClaimValidationFailed) return refusal(claimReason(error.claim), error);
  // What is not jose's own error comes from the platform's crypto, which would not take the key.
  if (!(error instanceof errors.JOSEError)) return refusal('the published key cannot be used', error);
  return refusal(REASONS[error.code] ?? 'it is not a well-formed JWT', error);
}

function refusal(reason: string, cause?: unknown): FobError {
  return new FobError('token_not_verified', `The token is not verified: ${reason}.`, { cause });
}
