import { buildTokenResponse } from 'oidc-provider/lib/helpers/grants.js';
import type { Provider } from 'oidc-provider';
import { requestedResource } from '../session.ts';

/**
 * Client credentials (RFC 6749 section 4.4) as an IdP answers that grants more scope than was asked for and says so.
 * oidc-provider's own handler only ever grants what was asked for.
 */
export function registerClientCredentials(
  provider: Provider,
  grantedScope: (requested: ReadonlySet<string>) => string,
): void {
  provider.registerGrantType(
    'client_credentials',
    async (ctx) => {
      const { client, requestParamScopes } = ctx.oidc;
      const token = new provider.ClientCredentials({
        client,
        scope: grantedScope(requestParamScopes),
        resourceServer: await requestedResource(ctx),
      });
      ctx.oidc.entity('ClientCredentials', token);
      ctx.body = buildTokenResponse(provider, {
        accessToken: await token.save(),
        expiresIn: token.expiration,
        scope: token.scope,
        tokenType: token.tokenType,
      });
    },
    ['scope', 'resource'],
  );
}
