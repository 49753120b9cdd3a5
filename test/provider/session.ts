import {
  applyRefreshTokenBindings,
  buildTokenResponse,
  checkDpopReplay,
  checkDpopRequired,
  checkMtlsCert,
  resolveRequestedResources,
  validateDpop,
} from 'oidc-provider/lib/helpers/grants.js';
import type { AccessToken, Grant, Provider, TokenEndpointGrantContext } from 'oidc-provider';

type Context = TokenEndpointGrantContext;

interface SessionOptions {
  readonly accountId: string;
  /** What was granted, separated by spaces. */
  readonly scope: string;
  /** The answer of a token exchange says what kind of token it is (RFC 8693 section 2.2.1). */
  readonly issuedTokenType?: string;
}

/**
 * Answers with an access token, a refresh token where the client may use one and, when `openid` was granted, an ID
 * token: the start of a session. Tokens are bound to the client's certificate or DPoP key where it has one.
 */
export async function issueSession(ctx: Context, options: SessionOptions): Promise<void> {
  const { client, params, provider } = ctx.oidc;
  const resource = await requestedResource(ctx);
  const grant = await saveGrant(ctx, options, resource?.identifier());
  const common = { ...options, client, grantId: grant.jti, gty: params.grant_type };
  const accessToken = new provider.AccessToken({
    ...common,
    ...(resource === undefined ? {} : { resourceServer: resource }),
  });
  await bind(ctx, accessToken);
  ctx.oidc.entity('AccessToken', accessToken);
  ctx.body = buildTokenResponse(provider, {
    accessToken: await accessToken.save(),
    expiresIn: accessToken.expiration,
    refreshToken: client.grantTypeAllowed('refresh_token')
      ? await refreshToken(ctx, accessToken, { ...common, resource: resource?.identifier() })
      : undefined,
    idToken: await idToken(ctx, options),
    issuedTokenType: options.issuedTokenType,
    scope: options.scope,
    tokenType: accessToken.tokenType,
  });
}

/** The one that was named, or the IdP's own where it has one. */
export async function requestedResource(
  ctx: Context,
): Promise<InstanceType<Provider['ResourceServer']> | undefined> {
  const [resource] = await resolveRequestedResources(ctx.oidc.provider, ctx);
  return resource;
}

/** RFC 8705 section 3 and RFC 9449 section 6, for clients that want it. */
async function bind(ctx: Context, token: AccessToken): Promise<void> {
  const { client, provider } = ctx.oidc;
  const certificate = checkMtlsCert(provider, ctx);
  if (certificate !== undefined) token.setThumbprint('x5t', certificate);
  const dpop = await validateDpop(provider, ctx);
  checkDpopRequired(provider, ctx, dpop);
  if (dpop === undefined) return;
  await checkDpopReplay(provider, ctx, dpop, client.clientId);
  token.setThumbprint('jkt', dpop.thumbprint);
}

async function refreshToken(
  ctx: Context,
  accessToken: AccessToken,
  properties: ConstructorParameters<Provider['RefreshToken']>[0],
): Promise<string> {
  const token = new ctx.oidc.provider.RefreshToken(properties);
  await applyRefreshTokenBindings(ctx.oidc.provider, ctx, accessToken, token);
  ctx.oidc.entity('RefreshToken', token);
  return token.save();
}

async function saveGrant(
  ctx: Context,
  { accountId, scope }: SessionOptions,
  resource: string | undefined,
): Promise<Grant> {
  const { client, provider } = ctx.oidc;
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope(scope);
  if (resource !== undefined) grant.addResourceScope(resource, scope);
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
