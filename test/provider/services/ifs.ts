import { startRealm } from '../keycloak.ts';
import { canary, lifetime } from '../parts.ts';
import type { ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';

const USER = 'ifs/test';
const BATCH = 'ifs/test-batch';
const SECONDS = 180;
const VAULT = { from: 'vault' } as const;

/**
 * IFS Cloud: its IAM is a Keycloak realm with access tokens for 180 seconds and refresh tokens for 1800 that can be
 * used once. One client signs a person in, the other a batch job; the latter gets no refresh token, as is Keycloak's
 * default for client credentials.
 */
export async function startIfs(start: ServiceStart): Promise<StartedService> {
  const userSecret = canary(USER, 'client_secret');
  const username = canary(USER, 'username');
  const password = canary(USER, 'password');
  const batchSecret = canary(BATCH, 'client_secret');
  const user = lifetime(start, USER, SECONDS);
  const batch = lifetime(start, BATCH, SECONDS);
  const idp = await startRealm(
    {
      id: USER,
      issuerPath: '/auth/realms/ifstest',
      audience: 'https://ifs.example/main',
      clients: [
        {
          metadata: {
            client_id: 'IFS_aurena',
            client_secret: userSecret.value,
            grant_types: ['password', 'refresh_token'],
          },
          accessTokenSeconds: user.seconds,
        },
        {
          metadata: {
            client_id: 'IFS_batch',
            client_secret: batchSecret.value,
            grant_types: ['client_credentials'],
          },
          accessTokenSeconds: batch.seconds,
        },
      ],
      users: [{ username: username.value, password: password.value, accountId: 'ifs-user-1' }],
      role: 'ifs-user',
      refreshTokenSeconds: 1800,
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
      defaults: {
        tier: 'test',
        issuer: idp.issuer,
        token_endpoint_auth_method: 'client_secret_post',
        client_secret: VAULT,
      },
      environments: [
        {
          id: 'test',
          grant_type: 'password',
          client_id: 'IFS_aurena',
          username: VAULT,
          password: VAULT,
          scope: 'openid',
          ...user.members,
        },
        { id: 'test-batch', grant_type: 'client_credentials', client_id: 'IFS_batch', ...batch.members },
      ],
    },
    secrets: [userSecret, username, password, batchSecret],
    idps: [idp],
    resourceServers: [
      { address: USER, server },
      { address: BATCH, server },
    ],
  };
}
