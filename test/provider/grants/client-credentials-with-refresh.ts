import type { Provider } from 'oidc-provider';
import { issueSession } from '../session.ts';

/**
 * Client credentials that answer a refresh token too, which RFC 6749 section 4.4.3 says an IdP should not do and
 * SALUS Guardian does. The client itself is the account of the session.
 */
export function registerClientCredentialsWithRefresh(
  provider: Provider,
  grantedScope: (requested: ReadonlySet<string>) => string,
): void {
  provider.registerGrantType(
    'client_credentials',
    (ctx) =>
      issueSession(ctx, {
        accountId: ctx.oidc.client.clientId,
        scope: grantedScope(ctx.oidc.requestParamScopes),
      }),
    ['scope', 'resource'],
  );
}
