import { errors } from 'oidc-provider';
import type { Provider } from 'oidc-provider';
import { issueSession } from '../session.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * RFC 8693 section 2.1: an access token of somebody becomes one of the client's, for the same person. `subjectOf` answers
 * whose a token is, or `undefined` for a token that is none of the IdP's.
 */
export function registerTokenExchange(
  provider: Provider,
  subjectOf: (token: string) => Promise<string | undefined>,
  scope: string,
): void {
  provider.registerGrantType<{ subject_token?: string; subject_token_type?: string }>(
    'urn:ietf:params:oauth:grant-type:token-exchange',
    async (ctx) => {
      const { subject_token, subject_token_type } = ctx.oidc.params;
      if (subject_token === undefined) throw new errors.InvalidRequest('Missing parameter: subject_token');
      if (subject_token_type !== ACCESS_TOKEN)
        throw new errors.InvalidRequest('The subject token must be an access token');
      const accountId = await subjectOf(subject_token);
      // RFC 8693 section 2.2.2.
      if (accountId === undefined) throw new errors.InvalidRequest('The subject token is not valid');
      await issueSession(ctx, { accountId, scope, issuedTokenType: ACCESS_TOKEN });
    },
    ['subject_token', 'subject_token_type', 'requested_token_type', 'audience', 'scope', 'resource'],
  );
}
