/** Ending sessions at the IdP: by revocation (RFC 7009) as far as it lets us, and by the page where a person's browser does. */
import { buildEndSessionUrl, ResponseBodyError, tokenRevocation } from 'openid-client';
import type { Configuration } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import type { LogoutResult } from '../../shared/session-view.ts';
import { errorView } from '../errors/fob-error.ts';
import { openable } from '../grants/browser-url.ts';
import { toFobError } from '../grants/oauth-errors.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { grantContext } from './grant-context.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';

export interface RevocationPorts {
  readonly ports: Pick<EnginePorts, 'clock' | 'log'>;
  readonly access: ProfileAccess;
}

/** Revokes every one of the token sets, all of the profile's own client. Never rejects: what went wrong is in the answer. */
export async function revoke(
  profile: Profile,
  sets: readonly TokenSet[],
  { access, ports }: RevocationPorts,
): Promise<LogoutResult> {
  let session: Pick<LogoutResult, 'endSessionUrl'> = {};
  try {
    const { config } = await grantContext(profile, access.grantPorts(profile));
    session = sessionEnd(config, sets);
    if (config.serverMetadata().revocation_endpoint === undefined) return { revoked: false, ...session };
    const outcomes = await Promise.allSettled(sets.map((tokens) => revokeAll(config, tokens)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return { revoked: true, ...session };
  } catch (error) {
    const problem = errorView(toFobError(error, profile, ports.clock.now()));
    return { revoked: false, problem, ...session };
  }
}

/** Tokens that came when their session had ended are nobody's (security.md R17). */
export async function revokeLate(profile: Profile, tokens: TokenSet, means: RevocationPorts): Promise<void> {
  const { problem } = await revoke(profile, [tokens], means);
  if (problem === undefined) return;
  const { address } = profile;
  means.ports.log.warn(
    `${address}: tokens that came after its session ended were not revoked. ${problem.message}`,
  );
}

/**
 * RP-initiated logout: where the person's browser ends the session at the IdP, when it has such a place. It names the client
 * and leaves `id_token_hint` out: the address is shown, and given to programs in their arguments, which everybody can read.
 */
function sessionEnd(config: Configuration, sets: readonly TokenSet[]): Pick<LogoutResult, 'endSessionUrl'> {
  const hasSession = sets.some(({ id_token }) => id_token !== undefined);
  if (config.serverMetadata().end_session_endpoint === undefined || !hasSession) return {};
  return { endSessionUrl: openable(buildEndSessionUrl(config).href) };
}

/** RFC 7009 section 2.1: the refresh token first; with it most servers end the access token, too. */
export async function revokeAll(
  config: Configuration,
  { refresh_token, access_token }: Pick<TokenSet, 'access_token' | 'refresh_token'>,
): Promise<void> {
  if (refresh_token !== undefined)
    await tokenRevocation(config, refresh_token, { token_type_hint: 'refresh_token' });
  // Of a refresh token that a person pasted nobody knows the access token.
  if (access_token === '') return;
  try {
    await tokenRevocation(config, access_token, { token_type_hint: 'access_token' });
  } catch (error) {
    // Section 2.2.1: a server need not revoke access tokens. Without the refresh token it only lives to its own end.
    const isUnsupported = error instanceof ResponseBodyError && error.error === 'unsupported_token_type';
    if (refresh_token === undefined || !isUnsupported) throw error;
  }
}
