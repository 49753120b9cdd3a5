import { errors } from 'oidc-provider';
import type { EnvironmentEntry } from '../../../shared/profile.ts';
import { registerClientCredentialsWithRefresh } from '../grants/client-credentials-with-refresh.ts';
import { startIdp } from '../idp.ts';
import type { Idp } from '../idp.ts';
import type { IdpClient } from '../idp-options.ts';
import { canary, lifetime, LOOPBACK_REDIRECT, scopeGranter } from '../parts.ts';
import type { DemoSecret, ServiceStart, StartedResource, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';
import { answerLikeGuardian, speakGuardian } from './salus-guardian.ts';

const SCOPE = 'sls:idn';
const ROUTES = { token: '/token', jwks: '/.well-known/jwks.json', authorization: '/authorize' } as const;
const DAY_SECONDS = 24 * 60 * 60;
const VAULT = { from: 'vault' } as const;

const ENVIRONMENTS = [
  { id: 'dev', tier: 'dev', method: 'client_secret_basic', discovery: true, user: 'client_secret_basic' },
  // Written by hand, because a profile may name its endpoints instead of an issuer.
  { id: 'beta', tier: 'test', method: 'client_secret_post', discovery: false, user: 'none' },
  { id: 'prod', tier: 'prod', method: 'client_secret_basic', discovery: true, user: undefined },
] as const;
type Environment = (typeof ENVIRONMENTS)[number];
type UserEnvironment = Extract<Environment, { id: 'dev' | 'beta' }>;

/**
 * SALUS Developer API: three Guardian IdPs with keys and clients of their own, JSON bodies at the token endpoint, and
 * a refresh token with client credentials. Their tokens differ in issuer and key alone. People sign in as well: at dev
 * with a confidential client, at beta with a public one.
 */
export async function startSalus(start: ServiceStart): Promise<StartedService> {
  const started = await Promise.all(ENVIRONMENTS.map((each) => startEnvironment(start, each)));
  return {
    entry: {
      id: 'salus',
      name: 'SALUS Developer API',
      defaults: { token_request_encoding: 'json', scope: SCOPE },
      environments: started.flatMap(({ entries }) => entries),
    },
    secrets: started.flatMap(({ secrets }) => secrets),
    idps: started.map(({ idp }) => idp),
    resourceServers: started.flatMap(({ resourceServers }) => resourceServers),
  };
}

/** A client of a Guardian IdP: what is registered of it, and what a profile says of it. */
interface Client {
  readonly address: StartedResource['address'];
  readonly registered: IdpClient;
  readonly secret?: DemoSecret;
  readonly entry: (idp: Idp) => EnvironmentEntry;
}

async function startEnvironment(start: ServiceStart, environment: Environment) {
  const service = serviceClient(start, environment);
  const clients = environment.user === undefined ? [service] : [service, userClient(start, environment)];
  const idp = await startGuardian(
    start,
    service.address,
    clients.map(({ registered }) => registered),
  );
  const server = await startResourceServer({
    idp,
    path: '/v1/company',
    missing: ({ scope }) => (scope === SCOPE ? undefined : `the scope ${SCOPE}`),
  });
  return {
    idp,
    entries: clients.map(({ entry }) => entry(idp)),
    secrets: clients.flatMap(({ secret }) => secret ?? []),
    resourceServers: clients.map(({ address }) => ({ address, server })),
  };
}

function serviceClient(start: ServiceStart, { id, tier, method, discovery }: Environment): Client {
  const address = `salus/${id}` as const;
  const secret = canary(address, 'client_secret');
  const { seconds, members } = lifetime(start, address, 3600);
  const metadata = {
    client_id: `client_${id}_333`,
    client_secret: secret.value,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials', 'refresh_token'],
  };
  return {
    address,
    secret,
    registered: { metadata, accessTokenSeconds: seconds },
    entry: (idp) => ({
      id,
      tier,
      ...(discovery ? { issuer: idp.issuer } : byHand(idp)),
      grant_type: 'client_credentials',
      client_id: metadata.client_id,
      token_endpoint_auth_method: method,
      client_secret: VAULT,
      ...members,
    }),
  };
}

function userClient(start: ServiceStart, { id, tier, user }: UserEnvironment): Client {
  const address = `salus/${id}-user` as const;
  const secret = user === 'none' ? undefined : canary(address, 'client_secret');
  const { seconds, members } = lifetime(start, address, DAY_SECONDS);
  const metadata = {
    client_id: `client_${id}_user`,
    token_endpoint_auth_method: user,
    ...(secret === undefined ? {} : { client_secret: secret.value }),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code' as const],
    redirect_uris: [LOOPBACK_REDIRECT],
    application_type: 'native' as const,
  };
  return {
    address,
    ...(secret === undefined ? {} : { secret }),
    registered: { metadata, accessTokenSeconds: seconds },
    entry: (idp) => ({
      id: `${id}-user`,
      tier,
      authorization_endpoint: idp.authorizationEndpoint,
      ...byHand(idp),
      grant_type: 'authorization_code',
      client_id: metadata.client_id,
      token_endpoint_auth_method: user,
      ...(secret === undefined ? {} : { client_secret: VAULT }),
      redirect_uri: LOOPBACK_REDIRECT,
      extra_authorization_params: { request_scope: 'idtoken+email' },
      ...members,
    }),
  };
}

const byHand = ({ tokenEndpoint, jwksUri }: Idp) => ({ token_endpoint: tokenEndpoint, jwks_uri: jwksUri });

function startGuardian({ log }: ServiceStart, id: string, clients: readonly IdpClient[]): Promise<Idp> {
  return startIdp(
    {
      id,
      issuerPath: '',
      routes: ROUTES,
      algorithm: 'RS256',
      clients,
      audience: 'https://developer-api.salus.example',
      scopes: [SCOPE],
      refreshTokenSeconds: DAY_SECONDS,
      rotate: false,
      claims: () => ({ role: 'company_owner' }),
      person: 'salus-person-1',
      authorizationParameters: { request_scope: demandRequestScope },
      customize: (provider) => {
        speakGuardian(provider, ROUTES.token);
        answerLikeGuardian(provider);
        registerClientCredentialsWithRefresh(provider, scopeGranter([], [SCOPE]));
      },
    },
    log,
  );
}

/** So that a client which loses its extra parameters on the way is found out. */
function demandRequestScope(_ctx: unknown, value: string | undefined): void {
  if (value === undefined) throw new errors.InvalidRequest('Missing parameter: request_scope');
}
