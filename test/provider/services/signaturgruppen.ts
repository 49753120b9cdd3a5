import type { EnvironmentEntry } from '../../../shared/profile.ts';
import { startIdp } from '../idp.ts';
import type { IdpClient } from '../idp.ts';
import { canary, lifetime } from '../parts.ts';
import type { ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';

const SCOPE = 'broker.api';

/** Each environment has its own way for a client to show its secret, and its own signing algorithm. */
const ENVIRONMENTS = [
  { id: 'test', tier: 'test', method: 'client_secret_post', algorithm: 'PS256', extra: '' },
  // What a form must escape, and so the Basic header too (RFC 6749 section 2.3.1).
  { id: 'prod', tier: 'prod', method: 'client_secret_basic', algorithm: 'ES256', extra: '%+/&=: ~' },
] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/** Signaturgruppen Broker: service tokens by client credentials for 3600 seconds, without a refresh token. */
export async function startSignaturgruppen(start: ServiceStart): Promise<StartedService> {
  const environments = await Promise.all(ENVIRONMENTS.map((each) => startEnvironment(start, each)));
  return {
    entry: {
      id: 'signaturgruppen',
      name: 'Signaturgruppen Broker',
      defaults: { grant_type: 'client_credentials', scope: SCOPE, client_secret: { from: 'vault' } },
      environments: environments.map(({ entry }) => entry),
    },
    secrets: environments.map(({ secret }) => secret),
    idps: environments.map(({ idp }) => idp),
    resourceServers: environments.map(({ address, server }) => ({ address, server })),
  };
}

async function startEnvironment(start: ServiceStart, { id, tier, method, algorithm, extra }: Environment) {
  const address = `signaturgruppen/${id}` as const;
  const secret = canary(address, 'client_secret', extra);
  const { seconds, members } = lifetime(start, address, 3600);
  const metadata = {
    client_id: `api-client-${id}`,
    client_secret: secret.value,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials'],
  };
  const idp = await startBroker(start, address, algorithm, { metadata, accessTokenSeconds: seconds });
  const server = await startResourceServer({
    idp,
    path: '/data',
    missing: ({ scope }) => (scope === SCOPE ? undefined : `the scope ${SCOPE}`),
  });
  const entry: EnvironmentEntry = {
    id,
    tier,
    issuer: idp.issuer,
    client_id: metadata.client_id,
    token_endpoint_auth_method: method,
    ...members,
  };
  return { address, entry, secret, idp, server };
}

/** Its grant is oidc-provider's own: it grants the scope that was asked for. */
function startBroker(
  { log }: ServiceStart,
  id: string,
  algorithm: Environment['algorithm'],
  client: IdpClient,
) {
  return startIdp(
    {
      id,
      issuerPath: '',
      routes: { token: '/oauth2/token', jwks: '/oauth2/jwks' },
      algorithm,
      clients: [client],
      audience: 'https://broker.example/api',
      scopes: [SCOPE],
      refreshTokenSeconds: 3600,
      rotate: true,
      claims: () => ({}),
      customize: () => undefined,
    },
    log,
  );
}
