/** Both sides of each cell: what the IdP registers of a client, and what the client's profile says. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ClientMetadata, JWK } from 'oidc-provider';
import type { Address, EnvironmentEntry, SecretMember } from '../../../shared/profile.ts';
import { clientTls } from '../client-tls.ts';
import type { ClientTls } from '../client-tls.ts';
import { publicJwk } from '../keys.ts';
import { LOOPBACK_REDIRECT } from '../parts.ts';
import { selfSigned } from '../tls/certificates.ts';
import type { Identity } from '../tls/certificates.ts';
import type { CertificateFolder } from '../tls/certificate-folder.ts';
import type { MatrixCell, SigningAlgorithm } from './cell.ts';

/** Who signs in, by password, on the pages, or in somebody's assertion. */
export const PERSON = {
  username: 'matrix-person',
  password: 'matrix-password',
  accountId: 'matrix-person-1',
};

export const SCOPE = 'openid offline_access api';

export interface MatrixSecret {
  readonly address: Address;
  readonly member: SecretMember;
  readonly value: string;
}

export interface Party {
  readonly cell: MatrixCell;
  readonly clientId: string;
  readonly registered: ClientMetadata;
  /** Without `id` and `issuer`. */
  readonly members: Omit<EnvironmentEntry, 'id'>;
  readonly secrets: readonly MatrixSecret[];
  /** Checks the assertions of a JWT bearer grant (RFC 7523 section 2.1). */
  readonly assertionKey?: KeyObject;
  readonly tls?: ClientTls;
}

const VAULT = { from: 'vault' } as const;

export const clientIdOf = ({ address }: MatrixCell): string => `matrix:${address}`;

export async function partyOf(cell: MatrixCell, folder: CertificateFolder): Promise<Party> {
  const authentication = await authenticationOf(cell, folder);
  const grant = grantOf(cell, authentication);
  const clientId = clientIdOf(cell);
  const parts = [authentication, grant];
  return {
    cell,
    clientId,
    registered: {
      client_id: clientId,
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: cell.authMethod,
      ...(cell.signingAlg === undefined ? {} : { id_token_signed_response_alg: cell.signingAlg }),
      ...(cell.dpop === undefined ? {} : { dpop_bound_access_tokens: true }),
      ...(cell.mtls ? { tls_client_certificate_bound_access_tokens: true } : {}),
      ...(cell.par === 'required' ? { require_pushed_authorization_requests: true } : {}),
      ...authentication.registered,
      ...grant.registered,
    },
    members: {
      grant_type: cell.grantType,
      client_id: clientId,
      token_endpoint_auth_method: cell.authMethod,
      // An IdP that has no part in the person's session grants no offline access.
      scope: cell.grantType === 'client_credentials' ? 'api' : SCOPE,
      ...(cell.dpop === undefined ? {} : { dpop: true }),
      ...(cell.resource === undefined ? {} : { resource: cell.resource }),
      ...authentication.members,
      ...grant.members,
    },
    secrets: parts.flatMap(({ secrets }) => secrets.map((secret) => ({ address: cell.address, ...secret }))),
    ...(grant.assertionKey === undefined ? {} : { assertionKey: grant.assertionKey }),
    ...(authentication.tls === undefined ? {} : { tls: authentication.tls }),
  };
}

/** One part of a cell: the client's authentication, or its grant. */
interface Part {
  readonly registered: Omit<ClientMetadata, 'client_id'>;
  readonly members: Partial<EnvironmentEntry>;
  readonly secrets: readonly Omit<MatrixSecret, 'address'>[];
  /** A key pair the client has for its authentication. */
  readonly pair?: KeyPair;
  readonly assertionKey?: KeyObject;
  readonly tls?: ClientTls;
}

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const NOTHING: Part = { registered: {}, members: {}, secrets: [] };

async function authenticationOf(cell: MatrixCell, folder: CertificateFolder): Promise<Part> {
  switch (cell.authMethod) {
    case 'none':
      return NOTHING;
    case 'client_secret_basic':
    case 'client_secret_post':
    case 'client_secret_jwt':
      return bySecret(canary(cell, 'client_secret'));
    case 'private_key_jwt':
      return byKey(cell.signingAlg ?? 'RS256');
    case 'tls_client_auth':
      return byCertificate(cell, folder, false);
    case 'self_signed_tls_client_auth':
      return byCertificate(cell, folder, true);
  }
}

function bySecret(value: string): Part {
  return {
    registered: { client_secret: value },
    members: { client_secret: VAULT },
    secrets: [{ member: 'client_secret', value }],
  };
}

function byKey(alg: SigningAlgorithm): Part {
  const pair = keyPair(alg);
  const kid = `matrix-${alg.toLowerCase()}`;
  return {
    registered: {
      token_endpoint_auth_signing_alg: alg,
      jwks: { keys: [publicJwk(pair.publicKey, { kid, alg })] },
    },
    members: { token_endpoint_auth_signing_alg: alg, private_key: VAULT, private_key_id: kid },
    secrets: [{ member: 'private_key', value: pem(pair.privateKey) }],
    pair,
  };
}

async function byCertificate(cell: MatrixCell, folder: CertificateFolder, own: boolean): Promise<Part> {
  const name = cell.address.replace('/', '-');
  const options = { commonName: name, organization: 'Matrix', purpose: 'client' } as const;
  const identity = own ? selfSigned(options) : folder.authority.issue(options);
  const files = await folder.write(name, identity);
  return {
    registered: own
      ? { jwks: { keys: [certificateJwk(identity)] } }
      : { tls_client_auth_subject_dn: identity.subject },
    members: { tls: { ca: folder.caFile, ...files } },
    secrets: [],
    tls: clientTls(folder.authority.certificate, identity),
  };
}

function grantOf(cell: MatrixCell, { pair }: Part): Part {
  const { grantType } = cell;
  switch (grantType) {
    case 'client_credentials':
      return withGrants([grantType]);
    case 'password':
      return withGrants([grantType, 'refresh_token'], {
        members: { username: VAULT, password: VAULT },
        secrets: [
          { member: 'username', value: PERSON.username },
          { member: 'password', value: PERSON.password },
        ],
      });
    case 'authorization_code':
      return withGrants([grantType, 'refresh_token'], {
        registered: {
          response_types: ['code'],
          redirect_uris: [LOOPBACK_REDIRECT],
          application_type: 'native',
        },
        members: { redirect_uri: LOOPBACK_REDIRECT, par: PAR[cell.par ?? 'no'] },
      });
    case 'refresh_token':
      return withGrants([grantType], { members: { refresh_token: VAULT } });
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return withGrants([grantType, 'refresh_token']);
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      return withGrants([grantType], { members: { subject_token: VAULT } });
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return byAssertion(pair);
  }
}

/** `offered`: by itself, because the IdP's metadata name the endpoint. */
const PAR = { no: 'never', offered: 'auto', required: 'auto' } as const;

/** A client that authenticates by a key signs its grant's assertion with the same one; others have a key for it. */
function byAssertion(pair: KeyPair | undefined): Part {
  const grant = ['urn:ietf:params:oauth:grant-type:jwt-bearer'];
  if (pair !== undefined) return { ...withGrants(grant), assertionKey: pair.publicKey };
  const { publicKey, privateKey } = keyPair('ES256');
  return {
    ...withGrants(grant, {
      members: { private_key: VAULT },
      secrets: [{ member: 'private_key', value: pem(privateKey) }],
    }),
    assertionKey: publicKey,
  };
}

const withGrants = (grant_types: string[], part: Partial<Part> = {}): Part => ({
  ...NOTHING,
  ...part,
  registered: { grant_types, ...part.registered },
});

function certificateJwk({ der, publicKey }: Identity): JWK {
  return { ...(publicKey.export({ format: 'jwk' }) as JWK), x5c: [der.toString('base64')] };
}

function keyPair(alg: SigningAlgorithm): KeyPair {
  switch (alg) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
    case 'PS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Unique, named for what it is, and with what an encoding may get wrong. */
function canary({ address }: MatrixCell, member: SecretMember): string {
  return `canary-${address.replace('/', '-')}-${member}-${randomBytes(9).toString('hex')} %+/&=:~`;
}
