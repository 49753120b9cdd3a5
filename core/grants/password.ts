import { genericGrantRequest } from 'openid-client';
import type { RequestGrant } from './grant.ts';

/** RFC 6749 section 4.3. Legacy: RFC 9700 section 2.4 says not to use it; some services leave no choice. */
export const password: RequestGrant = {
  begins: 'request',
  request: async ({ config, parameters, secret, dpop }) => {
    const body = new URLSearchParams(parameters);
    body.set('username', await secret('username'));
    body.set('password', await secret('password'));
    return genericGrantRequest(config, 'password', body, dpop === undefined ? {} : { DPoP: dpop });
  },
};
