import { buildTokenResponse, resolveRequestedResources } from 'oidc-provider/lib/helpers/grants.js';
import type { Grant, Provider, TokenEndpointGrantContext } from 'oidc-provider';

type Context = TokenEndpointGrantContext;

interface SessionOptions {
  readonly accountId: string;
  /** What was granted, separated by spaces. */
  readonly scope: string;
}

/** Answers with an access token, a refresh token and, when `openid` was granted, an ID token: the start of a session. */
export async function issueSession(ctx: Context, options: SessionOptions): Promise<void> {
  const { client, params, provider } = ctx.oidc;
  const resource = await requestedResource(ctx);
  const grant = await saveGrant(ctx, options, resource.identifier());
  const common = { ...options, client, grantId: grant.jti, gty: params.grant_type };
  const accessToken = new provider.AccessToken({ ...common, resourceServer: resource });
  const refreshToken = new provider.RefreshToken({ ...common, resource: resource.identifier() });
  ctx.oidc.entity('RefreshToken', refreshToken);
  ctx.body = buildTokenResponse(provider, {
    accessToken: await accessToken.save(),
    expiresIn: accessToken.expiration,
    refreshToken: await refreshToken.save(),
    idToken: await idToken(ctx, options),
    scope: options.scope,
    tokenType: accessToken.tokenType,
  });
}

/** Each IdP protects one API, so that this is the one that was named or the IdP's own. */
export async function requestedResource(ctx: Context): Promise<InstanceType<Provider['ResourceServer']>> {
  const [resource] = await resolveRequestedResources(ctx.oidc.provider, ctx);
  if (resource === undefined) throw new Error('the IdP has no default resource');
  return resource;
}

async function saveGrant(
  ctx: Context,
  { accountId, scope }: SessionOptions,
  resource: string,
): Promise<Grant> {
  const { client, provider } = ctx.oidc;
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope(scope);
  grant.addResourceScope(resource, scope);
  await grant.save();
  ctx.oidc.entity('Grant', grant);
  return grant;
}

async function idToken(ctx: Context, { accountId, scope }: SessionOptions): Promise<string | undefined> {
  if (!scope.split(' ').includes('openid')) return undefined;
  const token = new ctx.oidc.provider.IdToken({ sub: accountId }, { ctx });
  // Without its scope the provider leaves out even the subject.
  return Object.assign(token, { scope }).issue({ use: 'idtoken' });
}
