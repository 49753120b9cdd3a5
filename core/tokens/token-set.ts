/** What a token endpoint answered, with the time it was received, and the arithmetic of its life. Times in milliseconds since 1970. */
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { FobError } from '../errors/fob-error.ts';
import { isCompactJws } from './compact-jws.ts';

const tokenSetSchema = z.object({
  access_token: z.string(),
  token_type: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
  scope: z.string().optional(),
  received_at: z.number(),
  expires_at: z.number().optional(),
  refresh_expires_at: z.number().optional(),
  /** How far the IdP's clock was ahead of ours. */
  skew_ms: z.number().optional(),
  /** When someone last asked for it, as far as was known when it was stored. */
  used_at: z.number().optional(),
  /** The client that it was issued to (`clientIdentity`). */
  client: z.string().optional(),
});

export type TokenSet = z.infer<typeof tokenSetSchema>;

/** The answer of a token endpoint as far as it matters here (RFC 6749 section 5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in?: number | undefined;
  readonly refresh_token?: string | undefined;
  readonly id_token?: string | undefined;
  readonly scope?: string | undefined;
  readonly [member: string]: unknown;
}

export interface Receipt {
  /** Our clock when it was asked for; `receivedAt` when that is not known. */
  readonly sentAt?: number;
  /** Our clock when the answer was there. */
  readonly receivedAt: number;
  /** The `Date` header of the answer. */
  readonly date: string | null;
}

/**
 * Fits an answer to our clock. An answer without `refresh_token` keeps the one that `previous` had (RFC 6749 section 6), and
 * one without `id_token` keeps that too: it still says who signed in, whatever comes later.
 * Throws `idp_response_invalid` when its ID token is about another user than that of `previous` (OIDC Core section 12.2),
 * when that is not a JWT in compact form, and when no request could carry its access token.
 */
export function tokenSetFrom(answer: TokenAnswer, receipt: Receipt, previous?: TokenSet): TokenSet {
  refuseMalformed(answer.id_token);
  refuseOtherUser(answer.id_token, previous?.id_token);
  refuseUnsendable(answer.access_token);
  const skew_ms = measureSkew(answer.access_token, receipt);
  const begun = bornAt(receipt);
  const expires_at = expiry(answer, begun, skew_ms ?? 0);
  const refresh_token = answer.refresh_token ?? previous?.refresh_token;
  const refresh_expires_at = refreshExpiry(answer, begun, skew_ms ?? 0, previous);
  const id_token = answer.id_token ?? previous?.id_token;
  const scope = answer.scope ?? previous?.scope;
  return {
    access_token: answer.access_token,
    token_type: /^bearer$/i.test(answer.token_type) ? 'Bearer' : answer.token_type,
    received_at: begun,
    ...(refresh_token === undefined ? {} : { refresh_token }),
    ...(id_token === undefined ? {} : { id_token }),
    ...(scope === undefined ? {} : { scope }),
    ...(expires_at === undefined ? {} : { expires_at }),
    ...(refresh_expires_at === undefined ? {} : { refresh_expires_at }),
    ...(skew_ms === undefined ? {} : { skew_ms }),
  };
}

/** What openid-client decodes without a word may have been changed on its way: padding, spaces, another alphabet. */
function refuseMalformed(idToken: string | undefined): void {
  if (idToken === undefined || isCompactJws(idToken)) return;
  throw new FobError('idp_response_invalid', 'The ID token of the IdP is not a JWT in compact form.', {
    hint: 'The new tokens were not kept. Report this to the operator of the IdP.',
  });
}

/** RFC 6749 appendix A.12. A line break in a token would smuggle a header into every request that is made with it. */
function refuseUnsendable(accessToken: string): void {
  if (/^[\x20-\x7e]+$/.test(accessToken)) return;
  throw new FobError(
    'idp_response_invalid',
    'The access_token of the IdP holds characters that no request can carry.',
    { hint: 'It was not kept. Report this to the operator of the IdP.' },
  );
}

function refuseOtherUser(idToken: string | undefined, before: string | undefined): void {
  if (idToken === undefined || before === undefined) return;
  if (subject(idToken) === subject(before)) return;
  throw new FobError('idp_response_invalid', 'The IdP answered a refresh with an ID token of another user.', {
    hint: 'The new tokens were not kept. Report this to the operator of the IdP.',
    isOfAnother: true,
  });
}

function subject(idToken: string): string | undefined {
  try {
    return decodeJwt(idToken).sub;
  } catch {
    return undefined;
  }
}

/**
 * A token lives from when the IdP made it, which was after it was asked for: an answer that was slow, or that waited while
 * the machine slept, is older than it looks. When our clock was set back meanwhile, what it shows now counts.
 */
function bornAt({ sentAt, receivedAt }: Receipt): number {
  return Math.min(sentAt ?? receivedAt, receivedAt);
}

/** `expires_in` counts from the request, so no clock but ours matters; `exp` of a JWT is the IdP's clock, mended by the skew. */
function expiry(answer: TokenAnswer, receivedAt: number, skewMs: number): number | undefined {
  const { expires_in } = answer;
  if (typeof expires_in === 'number' && Number.isFinite(expires_in) && expires_in >= 0) {
    return receivedAt + Math.min(expires_in, MAX_LIFETIME_S) * 1000;
  }
  return jwtExpiry(answer.access_token, receivedAt, skewMs);
}

const MAX_LIFETIME_S = 100 * 365 * 24 * 3600;

/** Keycloak's `refresh_expires_in` (0: no end is known), else `exp` of a refresh token that is a JWT. */
function refreshExpiry(
  answer: TokenAnswer,
  receivedAt: number,
  skewMs: number,
  previous: TokenSet | undefined,
): number | undefined {
  const seconds = answer.refresh_expires_in;
  if (typeof seconds === 'number' && seconds > 0)
    return receivedAt + Math.min(seconds, MAX_LIFETIME_S) * 1000;
  if (answer.refresh_token === undefined) return previous?.refresh_expires_at;
  return jwtExpiry(answer.refresh_token, receivedAt, skewMs);
}

/** `exp` fitted to our clock, and to what a token can live from now on: nothing, or a hundred years. */
function jwtExpiry(token: string, receivedAt: number, skewMs: number): number | undefined {
  const exp = jwtTime(token, 'exp');
  if (exp === undefined) return undefined;
  return Math.min(Math.max(exp - skewMs, receivedAt), receivedAt + MAX_LIFETIME_S * 1000);
}

/** From `iat` of a token made just now, else from the `Date` header; whole seconds are all that either knows. */
function measureSkew(accessToken: string, receipt: Receipt): number | undefined {
  const { receivedAt, date } = receipt;
  const told = Date.parse(date ?? '');
  const theirs = Number.isNaN(told) ? jwtTime(accessToken, 'iat') : told;
  if (theirs === undefined) return undefined;
  // Any time between request and answer is right.
  const ours = Math.min(Math.max(theirs, bornAt(receipt)), receivedAt);
  const skew = theirs - ours;
  return Math.abs(skew) < 2_000 ? 0 : skew;
}

/** The last second that a `Date` can name. */
const MAX_TIME_S = 8.64e12;

function jwtTime(token: string, claim: 'exp' | 'iat'): number | undefined {
  try {
    const value = decodeJwt(token)[claim];
    return typeof value === 'number' && Math.abs(value) <= MAX_TIME_S ? value * 1000 : undefined;
  } catch {
    return undefined;
  }
}

const UNKNOWN_LIFETIME_MS = 300_000;
const DEFAULT_MIN_TTL_MS = 60_000;

/** How long the token lives in all, in milliseconds; five minutes where nobody said. */
export function lifetime(tokens: TokenSet): number {
  return (tokens.expires_at ?? tokens.received_at + UNKNOWN_LIFETIME_MS) - tokens.received_at;
}

/** How long the token will still be good, in milliseconds; negative when it is over. */
export function remaining(tokens: TokenSet, now: number): number {
  return tokens.received_at + lifetime(tokens) - now;
}

/**
 * How much life a caller is owed. Without a wish: 60 s, but never more than half of the token's life, or a service
 * with very short tokens would be asked for a new one at every call.
 */
export function owedLife(tokens: TokenSet, minTtlMs: number | undefined): number {
  return minTtlMs ?? Math.min(DEFAULT_MIN_TTL_MS, lifetime(tokens) / 2);
}

export function serializeTokenSet(tokens: TokenSet): string {
  return JSON.stringify(tokens);
}

/** `undefined` when there is no text, or it is no token set, which only a newer or broken Fob could have written. */
export function parseTokenSet(text: string | undefined): TokenSet | undefined {
  if (text === undefined) return undefined;
  try {
    return tokenSetSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
