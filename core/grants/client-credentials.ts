import { clientCredentialsGrant } from 'openid-client';
import type { Grant } from './grant.ts';

/** RFC 6749 section 4.4. */
export const clientCredentials: Grant = {
  grantType: 'client_credentials',
  unattended: true,
  request: ({ config, parameters, dpop }) =>
    clientCredentialsGrant(config, parameters, dpop === undefined ? {} : { DPoP: dpop }),
};
