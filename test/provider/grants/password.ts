import { errors } from 'oidc-provider';
import type { Provider } from 'oidc-provider';
import { issueSession } from '../session.ts';

export interface User {
  readonly username: string;
  readonly password: string;
  /** The `sub` of this user's tokens. */
  readonly accountId: string;
}

/** Keycloak answers 401 here, although RFC 6749 section 5.2 says 400. */
class InvalidUserCredentials extends errors.OIDCProviderError {
  override readonly error_description = 'Invalid user credentials';

  constructor() {
    super(401, 'invalid_grant');
  }
}

/** The resource owner password credentials grant (RFC 6749 section 4.3), which oidc-provider leaves to its user. */
export function registerPasswordGrant(
  provider: Provider,
  users: readonly User[],
  grantedScope: (requested: ReadonlySet<string>) => string,
): void {
  provider.registerGrantType<{ username?: string; password?: string }>(
    'password',
    async (ctx) => {
      const { username, password } = ctx.oidc.params;
      if (username === undefined) throw new errors.InvalidRequest('Missing parameter: username');
      const user = users.find((each) => each.username === username && each.password === password);
      if (user === undefined) throw new InvalidUserCredentials();
      await issueSession(ctx, {
        accountId: user.accountId,
        scope: grantedScope(ctx.oidc.requestParamScopes),
      });
    },
    ['username', 'password', 'scope', 'resource'],
  );
}
