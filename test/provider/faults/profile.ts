import type { EnvironmentEntry, SecretMember } from '../../../shared/profile.ts';
import type { Conversation } from './conversation.ts';
import type { FaultFlow } from './fault.ts';
import { OWN_GRANT } from './tokens.ts';

const VAULT = { from: 'vault' } as const;

export interface FaultProfile {
  readonly entry: EnvironmentEntry;
  readonly secrets: readonly { readonly member: SecretMember; readonly value: string }[];
}

/** The profile with which a client meets a fault, and what it expects in the vault. */
export function entryOf(conversation: Conversation, caFile: string): FaultProfile {
  const { fault, clientId, places } = conversation;
  const grantType = GRANT_TYPES[fault.flow];
  const members: EnvironmentEntry = {
    id: fault.id.toLowerCase(),
    tier: 'test',
    issuer: places.issuer,
    grant_type: grantType,
    client_id: clientId,
    token_endpoint_auth_method: 'client_secret_basic',
    scope: grantType === 'client_credentials' ? 'api' : 'openid',
    par: 'never',
    ...(grantType === 'authorization_code' ? { redirect_uri: 'http://127.0.0.1/callback' } : {}),
    ...(places.issuer.startsWith('https:') ? { tls: { ca: caFile } } : {}),
    ...fault.profile,
  };
  const secrets = secretsOf(conversation, members);
  const references = Object.fromEntries(secrets.map(({ member }) => [member, VAULT] as const));
  return { entry: { ...members, ...references }, secrets };
}

/** What the profile says; a refresh needs a session first. */
const GRANT_TYPES = {
  ...OWN_GRANT,
  refresh_token: 'password',
} as Readonly<Record<FaultFlow, NonNullable<EnvironmentEntry['grant_type']>>>;

function secretsOf(
  { clientSecret, keys }: Conversation,
  { grant_type, token_endpoint_auth_method }: EnvironmentEntry,
): FaultProfile['secrets'] {
  const key = keys.rsa2.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const authentication =
    token_endpoint_auth_method === 'none'
      ? []
      : token_endpoint_auth_method === 'private_key_jwt'
        ? [{ member: 'private_key', value: key } as const]
        : [{ member: 'client_secret', value: clientSecret } as const];
  const person = [
    { member: 'username', value: 'person' },
    { member: 'password', value: clientSecret },
  ] as const;
  return [...authentication, ...(grant_type === 'password' ? person : [])];
}
