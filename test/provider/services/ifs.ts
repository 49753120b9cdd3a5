import type { EnvironmentEntry } from '../../../shared/profile.ts';
import type { IdpClient } from '../idp-options.ts';
import { startRealm } from '../keycloak.ts';
import { canary, lifetime, LOOPBACK_REDIRECT } from '../parts.ts';
import type { DemoSecret, ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';

const PASSWORD = 'ifs/test';
const BATCH = 'ifs/test-batch';
const USER = 'ifs/user';
const SECONDS = 180;
const VAULT = { from: 'vault' } as const;

/**
 * IFS Cloud: its IAM is a Keycloak realm with access tokens for 180 seconds and refresh tokens for 1800 that can be
 * used once. One client signs a person in by password, one in the browser, and one runs a batch job; the last gets no
 * refresh token, as is Keycloak's default for client credentials.
 */
export async function startIfs(start: ServiceStart): Promise<StartedService> {
  const secrets = {
    user: canary(PASSWORD, 'client_secret'),
    username: canary(PASSWORD, 'username'),
    password: canary(PASSWORD, 'password'),
    batch: canary(BATCH, 'client_secret'),
  };
  const idp = await startRealm(
    {
      id: PASSWORD,
      issuerPath: '/auth/realms/ifstest',
      audience: 'https://ifs.example/main',
      clients: registered(start, secrets.user, secrets.batch),
      users: [
        { username: secrets.username.value, password: secrets.password.value, accountId: 'ifs-user-1' },
      ],
      role: 'ifs-user',
      refreshTokenSeconds: 1800,
      person: 'ifs-user-2',
    },
    start.log,
  );
  const server = await startResourceServer({
    idp,
    path: '/main/ifsapplications/projection/v1/CustomersHandling.svc/CustomerInfoSet',
    missing: ({ scope }) => (String(scope).split(' ').includes('microprofile-jwt') ? undefined : 'its scope'),
  });
  return {
    entry: {
      id: 'ifs',
      name: 'IFS Cloud',
      defaults: { tier: 'test', issuer: idp.issuer },
      environments: environments(start),
    },
    secrets: Object.values(secrets),
    idps: [idp],
    resourceServers: ([PASSWORD, BATCH, USER] as const).map((address) => ({ address, server })),
  };
}

function registered(start: ServiceStart, user: DemoSecret, batch: DemoSecret): IdpClient[] {
  return [
    {
      metadata: {
        client_id: 'IFS_aurena',
        client_secret: user.value,
        grant_types: ['password', 'refresh_token'],
      },
      accessTokenSeconds: lifetime(start, PASSWORD, SECONDS).seconds,
    },
    {
      metadata: { client_id: 'IFS_batch', client_secret: batch.value, grant_types: ['client_credentials'] },
      accessTokenSeconds: lifetime(start, BATCH, SECONDS).seconds,
    },
    {
      metadata: {
        client_id: 'IFS_developer',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [LOOPBACK_REDIRECT],
        application_type: 'native',
      },
      accessTokenSeconds: lifetime(start, USER, SECONDS).seconds,
    },
  ];
}

function environments(start: ServiceStart): EnvironmentEntry[] {
  const bySecret = { token_endpoint_auth_method: 'client_secret_post', client_secret: VAULT } as const;
  return [
    {
      id: 'test',
      grant_type: 'password',
      client_id: 'IFS_aurena',
      ...bySecret,
      username: VAULT,
      password: VAULT,
      scope: 'openid',
      ...lifetime(start, PASSWORD, SECONDS).members,
    },
    {
      id: 'test-batch',
      grant_type: 'client_credentials',
      client_id: 'IFS_batch',
      ...bySecret,
      ...lifetime(start, BATCH, SECONDS).members,
    },
    {
      id: 'user',
      grant_type: 'authorization_code',
      client_id: 'IFS_developer',
      token_endpoint_auth_method: 'none',
      redirect_uri: LOOPBACK_REDIRECT,
      scope: 'openid',
      ...lifetime(start, USER, SECONDS).members,
    },
  ];
}
