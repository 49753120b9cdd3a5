import type { SecretMember } from '../../shared/profile.ts';

/** What each secret member of a profile is called on screen. */
export const SECRET_NAMES: Record<SecretMember, string> = {
  client_secret: 'Client secret',
  username: 'User name',
  password: 'Password',
  private_key: 'Private key',
  refresh_token: 'Refresh token',
  subject_token: 'subject token',
  'tls.key': 'Key of the client certificate',
  'tls.passphrase': 'Passphrase of the key',
};
