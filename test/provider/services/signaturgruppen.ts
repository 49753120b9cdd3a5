import { generateKeyPairSync } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import type { EnvironmentEntry } from '../../../shared/profile.ts';
import { startIdp } from '../idp.ts';
import type { IdpClient } from '../idp-options.ts';
import { publicJwk } from '../keys.ts';
import { canary, lifetime } from '../parts.ts';
import type { DemoSecret, ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';

const SCOPE = 'broker.api';
const KEY_ID = 'api-client-key-1';

/** Each environment has its own way for a client to show who it is, and its own signing algorithm. */
const ENVIRONMENTS = [
  { id: 'test', tier: 'test', method: 'client_secret_post', algorithm: 'PS256', extra: '' },
  // What a form must escape, and so the Basic header too (RFC 6749 section 2.3.1).
  { id: 'prod', tier: 'prod', method: 'client_secret_basic', algorithm: 'ES256', extra: '%+/&=: ~' },
  { id: 'key', tier: 'test', method: 'private_key_jwt', algorithm: 'RS256', extra: '' },
] as const;
type Environment = (typeof ENVIRONMENTS)[number];

/**
 * Signaturgruppen Broker: service tokens by client credentials for 3600 seconds, without a refresh token. A client has a
 * shared secret, or an RSA key pair whose public half it has uploaded.
 */
export async function startSignaturgruppen(start: ServiceStart): Promise<StartedService> {
  const environments = await Promise.all(ENVIRONMENTS.map((each) => startEnvironment(start, each)));
  return {
    entry: {
      id: 'signaturgruppen',
      name: 'Signaturgruppen Broker',
      defaults: { grant_type: 'client_credentials', scope: SCOPE },
      environments: environments.map(({ entry }) => entry),
    },
    secrets: environments.map(({ secret }) => secret),
    idps: environments.map(({ idp }) => idp),
    resourceServers: environments.map(({ address, server }) => ({ address, server })),
  };
}

async function startEnvironment(start: ServiceStart, environment: Environment) {
  const { id, tier, algorithm } = environment;
  const address = `signaturgruppen/${id}` as const;
  const { secret, registered, members } = credentials(environment);
  const { seconds, members: refresh } = lifetime(start, address, 3600);
  const metadata = {
    client_id: `api-client-${id}`,
    grant_types: ['client_credentials'],
    ...registered,
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
    ...members,
    ...refresh,
  };
  return { address, entry, secret, idp, server };
}

interface Credentials {
  readonly secret: DemoSecret;
  /** What the broker knows of it. */
  readonly registered: Omit<ClientMetadata, 'client_id'>;
  /** What the profile says of it. */
  readonly members: Partial<EnvironmentEntry>;
}

function credentials({ id, method, extra }: Environment): Credentials {
  const address = `signaturgruppen/${id}` as const;
  if (method !== 'private_key_jwt') {
    const secret = canary(address, 'client_secret', extra);
    return {
      secret,
      registered: { token_endpoint_auth_method: method, client_secret: secret.value },
      members: { token_endpoint_auth_method: method, client_secret: { from: 'vault' } },
    };
  }
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const value = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    secret: { address, member: 'private_key', value },
    registered: {
      token_endpoint_auth_method: method,
      jwks: { keys: [publicJwk(publicKey, { kid: KEY_ID, alg: 'RS256' })] },
    },
    members: {
      token_endpoint_auth_method: method,
      token_endpoint_auth_signing_alg: 'RS256',
      private_key: { from: 'vault' },
      private_key_id: KEY_ID,
    },
  };
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
