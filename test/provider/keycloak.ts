import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { registerClientCredentials } from './grants/client-credentials.ts';
import { registerPasswordGrant } from './grants/password.ts';
import type { User } from './grants/password.ts';
import { startIdp } from './idp.ts';
import type { Idp } from './idp.ts';
import type { IdpClient } from './idp-options.ts';
import { scopeGranter } from './parts.ts';
import type { TokenRequest } from './token-log.ts';

const TOKEN_PATH = '/protocol/openid-connect/token';
const AUTHORIZATION_PATH = '/protocol/openid-connect/auth';
const SCOPES = ['audience', 'microprofile-jwt', 'email', 'profile'];

export interface RealmOptions {
  /** The first address that the realm serves. */
  readonly id: string;
  readonly issuerPath: string;
  readonly audience: string;
  readonly clients: readonly IdpClient[];
  readonly users: readonly User[];
  readonly role: string;
  readonly refreshTokenSeconds: number;
  /** The `sub` of who signs in on the realm's pages. */
  readonly person?: string;
}

/** A Keycloak realm: password and client credentials grants, refresh tokens that can be used once, Keycloak's answers. */
export function startRealm(options: RealmOptions, log: TokenRequest[]): Promise<Idp> {
  const granted = scopeGranter(SCOPES, ['openid', ...SCOPES]);
  const realm = {
    ...options,
    routes: {
      token: TOKEN_PATH,
      jwks: '/protocol/openid-connect/certs',
      authorization: AUTHORIZATION_PATH,
    },
    algorithm: 'RS256' as const,
    scopes: SCOPES,
    rotate: true,
    claims: (_subject: string, clientId: string) => ({
      typ: 'Bearer',
      azp: clientId,
      realm_access: { roles: [options.role] },
    }),
    customize: (provider: Provider) => {
      registerPasswordGrant(provider, options.users, granted);
      registerClientCredentials(provider, granted);
      askForDefaultScopes(provider, granted);
      addKeycloakMembers(provider, options.refreshTokenSeconds);
    },
  };
  return startIdp(realm, log);
}

/** A client's default scopes count as asked for, in an authorization request too. */
function askForDefaultScopes(provider: Provider, granted: (requested: ReadonlySet<string>) => string): void {
  provider.use((ctx, next) => {
    if (ctx.path !== AUTHORIZATION_PATH) return next();
    const asked = new Set(new URLSearchParams(ctx.querystring).get('scope')?.split(' '));
    ctx.query = { ...ctx.query, scope: granted(asked) };
    return next();
  });
}

/** The members that Keycloak adds to a token response. Without a refresh token `refresh_expires_in` is 0, not absent. */
function addKeycloakMembers(provider: Provider, refreshTokenSeconds: number): void {
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== TOKEN_PATH || ctx.status !== 200) return;
    const { entities } = (ctx as KoaContextWithOIDC).oidc;
    const session = entities.RefreshToken?.grantId;
    ctx.body = {
      ...(ctx.body as object),
      refresh_expires_in: session === undefined ? 0 : refreshTokenSeconds,
      'not-before-policy': 0,
      ...(session === undefined ? {} : { session_state: session }),
    };
  });
}
