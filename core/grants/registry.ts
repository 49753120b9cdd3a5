import type { GrantType, Profile } from '../../shared/profile.ts';
import { authorizationCode } from './authorization-code.ts';
import { clientCredentials } from './client-credentials.ts';
import { deviceCode } from './device-code.ts';
import type { Grant } from './grant.ts';
import { jwtBearer } from './jwt-bearer.ts';
import { password } from './password.ts';
import { pastedRefreshToken } from './refresh-token.ts';
import { tokenExchange } from './token-exchange.ts';

const GRANTS: Readonly<Record<GrantType, Grant>> = {
  client_credentials: clientCredentials,
  password,
  authorization_code: authorizationCode,
  'urn:ietf:params:oauth:grant-type:device_code': deviceCode,
  'urn:ietf:params:oauth:grant-type:token-exchange': tokenExchange,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': jwtBearer,
  refresh_token: pastedRefreshToken,
};

export function grantOf({ grant_type }: Pick<Profile, 'grant_type'>): Grant {
  return GRANTS[grant_type];
}
