/**
 * One new token set for one identity: refresh when there is a refresh token, the profile's grant otherwise; stored
 * before anyone sees it when it carries a refresh token. Nothing here ever deletes a token (security.md R04 to R11).
 */
import type { TokenEndpointResponse } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Connection } from '../grants/connection.ts';
import type { GrantContext, ResolveSecret } from '../grants/grant.ts';
import { receiptOf } from '../grants/oauth-fetch.ts';
import { toFobError } from '../grants/oauth-errors.ts';
import { refreshWith } from '../grants/refresh-token.ts';
import { grantOf } from '../grants/registry.ts';
import type { Clock } from '../ports/clock.ts';
import { tokenSetFrom } from '../tokens/token-set.ts';
import type { TokenSet } from '../tokens/token-set.ts';

export interface RenewalPorts {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly secret: ResolveSecret;
  /** What is stored for the identity now; asked again after `invalid_grant`. */
  readonly stored: () => Promise<TokenSet | undefined>;
}

/** Asks the IdP and answers the new token set. Rejects with a `FobError`; what was stored stays as it was. */
export async function renew(profile: Profile, ports: RenewalPorts): Promise<TokenSet> {
  try {
    const grant = grantOf(profile);
    const context: GrantContext = {
      config: await ports.connection.configuration(),
      profile,
      secret: ports.secret,
      parameters: tokenParameters(profile),
    };
    const stored = await ports.stored();
    const refreshed = await refresh(context, stored, ports);
    if (refreshed !== undefined)
      return tokenSetFrom(refreshed.answer, receiptOf(refreshed.answer), refreshed.from);
    const answer = plain(await grant.request(context));
    return tokenSetFrom(answer, receiptOf(answer));
  } catch (error) {
    throw asFobError(error, profile, ports.clock.now());
  }
}

/** `undefined` when there is nothing to refresh with, or it is spent and the grant itself needs no person. */
async function refresh(
  context: GrantContext,
  stored: TokenSet | undefined,
  ports: RenewalPorts,
): Promise<{ answer: TokenEndpointResponse; from: TokenSet } | undefined> {
  if (stored?.refresh_token === undefined || isOver(stored.refresh_expires_at, ports.clock.now()))
    return undefined;
  try {
    return { answer: plain(await refreshWith(stored.refresh_token, context)), from: stored };
  } catch (error) {
    const refusal = toFobError(error, context.profile, ports.clock.now());
    if (refusal.oauthError !== 'invalid_grant') throw refusal;
    const again = await ports.stored();
    if (again?.refresh_token !== undefined && again.refresh_token !== stored.refresh_token) {
      return { answer: plain(await refreshWith(again.refresh_token, context)), from: again };
    }
    if (canStartOver(context.profile)) return undefined;
    throw signInNeeded(context.profile, refusal);
  }
}

/** With its own credentials at hand the grant can simply be asked again; a pasted refresh token cannot. */
function canStartOver(profile: Profile): boolean {
  return grantOf(profile).unattended && profile.grant_type !== 'refresh_token';
}

function isOver(at: number | undefined, now: number): boolean {
  return at !== undefined && at <= now;
}

/** What the profile adds to every token request. */
function tokenParameters(profile: Profile): URLSearchParams {
  const { scope, audience, resource, extra_token_params } = profile;
  const parameters = new URLSearchParams(extra_token_params);
  for (const [name, value] of Object.entries({ scope, audience, resource })) {
    if (value !== undefined) parameters.set(name, value);
  }
  return parameters;
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
