/**
 * One new token set for one identity: refresh when there is a refresh token, the profile's grant otherwise; stored
 * before anyone sees it when it carries a refresh token. Nothing here ever deletes a token (security.md R04 to R11).
 */
import type { TokenEndpointResponse } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { GrantContext } from '../grants/grant.ts';
import { onlyAPerson } from '../grants/needs-person.ts';
import { receiptOf } from '../grants/oauth-fetch.ts';
import { toFobError } from '../grants/oauth-errors.ts';
import { refreshWith } from '../grants/refresh-token.ts';
import { grantOf } from '../grants/registry.ts';
import { tokenSetFrom } from '../tokens/token-set.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { grantContext } from './grant-context.ts';
import type { GrantPorts } from './grant-context.ts';

export interface RenewalPorts extends GrantPorts {
  /** What is stored for the identity now; asked again after `invalid_grant`. */
  readonly stored: () => Promise<TokenSet | undefined>;
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
    const refreshed = refreshable ? await refresh(context, stored, ports) : undefined;
    if (refreshed !== undefined) return refreshed;
    const answer = plain(await grant.request(context));
    return tokenSetFrom(answer, receiptOf(answer));
  } catch (error) {
    throw asFobError(error, profile, ports.clock.now());
  }
}

type Refreshable = TokenSet & { readonly refresh_token: string };

function isRefreshable(stored: TokenSet | undefined, now: number): stored is Refreshable {
  return stored?.refresh_token !== undefined && (stored.refresh_expires_at ?? Infinity) > now;
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
    if (isRefreshable(again, ports.clock.now()) && again.refresh_token !== stored.refresh_token) {
      return exchange(context, again, ports);
    }
    if (canStartOver(context.profile)) return undefined;
    throw signInNeeded(context.profile, refusal);
  }
}

async function exchange(context: GrantContext, from: Refreshable, ports: RenewalPorts): Promise<TokenSet> {
  const answer = plain(await refreshWith(from.refresh_token, context));
  try {
    return tokenSetFrom(answer, receiptOf(answer), from);
  } catch (error) {
    const { refresh_token } = answer;
    if (refresh_token !== undefined && refresh_token !== from.refresh_token)
      await ports.rescue({ ...from, refresh_token });
    throw error;
  }
}

/** With its own credentials at hand the grant can simply be asked again; a pasted refresh token cannot. */
function canStartOver(profile: Profile): boolean {
  return grantOf(profile).unattended && profile.grant_type !== 'refresh_token';
}

/** openid-client hangs helper functions onto its answer; only the members matter here. */
function plain(answer: Awaited<ReturnType<typeof refreshWith>>): TokenEndpointResponse {
  return { ...answer };
}

function asFobError(error: unknown, profile: Profile, now: number): FobError {
  const mapped = toFobError(error, profile, now);
  const spent = mapped.oauthError === 'invalid_grant' && profile.grant_type === 'refresh_token';
  return spent ? signInNeeded(profile, mapped) : mapped;
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
