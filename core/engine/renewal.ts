/**
 * One new token set for one identity: refresh when there is a refresh token, the profile's grant otherwise; stored
 * before anyone sees it when it carries a refresh token. Nothing here ever deletes a token (security.md R04 to R11).
 */
import { ClientError } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { GrantContext } from '../grants/grant.ts';
import { onlyAPerson } from '../grants/needs-person.ts';
import { toFobError } from '../grants/oauth-errors.ts';
import { refreshWith } from '../grants/refresh-token.ts';
import { grantOf } from '../grants/registry.ts';
import { receivedTokens } from '../tokens/received.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { grantContext } from './grant-context.ts';
import type { GrantPorts } from './grant-context.ts';

/** Within the shortest time that IdPs bear the second use of a refresh token, where they bear it at all. */
const SHORTEST_GRACE_MS = 5_000;

export interface RenewalPorts extends GrantPorts {
  /** What is stored for the identity now; asked again after `invalid_grant`. */
  readonly stored: () => Promise<TokenSet | undefined>;
  /**
   * Notes, durably, that a refresh token is about to be sent. Answers when it was sent before without an answer that could
   * be stored, in milliseconds since 1970 (security.md R09).
   */
  readonly intend: (refreshToken: string) => Promise<number | undefined>;
  /** Keeps the rotated refresh token of an answer that was refused for another reason: the old one is spent. */
  readonly rescue: (tokens: TokenSet) => Promise<void>;
}

/** Asks the IdP and answers the new token set. Rejects with a `FobError`; what was stored stays as it was. */
export async function renew(profile: Profile, ports: RenewalPorts): Promise<TokenSet> {
  const grant = grantOf(profile);
  try {
    const stored = await ports.stored();
    const refreshable = isRefreshable(stored, ports.clock.now());
    if (!refreshable && !grant.unattended) throw onlyAPerson(profile);
    const context = await grantContext(profile, ports);
    const from = refreshable ? stored : await pasted(context);
    const refreshed = from === undefined ? undefined : await refresh(context, from, ports);
    if (refreshed !== undefined) return refreshed;
    return receivedTokens(profile, await grant.request(context));
  } catch (error) {
    throw toFobError(error, profile, ports.clock.now());
  }
}

type Refreshable = TokenSet & { readonly refresh_token: string };

function isRefreshable(stored: TokenSet | undefined, now: number): stored is Refreshable {
  return stored?.refresh_token !== undefined && (stored.refresh_expires_at ?? Infinity) > now;
}

/** A refresh token that a person pasted is one like any other; the access token that belonged to it is not known. */
async function pasted({ profile, secret }: GrantContext): Promise<Refreshable | undefined> {
  if (profile.grant_type !== 'refresh_token') return undefined;
  const refresh_token = await secret('refresh_token');
  return { access_token: '', token_type: 'Bearer', received_at: 0, expires_at: 0, refresh_token };
}

/** `undefined` when the refresh token is spent and the grant itself can be asked again. */
async function refresh(
  context: GrantContext,
  stored: Refreshable,
  ports: RenewalPorts,
): Promise<TokenSet | undefined> {
  try {
    return await exchange(context, stored, ports);
  } catch (error) {
    const refusal = toFobError(error, context.profile, ports.clock.now());
    if (refusal.oauthError !== 'invalid_grant') throw refusal;
    const again = await ports.stored();
    // A person may have signed in meanwhile, and once more while the new one was on its way.
    if (isRefreshable(again, ports.clock.now()) && again.refresh_token !== stored.refresh_token)
      return refresh(context, again, ports);
    if (canStartOver(context.profile)) return undefined;
    throw signInNeeded(context.profile, refusal);
  }
}

async function exchange(context: GrantContext, from: Refreshable, ports: RenewalPorts): Promise<TokenSet> {
  const { rotated } = ports.connection;
  const before = await ports.intend(from.refresh_token);
  rotated.set(from.refresh_token, undefined);
  try {
    return receivedTokens(context.profile, await send(from.refresh_token, context, ports), from);
  } catch (error) {
    const refresh_token = rotated.get(from.refresh_token);
    const isNew = refresh_token !== undefined && refresh_token !== from.refresh_token;
    if (isNew && !isOfAnother(error)) await ports.rescue({ ...from, refresh_token });
    throw before === undefined ? error : withHistory(error, context.profile, ports.clock.now(), before);
  } finally {
    rotated.delete(from.refresh_token);
  }
}

/** An answer for another user, client or issuer: its refresh token would bring more of the same. */
function isOfAnother(error: unknown): boolean {
  if (error instanceof FobError) return error.isOfAnother;
  return error instanceof ClientError && error.code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED';
}

/**
 * An answer that was lost is asked for once more, at once: if the IdP did not rotate nothing happened, and if it did the
 * token is dead unless the IdP bears a second use for some seconds (security.md R12).
 */
async function send(
  refreshToken: string,
  context: GrantContext,
  { clock }: RenewalPorts,
): ReturnType<typeof refreshWith> {
  const begun = clock.monotonic();
  try {
    return await refreshWith(refreshToken, context);
  } catch (error) {
    const isLost = toFobError(error, context.profile, clock.now()).answerLost;
    if (!isLost || clock.monotonic() - begun > SHORTEST_GRACE_MS) throw error;
    return refreshWith(refreshToken, context);
  }
}

/** Why a session ended is told as far as it is known: the refresh token was sent before, and nobody heard the answer. */
function withHistory(error: unknown, profile: Profile, now: number, before: number): FobError {
  const refusal = toFobError(error, profile, now);
  if (refusal.oauthError !== 'invalid_grant') return refusal;
  const at = new Date(before).toISOString().slice(0, 16).replace('T', ' ');
  const { oauthError } = refusal;
  return new FobError(
    refusal.code,
    `${refusal.message} An earlier refresh, at ${at} UTC, was interrupted, or failed, or its answer was lost, so the IdP may hold the refresh token for spent.`,
    { cause: error, oauthError, ...(refusal.hint === undefined ? {} : { hint: refusal.hint }) },
  );
}

/** With its own credentials at hand the grant can simply be asked again; a pasted refresh token cannot. */
function canStartOver(profile: Profile): boolean {
  return grantOf(profile).unattended && profile.grant_type !== 'refresh_token';
}

function signInNeeded(profile: Profile, cause: FobError): FobError {
  return new FobError('sign_in_needed', `${profile.address} needs a new sign-in. ${cause.message}`, {
    hint:
      profile.grant_type === 'refresh_token'
        ? `Store a new refresh token with: fob secret set ${profile.address} refresh_token`
        : `Sign in with: fob login ${profile.address}`,
    cause,
  });
}
