import { errors } from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { IdpOptions } from './idp-options.ts';
import { interactionPath, renderError } from './interactions.ts';
import { mtlsFeature } from './mutual-tls.ts';
import { memoryStores } from './store.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** One service's IdP as oidc-provider is told of it. `aliasOrigin` is where its endpoints for mutual TLS are. */
export function idpConfiguration(options: IdpOptions, aliasOrigin: string | undefined): Configuration {
  const { routes, refreshTokenSeconds, rotate, scopes, issuerPath } = options;
  return {
    adapter: memoryStores(),
    routes: { ...routes },
    clients: registeredClients(options),
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', ...scopes],
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
      ...(aliasOrigin === undefined ? [] : (['tls_client_auth'] as const)),
    ],
    extraParams: options.authorizationParameters ?? [],
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    extraTokenClaims: (_ctx, token) =>
      options.claims(token.kind === 'AccessToken' ? token.accountId : '', token.clientId ?? ''),
    interactions: { url: (_ctx, { uid }) => issuerPath + interactionPath(uid) },
    renderError,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: rotate,
    clockTolerance: 0,
    ttl: {
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? DAY_SECONDS,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? DAY_SECONDS,
      IdToken: 300,
      RefreshToken: refreshTokenSeconds,
      Grant: DAY_SECONDS,
      Interaction: 600,
      Session: DAY_SECONDS,
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      ...(aliasOrigin === undefined ? {} : { mTLS: atAlias(aliasOrigin) }),
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: resourceIndicators(options),
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    ...(aliasOrigin === undefined
      ? {}
      : {
          discovery: { mtls_endpoint_aliases: { token_endpoint: aliasOrigin + issuerPath + routes.token } },
        }),
  };
}

function registeredClients({ clients, algorithm }: IdpOptions): Configuration['clients'] {
  return clients.map(({ metadata }) => ({
    redirect_uris: [],
    response_types: [],
    id_token_signed_response_alg: algorithm,
    ...metadata,
  }));
}

/** A certificate alone says who a client is at the alias only; so a client that does not look for aliases is found out. */
function atAlias(aliasOrigin: string) {
  return {
    ...mtlsFeature,
    certificateAuthorized: (ctx: KoaContextWithOIDC) =>
      mtlsFeature.certificateAuthorized(ctx) && new URL(ctx.href).origin === aliasOrigin,
  };
}

/** Signed JWTs as access tokens, for the one API that this IdP protects. */
function resourceIndicators({ audience, scopes, algorithm, clients }: IdpOptions) {
  return {
    enabled: true,
    defaultResource: () => audience,
    useGrantedResource: () => true,
    getResourceServerInfo: (
      _ctx: KoaContextWithOIDC,
      resource: string,
      { clientId }: { readonly clientId: string },
    ) => {
      if (resource !== audience) throw new errors.InvalidTarget();
      const client = clients.find(({ metadata }) => metadata.client_id === clientId);
      return {
        audience,
        scope: ['openid', ...scopes].join(' '),
        accessTokenFormat: 'jwt' as const,
        accessTokenTTL: client?.accessTokenSeconds ?? DAY_SECONDS,
        jwt: { sign: { alg: algorithm } },
      };
    },
  };
}
