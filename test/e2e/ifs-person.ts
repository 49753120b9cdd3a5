import { startRealm } from '../provider/keycloak.ts';
import { LOOPBACK_REDIRECT } from '../provider/parts.ts';
import { startResourceServer } from '../provider/resource-server.ts';

export const IFS_PERSON = {
  namespace: 'ifsperson',
  client_id: 'IFS_portal',
  client_secret: 'canary-ifs-portal-secret',
} as const;

export interface IfsPerson extends AsyncDisposable {
  /** Its SYSTEM_URL. */
  readonly origin: string;
  /** What to call with a token. */
  readonly api: string;
}

/** An IFS Cloud whose IAM client signs people in and has a secret, as the documentation has it; the demo's is public. */
export async function startIfsPerson(): Promise<IfsPerson> {
  const { namespace, client_id, client_secret } = IFS_PERSON;
  const metadata = {
    client_id,
    client_secret,
    token_endpoint_auth_method: 'client_secret_post' as const,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code' as const],
    redirect_uris: [LOOPBACK_REDIRECT],
    application_type: 'native' as const,
  };
  const idp = await startRealm(
    {
      id: 'ifs/test',
      issuerPath: `/auth/realms/${namespace}`,
      audience: 'https://ifs.example/main',
      clients: [{ metadata, accessTokenSeconds: 180 }],
      users: [],
      role: 'ifs-user',
      refreshTokenSeconds: 1800,
      person: 'ifs-person-2',
    },
    [],
  );
  const server = await startResourceServer({ idp, path: '/main/projection', missing: () => undefined });
  return {
    origin: new URL(idp.issuer).origin,
    api: server.url,
    async [Symbol.asyncDispose]() {
      await Promise.all([idp.close(), server.close()]);
    },
  };
}
