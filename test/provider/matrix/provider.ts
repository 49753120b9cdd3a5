import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { errors, Provider } from 'oidc-provider';
import type { Configuration, JWKS, KoaContextWithOIDC } from 'oidc-provider';
import { registerJwtBearer } from '../grants/jwt-bearer.ts';
import { registerPasswordGrant } from '../grants/password.ts';
import { registerTokenExchange } from '../grants/token-exchange.ts';
import { addInteractions, interactionPath, renderError } from '../interactions.ts';
import { publicHalf } from '../keys.ts';
import type { Handler } from '../listen.ts';
import { mtlsFeature } from '../mutual-tls.ts';
import { memoryStores } from '../store.ts';
import { shownClientAuth } from '../token-log.ts';
import type { MatrixCell, SigningAlgorithm } from './cell.ts';
import { OTHER_RESOURCE } from './cell.ts';
import { PERSON, SCOPE } from './party.ts';
import type { Party } from './party.ts';

/** The resource that all tokens are for but those of cells with `resource` or `opaque`. */
export const AUDIENCE = 'https://api.matrix.example';

const SECONDS = 300;
const DAY_SECONDS = 24 * 60 * 60;

export interface MatrixProvider {
  readonly handler: Handler;
  /** A refresh token as a person would paste it, from a session that began elsewhere. */
  readonly pastedRefreshToken: (party: Party) => Promise<string>;
  /** An access token of somebody else's client, for a token exchange. */
  readonly subjectToken: () => Promise<string>;
}

/** The client that the API asks about opaque tokens as. */
export const API_CLIENT = { client_id: 'matrix-api', client_secret: randomBytes(16).toString('hex') };

export function makeProvider(issuer: string, parties: readonly Party[], jwks: JWKS): MatrixProvider {
  const byClient = new Map(parties.map((party) => [party.clientId, party]));
  const cellOf = (clientId: string | undefined) => byClient.get(clientId ?? '')?.cell;
  const provider = new Provider(issuer, { ...configuration(parties, cellOf, issuer), jwks });
  const keys = createLocalJWKSet(publicHalf(jwks) as JSONWebKeySet);
  insistOnRegisteredMethod(provider);
  addInteractions(provider, PERSON.accountId);
  registerPasswordGrant(provider, [PERSON], () => SCOPE);
  registerJwtBearer(
    provider,
    (clientId) => {
      const key = byClient.get(clientId)?.assertionKey;
      return key === undefined ? undefined : { key, subjects: [PERSON.accountId] };
    },
    'api',
  );
  registerTokenExchange(
    provider,
    async (token) => {
      const verified = await jwtVerify(token, keys, { issuer, typ: 'at+jwt' }).catch(() => undefined);
      return verified?.payload.sub;
    },
    'api',
  );
  const answer = provider.callback();
  return {
    handler: (request, response) => void answer(request, response),
    pastedRefreshToken: (party) => pastedRefreshToken(provider, party),
    subjectToken: () => subjectToken(issuer, jwks),
  };
}

type CellOf = (clientId: string | undefined) => MatrixCell | undefined;

function configuration(parties: readonly Party[], cellOf: CellOf, issuer: string): Configuration {
  return {
    adapter: memoryStores(),
    clients: [
      ...parties.map(({ registered }) => registered),
      { ...API_CLIENT, redirect_uris: [], response_types: [], grant_types: [] },
    ],
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'api'],
    clientAuthMethods: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      ...(issuer.startsWith('https:') ? (['tls_client_auth', 'self_signed_tls_client_auth'] as const) : []),
    ],
    // RFC 7523 and the audience injection attacks: the issuer as a string, alone.
    assertJwtClientAuthClaimsAndHeader: (_ctx, { aud }) => {
      if (aud !== issuer) throw new errors.InvalidClientAuth('the audience must be the issuer alone');
    },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, name: 'Matrix Person' }) }),
    interactions: { url: (_ctx, { uid }) => interactionPath(uid) },
    renderError,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    pkce: { required: () => true },
    clockTolerance: 0,
    ttl: {
      AccessToken: SECONDS,
      ClientCredentials: SECONDS,
      DeviceCode: 600,
      IdToken: SECONDS,
      Interaction: 600,
      RefreshToken: DAY_SECONDS,
      Grant: DAY_SECONDS,
      Session: DAY_SECONDS,
    },
    features: features(cellOf, issuer),
  };
}

function features(cellOf: CellOf, issuer: string): NonNullable<Configuration['features']> {
  const page = (text: string) => (ctx: KoaContextWithOIDC, form?: string) => {
    ctx.type = 'html';
    ctx.body = `<!doctype html><title>${text}</title><h1>${text}</h1>${form ?? ''}`;
  };
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    deviceFlow: {
      enabled: true,
      charset: 'base-20',
      mask: '****-****',
      userCodeInputSource: page('Enter the code'),
      userCodeConfirmSource: page('Is this the code on your device?'),
      successSource: page('Signed in'),
    },
    dPoP: {
      enabled: true,
      nonceSecret: randomBytes(32),
      requireNonce: ({ oidc }) => cellOf(oidc.client?.clientId)?.dpop === 'nonce',
    },
    introspection: { enabled: true, allowedPolicy: () => true },
    ...(issuer.startsWith('https:') ? { mTLS: mtlsFeature } : {}),
    pushedAuthorizationRequests: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, { clientId }) => (cellOf(clientId)?.opaque === true ? [] : AUDIENCE),
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, resource, { clientId }) => resourceServer(resource, cellOf(clientId)),
    },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: page('Sign out?'),
      postLogoutSuccessSource: page('Signed out'),
    },
    userinfo: { enabled: true },
  };
}

function resourceServer(resource: string, cell: MatrixCell | undefined) {
  const known = cell?.resource === undefined ? AUDIENCE : OTHER_RESOURCE;
  if (resource !== known) throw new errors.InvalidTarget();
  const alg: SigningAlgorithm = cell?.signingAlg ?? 'RS256';
  return {
    audience: resource,
    scope: 'openid offline_access api',
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: SECONDS,
    jwt: { sign: { alg } },
  };
}

/** A secret by post from a client that is registered for Basic would prove nothing about Basic. */
function insistOnRegisteredMethod(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx as Partial<KoaContextWithOIDC>;
    const registered = oidc?.client?.clientAuthMethod;
    const isBackChannel = ctx.method === 'POST' && BACK_CHANNEL.includes(oidc?.route ?? '');
    if (!isBackChannel || registered === undefined || ctx.status >= 400) return;
    const shown = shownClientAuth({
      ...(oidc === undefined ? {} : { oidc }),
      get: (field) => ctx.get(field),
    });
    if (shown === registered) return;
    ctx.status = 401;
    ctx.body = { error: 'invalid_client', error_description: `registered for ${registered}, used ${shown}` };
  });
}

const BACK_CHANNEL = [
  'token',
  'pushed_authorization_request',
  'device_authorization',
  'revocation',
  'introspection',
];

async function pastedRefreshToken(provider: Provider, { clientId, cell }: Party): Promise<string> {
  const client = await provider.Client.find(clientId);
  if (client === undefined) throw new Error(`no client ${clientId}`);
  const grant = new provider.Grant({ accountId: PERSON.accountId, clientId });
  grant.addOIDCScope(SCOPE);
  grant.addResourceScope(AUDIENCE, SCOPE);
  const token = new provider.RefreshToken({
    client,
    accountId: PERSON.accountId,
    grantId: await grant.save(),
    gty: cell.grantType,
    scope: SCOPE,
    resource: AUDIENCE,
  });
  return token.save();
}

async function subjectToken(issuer: string, { keys }: JWKS): Promise<string> {
  const jwk = keys.find((key) => 'alg' in key && key.alg === 'RS256');
  if (jwk === undefined) throw new Error('the IdP has no RS256 key');
  return new SignJWT({ scope: 'api', client_id: 'somebody-else' })
    .setProtectedHeader({ alg: 'RS256', kid: String(jwk.kid), typ: 'at+jwt' })
    .setIssuer(issuer)
    .setSubject(PERSON.accountId)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime('1h')
    .setJti(randomBytes(9).toString('hex'))
    .sign(jwk as Parameters<SignJWT['sign']>[0]);
}
