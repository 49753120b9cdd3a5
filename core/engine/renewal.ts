/**
 * One new token set for one identity: refresh when there is a refresh token, the profile's grant otherwise; stored
 * before anyone sees it when it carries a refresh token. Nothing here ever deletes a token (security.md R04 to R11).
 */
import { ClientError } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { GrantContext } from '../grants/grant.ts';
import type { Rotated } from '../grants/oauth-fetch.ts';
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
   * be stored, in milliseconds since 1970 (security.md R09). Rejects as the IdP would with `invalid_grant` when another
   * profile has used it up (R18).
   */
  readonly intend: (refreshToken: string) => Promise<number | undefined>;
  /** Has `work` wait for others that send the same refresh token. */
  readonly alone: (refreshToken: string, work: () => Promise<TokenSet>) => Promise<TokenSet>;
  /** Nobody waits for what comes any more: another secret or profile has taken its place. */
  readonly isOver: () => boolean;
  /** Another one came in its place. */
  readonly spent: (refreshToken: string) => Promise<void>;
  /** Keeps the rotated refresh token of an answer that was refused for another reason: the old one is spent. */
  readonly rescue: (tokens: TokenSet) => Promise<void>;
}

/** Asks the IdP and answers the new token set. Rejects with a `FobError`; what was stored stays as it was. */
export async function renew(profile: Profile, ports: RenewalPorts): Promise<TokenSet> {
  const grant = grantOf(profile);
  try {
    const stored = await ports.stored();
    const refreshable = isRefreshable(stored, ports.clock.now());
    if (!refreshable && grant.begins === 'sign_in') throw onlyAPerson(profile);
    const context = await grantContext(profile, ports);
    if (grant.begins !== 'request')
      return await refresh(context, refreshable ? stored : await pasted(context), ports);
    const request = async (): Promise<TokenSet> => receivedTokens(profile, await grant.request(context));
    return await (refreshable ? refresh(context, stored, ports, request) : request());
  } catch (error) {
    throw toFobError(error, profile, ports.clock.now());
  }
}

type Refreshable = TokenSet & { readonly refresh_token: string };

function isRefreshable(stored: TokenSet | undefined, now: number): stored is Refreshable {
  return stored?.refresh_token !== undefined && (stored.refresh_expires_at ?? Infinity) > now;
}

/** A refresh token that a person pasted is one like any other; the access token that belonged to it is not known. */
async function pasted({ secret }: GrantContext): Promise<Refreshable> {
  const refresh_token = await secret('refresh_token');
  return { access_token: '', token_type: 'Bearer', received_at: 0, expires_at: 0, refresh_token };
}

/** `startOver` is for when the refresh token is spent and the grant itself can be asked again. */
async function refresh(
  context: GrantContext,
  stored: Refreshable,
  ports: RenewalPorts,
  startOver?: () => Promise<TokenSet>,
): Promise<TokenSet> {
  try {
    return await ports.alone(stored.refresh_token, () => exchange(context, stored, ports));
  } catch (error) {
    const refusal = toFobError(error, context.profile, ports.clock.now());
    if (refusal.oauthError !== 'invalid_grant') throw refusal;
    const again = await ports.stored();
    // A person may have signed in meanwhile, and once more while the new one was on its way.
    if (isRefreshable(again, ports.clock.now()) && again.refresh_token !== stored.refresh_token)
      return refresh(context, again, ports, startOver);
    if (startOver !== undefined) return startOver();
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
    const refresh_token = replacement(from, rotated);
    if (refresh_token !== undefined && !isOfAnother(error)) await ports.rescue({ ...from, refresh_token });
    throw before === undefined ? error : withHistory(error, context.profile, ports.clock.now(), before);
  } finally {
    if (replacement(from, rotated) !== undefined) await ports.spent(from.refresh_token);
    rotated.delete(from.refresh_token);
  }
}

function replacement({ refresh_token: old }: Refreshable, rotated: Rotated): string | undefined {
  const refresh_token = rotated.get(old);
  return refresh_token === old ? undefined : refresh_token;
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
  { clock, isOver }: RenewalPorts,
): ReturnType<typeof refreshWith> {
  const begun = clock.monotonic();
  try {
    return await refreshWith(refreshToken, context);
  } catch (error) {
    const isLost = toFobError(error, context.profile, clock.now()).answerLost;
    if (!isLost || isOver() || clock.monotonic() - begun > SHORTEST_GRACE_MS) throw error;
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

function signInNeeded(profile: Profile, cause: FobError): FobError {
  return new FobError('sign_in_needed', `${profile.address} needs a new sign-in. ${cause.message}`, {
    hint:
      grantOf(profile).begins === 'refresh_token'
        ? `Store a new refresh token with: fob secret set ${profile.address} refresh_token`
        : `Sign in with: fob login ${profile.address}`,
    cause,
  });
}
