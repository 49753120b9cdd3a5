import type { Conversation } from './conversation.ts';
import type { Json } from './json.ts';

/** Paths below the issuer, by what the metadata call them. */
export const PATHS = {
  authorization_endpoint: '/authorize',
  token_endpoint: '/token',
  device_authorization_endpoint: '/device/authorize',
  pushed_authorization_request_endpoint: '/par',
  userinfo_endpoint: '/userinfo',
  introspection_endpoint: '/introspect',
  revocation_endpoint: '/revoke',
  jwks_uri: '/jwks',
} as const;

/** RFC 8414 section 2, as a good IdP fills it in. */
export function metadataOf({ places }: Pick<Conversation, 'places'>): Json {
  const endpoints = Object.entries(PATHS).map(([name, path]) => [name, places.issuer + path]);
  return {
    issuer: places.issuer,
    ...(Object.fromEntries(endpoints) as Json),
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    grant_types_supported: [
      'authorization_code',
      'client_credentials',
      'password',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: ['ES256', 'EdDSA', 'RS256', 'PS256'],
    authorization_response_iss_parameter_supported: true,
  };
}
