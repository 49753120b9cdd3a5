import { startRealm } from '../keycloak.ts';
import { canary, lifetime } from '../parts.ts';
import type { ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';

const ADDRESS = 'compliance/test';
const ROLE = 'assessor';

/**
 * Compliance Assessment Service: Keycloak, password grant with a client secret, access tokens for 300 seconds, a new
 * refresh token at each refresh. Its API asks for a role.
 */
export async function startCompliance(start: ServiceStart): Promise<StartedService> {
  const clientSecret = canary(ADDRESS, 'client_secret');
  const username = canary(ADDRESS, 'username');
  const password = canary(ADDRESS, 'password');
  const { seconds, members } = lifetime(start, ADDRESS, 300);
  const metadata = {
    client_id: 'compliance-cli',
    client_secret: clientSecret.value,
    token_endpoint_auth_method: 'client_secret_post' as const,
    grant_types: ['password', 'refresh_token'],
  };
  const idp = await startRealm(
    {
      id: ADDRESS,
      issuerPath: '/realms/compliance',
      audience: 'https://compliance.example/api',
      clients: [{ metadata, accessTokenSeconds: seconds }],
      users: [{ username: username.value, password: password.value, accountId: 'assessor-1' }],
      role: ROLE,
      refreshTokenSeconds: 1800,
    },
    start.log,
  );
  const server = await startResourceServer({ idp, path: '/api/assessments', missing: missingRole });
  const environment = {
    id: 'test',
    tier: 'test' as const,
    issuer: idp.issuer,
    grant_type: 'password' as const,
    client_id: metadata.client_id,
    token_endpoint_auth_method: metadata.token_endpoint_auth_method,
    client_secret: { from: 'vault' as const },
    username: { from: 'vault' as const },
    password: { from: 'vault' as const },
    ...members,
  };
  return {
    entry: { id: 'compliance', name: 'Compliance Assessment Service', environments: [environment] },
    secrets: [clientSecret, username, password],
    idps: [idp],
    resourceServers: [{ address: ADDRESS, server }],
  };
}

function missingRole(claims: Readonly<Record<string, unknown>>): string | undefined {
  const access = claims.realm_access as { readonly roles?: readonly string[] } | undefined;
  return access?.roles?.includes(ROLE) === true ? undefined : `the role ${ROLE}`;
}
