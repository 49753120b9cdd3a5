import { genericGrantRequest } from 'openid-client';
import type { RequestGrant } from './grant.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * RFC 8693 section 2.1. The subject token is a secret of the profile; a command such as `fob token other/dev` can be its
 * source. Other types of tokens are named in `extra_token_params`.
 */
export const tokenExchange: RequestGrant = {
  begins: 'request',
  request: async ({ config, parameters, secret, dpop }) => {
    const body = new URLSearchParams(parameters);
    body.set('subject_token', await secret('subject_token'));
    if (!body.has('subject_token_type')) body.set('subject_token_type', ACCESS_TOKEN);
    return genericGrantRequest(config, GRANT_TYPE, body, dpop === undefined ? {} : { DPoP: dpop });
  },
};
