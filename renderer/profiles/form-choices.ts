import type { ClientAuthMethod, GrantType } from '../../shared/profile.ts';

/** The grants and client authentications that the form offers; all settings of a service can name more. */
export const FORM_GRANT_TYPES = [
  'client_credentials',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'password',
] as const satisfies readonly GrantType[];
export const FORM_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'client_secret_jwt',
  'none',
] as const satisfies readonly ClientAuthMethod[];
export type FormGrantType = (typeof FORM_GRANT_TYPES)[number];
export type FormAuthMethod = (typeof FORM_AUTH_METHODS)[number];

export const FORM_ENCODINGS = ['form', 'json'] as const;
