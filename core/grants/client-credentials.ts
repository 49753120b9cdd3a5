import { clientCredentialsGrant } from 'openid-client';
import type { RequestGrant } from './grant.ts';

/** RFC 6749 section 4.4. */
export const clientCredentials: RequestGrant = {
  begins: 'request',
  request: ({ config, parameters, dpop }) =>
    clientCredentialsGrant(config, parameters, dpop === undefined ? {} : { DPoP: dpop }),
};
