/**
 * An OpenID provider as somebody else runs it: oidc-provider with what one test wants of it, and a person who can sign in.
 * Nothing of it comes from the demo's world but the sign-in pages.
 */
import { randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { registerPasswordGrant } from '../provider/grants/password.ts';
import { addInteractions, interactionPath } from '../provider/interactions.ts';
import { listen } from '../provider/listen.ts';

export const USER = { username: 'åse', password: 'p ss+w&rd', accountId: 'person-1' } as const;

const HOUR = 3600;

export interface OtherIdpOptions {
  readonly clients: readonly ClientMetadata[];
  /** Of the issuer, such as `/tenant` or `/tenant/`. */
  readonly path?: string;
  readonly configuration?: Configuration;
  /** Edits a good answer of the token endpoint, or has it wait. */
  readonly edit?: (answer: Record<string, unknown>) => Promise<void> | void;
}

export interface GoodToken {
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
  /** Thumbprint of the key that it is bound to. */
  readonly jkt?: string | undefined;
}

export interface OtherIdp extends AsyncDisposable {
  readonly issuer: string;
  /** Parameters of the requests to the token endpoint, oldest first. */
  readonly tokenRequests: readonly Readonly<Record<string, unknown>>[];
  /** How often a person was sent to it. */
  signIns(): number;
  /** What is known of an access token that is good; `undefined` when it is not. */
  find(token: string): Promise<GoodToken | undefined>;
}

export async function startOtherIdp(options: OtherIdpOptions): Promise<OtherIdp> {
  const path = options.path ?? '';
  const mountPath = path.replace(/\/$/, '');
  const tokenRequests: Readonly<Record<string, unknown>>[] = [];
  let signIns = 0;
  let provider: Provider | undefined;
  const { origin, close } = await listen((root) => {
    const made = new Provider(root + path, configurationOf(options, mountPath));
    provider = made;
    made.use(async (ctx, next) => {
      if (!ctx.path.startsWith(`${mountPath}/`)) return;
      ctx.mountPath = mountPath;
      ctx.path = ctx.path.slice(mountPath.length);
      if (ctx.path === '/auth') signIns += 1;
      await next();
      if (ctx.path !== '/token') return;
      const { params, client } = (ctx as KoaContextWithOIDC).oidc;
      tokenRequests.push({ ...params, client_id: client?.clientId });
      if (ctx.status === 200) await options.edit?.(ctx.body as Record<string, unknown>);
    });
    addInteractions(made, USER.accountId);
    registerPasswordGrant(made, [USER], (asked) => [...asked].join(' '));
    const answer = made.callback();
    return (request, response) => void answer(request, response);
  });
  return {
    issuer: origin + path,
    tokenRequests,
    signIns: () => signIns,
    find: async (token) =>
      (await provider?.AccessToken.find(token)) ?? (await provider?.ClientCredentials.find(token)),
    [Symbol.asyncDispose]: close,
  };
}

function configurationOf({ clients, configuration }: OtherIdpOptions, mountPath: string): Configuration {
  return {
    clients: clients.map((client) => ({ redirect_uris: [], response_types: [], ...client })),
    scopes: ['openid', 'offline_access'],
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_ctx, { uid }) => mountPath + interactionPath(uid) },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: HOUR,
      ClientCredentials: HOUR,
      IdToken: HOUR,
      RefreshToken: 24 * HOUR,
      Session: HOUR,
      Grant: 24 * HOUR,
      Interaction: HOUR,
      DeviceCode: HOUR,
    },
    ...configuration,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      ...configuration?.features,
    },
  };
}
