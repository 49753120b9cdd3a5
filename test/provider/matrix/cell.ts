/** The cells of grants x client authentication, by name alone: what the specifications allow, and what goes beyond. */
import type { Address, ClientAuthMethod, GrantType } from '../../../shared/profile.ts';

export interface MatrixCell {
  readonly address: Address;
  readonly grantType: GrantType;
  readonly authMethod: ClientAuthMethod;
  /** Of the client's assertions. */
  readonly signingAlg?: SigningAlgorithm;
  /** Somebody has to sign in: `fob login` with the scripted browser, or `approveDevice`. */
  readonly interactive: boolean;
  /** By https with a private CA and a client certificate; the token is bound to that certificate. */
  readonly mtls: boolean;
  /** `nonce`: the IdP and its API demand a nonce in each proof. */
  readonly dpop?: 'plain' | 'nonce';
  readonly par?: 'offered' | 'required';
  /** The access token is opaque; its API asks the IdP about it (RFC 7662). */
  readonly opaque?: boolean;
  /** The token is for this resource (RFC 8707) and for no other. */
  readonly resource?: string;
}

export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

const GRANTS = [
  ['client-credentials', 'client_credentials'],
  ['password', 'password'],
  ['authorization-code', 'authorization_code'],
  ['device-code', 'urn:ietf:params:oauth:grant-type:device_code'],
  ['refresh-token', 'refresh_token'],
  ['token-exchange', 'urn:ietf:params:oauth:grant-type:token-exchange'],
  ['jwt-bearer', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
] as const satisfies readonly (readonly [string, GrantType])[];

const METHODS = [
  ['none', 'none'],
  ['client-secret-basic', 'client_secret_basic'],
  ['client-secret-post', 'client_secret_post'],
  ['client-secret-jwt', 'client_secret_jwt'],
  ['private-key-jwt-rs256', 'private_key_jwt', 'RS256'],
  ['private-key-jwt-ps256', 'private_key_jwt', 'PS256'],
  ['private-key-jwt-es256', 'private_key_jwt', 'ES256'],
  ['private-key-jwt-eddsa', 'private_key_jwt', 'EdDSA'],
  ['tls-client-auth', 'tls_client_auth'],
  ['self-signed-tls-client-auth', 'self_signed_tls_client_auth'],
] as const satisfies readonly (readonly [string, ClientAuthMethod, SigningAlgorithm?])[];

const INTERACTIVE: readonly GrantType[] = [
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
];

/** RFC 6749 section 4.4: client credentials are for confidential clients alone. */
const isAllowed = (grantType: GrantType, authMethod: ClientAuthMethod): boolean =>
  grantType !== 'client_credentials' || authMethod !== 'none';

const plainCells = GRANTS.flatMap(([service, grantType]) =>
  METHODS.filter(([, authMethod]) => isAllowed(grantType, authMethod)).map(
    ([environment, authMethod, signingAlg]): MatrixCell => ({
      address: `${service}/${environment}`,
      grantType,
      authMethod,
      ...(signingAlg === undefined ? {} : { signingAlg }),
      interactive: INTERACTIVE.includes(grantType),
      mtls: authMethod.endsWith('tls_client_auth'),
    }),
  ),
);

const CODE = { grantType: 'authorization_code', authMethod: 'none', interactive: true, mtls: false } as const;
const CLIENT = {
  grantType: 'client_credentials',
  authMethod: 'client_secret_basic',
  interactive: false,
  mtls: false,
} as const;

/** The resource that cells with `resource` name; the IdP's other tokens are for another one. */
export const OTHER_RESOURCE = 'https://orders.matrix.example/api';

const extensionCells: readonly MatrixCell[] = [
  { ...CODE, address: 'par/offered', par: 'offered' },
  { ...CODE, address: 'par/required', par: 'required' },
  {
    ...CODE,
    address: 'par/private-key-jwt',
    authMethod: 'private_key_jwt',
    signingAlg: 'PS256',
    par: 'required',
  },
  { ...CODE, address: 'dpop/authorization-code', dpop: 'plain' },
  { ...CODE, address: 'dpop/authorization-code-nonce', dpop: 'nonce' },
  { ...CODE, address: 'dpop/authorization-code-par-nonce', dpop: 'nonce', par: 'required' },
  { ...CLIENT, address: 'dpop/client-credentials', dpop: 'plain' },
  { ...CLIENT, address: 'dpop/client-credentials-nonce', dpop: 'nonce' },
  {
    ...CLIENT,
    address: 'dpop/device-code',
    grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    authMethod: 'none',
    interactive: true,
    dpop: 'plain',
  },
  { ...CLIENT, address: 'dpop/password-nonce', grantType: 'password', dpop: 'nonce' },
  { ...CLIENT, address: 'opaque/client-credentials', opaque: true },
  { ...CODE, address: 'opaque/authorization-code', opaque: true },
  { ...CLIENT, address: 'resource/client-credentials', resource: OTHER_RESOURCE },
  { ...CODE, address: 'resource/authorization-code', resource: OTHER_RESOURCE },
];

/** Every cell, each with an address of its own. */
export const MATRIX_CELLS: readonly MatrixCell[] = [...plainCells, ...extensionCells];
