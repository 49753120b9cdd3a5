import type { EnvironmentEntry } from '../../../shared/profile.ts';
import { registerClientCredentialsWithRefresh } from '../grants/client-credentials-with-refresh.ts';
import { startIdp } from '../idp.ts';
import type { Idp, IdpClient } from '../idp.ts';
import { canary, lifetime, scopeGranter } from '../parts.ts';
import type { ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';
import { speakGuardian } from './salus-guardian.ts';

const SCOPE = 'sls:idn';
const TOKEN_PATH = '/token';
const DAY_SECONDS = 24 * 60 * 60;

const ENVIRONMENTS = [
  { id: 'dev', tier: 'dev', method: 'client_secret_basic', discovery: true },
  // Written by hand, because a profile may name its endpoints instead of an issuer.
  { id: 'beta', tier: 'test', method: 'client_secret_post', discovery: false },
  { id: 'prod', tier: 'prod', method: 'client_secret_basic', discovery: true },
] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/**
 * SALUS Developer API: three Guardian IdPs with keys and clients of their own, JSON bodies at the token endpoint, and
 * a refresh token with client credentials. Their tokens differ in issuer and key alone.
 */
export async function startSalus(start: ServiceStart): Promise<StartedService> {
  const environments = await Promise.all(ENVIRONMENTS.map((each) => startEnvironment(start, each)));
  return {
    entry: {
      id: 'salus',
      name: 'SALUS Developer API',
      defaults: {
        grant_type: 'client_credentials',
        token_endpoint_auth_method: 'client_secret_basic',
        token_request_encoding: 'json',
        scope: SCOPE,
        client_secret: { from: 'vault' },
      },
      environments: environments.map(({ entry }) => entry),
    },
    secrets: environments.map(({ secret }) => secret),
    idps: environments.map(({ idp }) => idp),
    resourceServers: environments.map(({ address, server }) => ({ address, server })),
  };
}

async function startEnvironment(start: ServiceStart, { id, tier, method, discovery }: Environment) {
  const address = `salus/${id}` as const;
  const secret = canary(address, 'client_secret');
  const { seconds, members } = lifetime(start, address, 3600);
  const metadata = {
    client_id: `client_${id}_333`,
    client_secret: secret.value,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials', 'refresh_token'],
  };
  const idp = await startGuardian(start, address, { metadata, accessTokenSeconds: seconds });
  const server = await startResourceServer({
    idp,
    path: '/v1/company',
    missing: ({ scope }) => (scope === SCOPE ? undefined : `the scope ${SCOPE}`),
  });
  const entry: EnvironmentEntry = {
    id,
    tier,
    ...endpoints(idp, discovery),
    client_id: metadata.client_id,
    ...(method === 'client_secret_basic' ? {} : { token_endpoint_auth_method: method }),
    ...members,
  };
  return { address, entry, secret, idp, server };
}

function endpoints(idp: Idp, discovery: boolean): Partial<EnvironmentEntry> {
  return discovery ? { issuer: idp.issuer } : { token_endpoint: idp.tokenEndpoint, jwks_uri: idp.jwksUri };
}

function startGuardian({ log }: ServiceStart, id: string, client: IdpClient): Promise<Idp> {
  return startIdp(
    {
      id,
      issuerPath: '',
      routes: { token: TOKEN_PATH, jwks: '/.well-known/jwks.json' },
      algorithm: 'RS256',
      clients: [client],
      audience: 'https://developer-api.salus.example',
      scopes: [SCOPE],
      refreshTokenSeconds: DAY_SECONDS,
      rotate: false,
      claims: () => ({ role: 'company_owner' }),
      customize: (provider) => {
        speakGuardian(provider, TOKEN_PATH);
        registerClientCredentialsWithRefresh(provider, scopeGranter([], [SCOPE]));
      },
    },
    log,
  );
}
