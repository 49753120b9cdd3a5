import { errors, Provider } from 'oidc-provider';
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { signingKeys } from './keys.ts';
import type { Algorithm } from './keys.ts';
import { listen } from './listen.ts';
import { memoryStores } from './store.ts';
import { logTokenRequests } from './token-log.ts';
import type { TokenRequest } from './token-log.ts';

const DAY_SECONDS = 24 * 60 * 60;

export interface IdpClient {
  /** As registered; `redirect_uris` and `response_types` are empty unless given. */
  readonly metadata: ClientMetadata;
  readonly accessTokenSeconds: number;
}

export interface IdpOptions {
  /** The first address it serves, such as `salus/dev`. */
  readonly id: string;
  /** Path of the issuer below its origin, such as `/realms/test`, or nothing. */
  readonly issuerPath: string;
  /** Paths below the issuer. */
  readonly routes: { readonly token: string; readonly jwks: string };
  readonly algorithm: Algorithm;
  readonly clients: readonly IdpClient[];
  /** The API that its access tokens are for: their `aud`, and the scopes that it knows. */
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly refreshTokenSeconds: number;
  /** Whether each refresh answers a new refresh token and spends the old one. */
  readonly rotate: boolean;
  /** More claims of access tokens. */
  readonly claims: (subject: string, clientId: string) => Record<string, unknown>;
  /** Adds grants, and what makes this IdP's answers its own. */
  readonly customize: (provider: Provider) => void;
}

export interface Idp {
  readonly id: string;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly algorithm: Algorithm;
  readonly audience: string;
  readonly close: () => Promise<void>;
}

/** Starts one IdP with keys of its own on a free port of this machine. */
export async function startIdp(options: IdpOptions, log: TokenRequest[]): Promise<Idp> {
  const { id, issuerPath, routes, algorithm, audience } = options;
  // Environments of one service share the key's name, so that only its signature tells their tokens apart.
  const jwks = await signingKeys(algorithm, `${id.split('/')[0] ?? id}-1`);
  const { origin, close } = await listen((ownOrigin) => {
    const provider = new Provider(ownOrigin + issuerPath, { ...configuration(options), jwks });
    logTokenRequests(provider, id, issuerPath + routes.token, log);
    mount(provider, issuerPath);
    options.customize(provider);
    const answer = provider.callback();
    return (request, response) => void answer(request, response);
  });
  const issuer = origin + issuerPath;
  return {
    id,
    issuer,
    tokenEndpoint: issuer + routes.token,
    jwksUri: issuer + routes.jwks,
    algorithm,
    audience,
    close,
  };
}

/** oidc-provider routes from the root; an issuer with a path takes it off first. */
function mount(provider: Provider, path: string): void {
  provider.use((ctx, next) => {
    if (!ctx.path.startsWith(`${path}/`)) return undefined;
    ctx.mountPath = path;
    ctx.path = ctx.path.slice(path.length);
    return next();
  });
}

function configuration(options: IdpOptions): Configuration {
  const { algorithm, clients, routes, refreshTokenSeconds, rotate, scopes } = options;
  return {
    adapter: memoryStores(),
    routes: { ...routes },
    clients: clients.map(({ metadata }) => ({
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: algorithm,
      ...metadata,
    })),
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', ...scopes],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    extraTokenClaims: (_ctx, token) =>
      options.claims(token.kind === 'AccessToken' ? token.accountId : '', token.clientId ?? ''),
    rotateRefreshToken: rotate,
    clockTolerance: 0,
    ttl: {
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? DAY_SECONDS,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? DAY_SECONDS,
      IdToken: 300,
      RefreshToken: refreshTokenSeconds,
      Grant: DAY_SECONDS,
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: resourceIndicators(options),
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
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
