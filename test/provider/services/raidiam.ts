import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { EnvironmentEntry } from '../../../shared/profile.ts';
import { clientTls } from '../client-tls.ts';
import { startIdp } from '../idp.ts';
import type { IdpClient } from '../idp-options.ts';
import { publicJwk } from '../keys.ts';
import { lifetime } from '../parts.ts';
import type { ServiceStart, StartedService } from '../parts.ts';
import { startResourceServer } from '../resource-server.ts';

const CERTIFICATE = 'raidiam/sandbox';
const KEY = 'raidiam/sandbox-key';
const KEY_ID = 'raidiam-signing-1';
const SCOPE = 'directory:software';
const ALGORITHM = 'PS256';
const SECONDS = 900;

/**
 * Raidiam: discovery with `mtls_endpoint_aliases`, a private CA, and a transport certificate on every call. A client
 * shows who it is by that certificate at the alias (`tls_client_auth`) or by a signed assertion at the plain endpoint
 * (`private_key_jwt`); either way its tokens are bound to the certificate, and the API compares it with the connection's.
 */
export async function startRaidiam(start: ServiceStart): Promise<StartedService> {
  const { certificates, log } = start;
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const transports = {
    certificate: await transport(start, 'sandbox'),
    key: await transport(start, 'sandbox-key'),
  };
  const lifetimes = {
    certificate: lifetime(start, CERTIFICATE, SECONDS),
    key: lifetime(start, KEY, SECONDS),
  };
  const tls = { server: certificates.server(), ca: certificates.authority.certificate };
  const idp = await startIdp(
    {
      id: CERTIFICATE,
      issuerPath: '',
      routes: { token: '/token', jwks: '/jwks' },
      algorithm: ALGORITHM,
      clients: [
        certificateClient(transports.certificate.identity.subject, lifetimes.certificate.seconds),
        keyClient(signing.publicKey, lifetimes.key.seconds),
      ],
      audience: 'https://matls-api.raidiam.example',
      scopes: [SCOPE],
      refreshTokenSeconds: SECONDS,
      rotate: true,
      claims: () => ({}),
      customize: () => undefined,
      tls,
    },
    log,
  );
  const server = await startResourceServer({
    idp,
    path: '/organisations',
    missing: ({ scope }) => (scope === SCOPE ? undefined : `the scope ${SCOPE}`),
    tls,
  });
  const { caFile } = certificates;
  const environments: EnvironmentEntry[] = [
    {
      id: 'sandbox',
      client_id: 'raidiam-app-1',
      token_endpoint_auth_method: 'tls_client_auth',
      tls: { ca: caFile, ...transports.certificate.files },
      ...lifetimes.certificate.members,
    },
    {
      id: 'sandbox-key',
      client_id: 'raidiam-app-2',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: ALGORITHM,
      private_key: { from: 'vault' },
      private_key_id: KEY_ID,
      tls: { ca: caFile, ...transports.key.files },
      ...lifetimes.key.members,
    },
  ];
  const privateKey = signing.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    entry: {
      id: 'raidiam',
      name: 'Raidiam',
      defaults: { tier: 'test', issuer: idp.issuer, grant_type: 'client_credentials', scope: SCOPE },
      environments,
    },
    secrets: [{ address: KEY, member: 'private_key', value: privateKey }],
    idps: [idp],
    resourceServers: [
      { address: CERTIFICATE, server, tls: clientTls(tls.ca, transports.certificate.identity) },
      { address: KEY, server, tls: clientTls(tls.ca, transports.key.identity) },
    ],
  };
}

/** What an organisation downloads from the directory: a certificate of its CA, as files. */
async function transport({ certificates }: ServiceStart, name: string) {
  const identity = certificates.authority.issue({
    commonName: `transport-${name}`,
    organization: 'Demo Organisation',
    purpose: 'client',
  });
  return { identity, files: await certificates.write(`raidiam-${name}`, identity) };
}

const BOUND = {
  grant_types: ['client_credentials'],
  tls_client_certificate_bound_access_tokens: true,
};

const certificateClient = (subject: string, accessTokenSeconds: number): IdpClient => ({
  metadata: {
    ...BOUND,
    client_id: 'raidiam-app-1',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: subject,
  },
  accessTokenSeconds,
});

const keyClient = (publicKey: KeyObject, accessTokenSeconds: number): IdpClient => ({
  metadata: {
    ...BOUND,
    client_id: 'raidiam-app-2',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: ALGORITHM,
    jwks: { keys: [publicJwk(publicKey, { kid: KEY_ID, alg: ALGORITHM })] },
  },
  accessTokenSeconds,
});
