import { refreshTokenGrant } from 'openid-client';
import type { TokenEndpointResponse } from 'openid-client';
import type { GrantContext, RefreshTokenGrant } from './grant.ts';

/**
 * RFC 6749 section 6 with a given refresh token, whatever grant it came from. Without `scope`, which then stays what the
 * IdP granted: asking again for more than that is refused.
 */
export function refreshWith(
  refreshToken: string,
  { config, parameters, dpop }: GrantContext,
): Promise<TokenEndpointResponse> {
  return refreshTokenGrant(
    config,
    refreshToken,
    withoutScope(parameters),
    dpop === undefined ? {} : { DPoP: dpop },
  );
}

function withoutScope(parameters: URLSearchParams): URLSearchParams {
  const others = new URLSearchParams(parameters);
  others.delete('scope');
  return others;
}

/** A profile that begins with a refresh token a person pasted; rotated ones replace it in the vault. */
export const pastedRefreshToken: RefreshTokenGrant = {
  begins: 'refresh_token',
};
