/** From what the file says of one environment to a profile with everything decided. */
import type {
  ClientAuthMethod,
  EnvironmentEntry,
  Profile,
  ProfileMembers,
  OwnSecretMember,
  ServiceEntry,
} from '../../shared/profile.ts';
import { durationMs } from './duration.ts';

export type Resolution =
  | { readonly profile: Profile }
  /** What is missing, and the member it is about. */
  | { readonly problem: string; readonly member: string };

const SECRET_AUTH_METHODS: readonly ClientAuthMethod[] = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
];

/** Puts an environment's own members over its service's defaults; whole members, never parts of one. */
export function mergeMembers(service: ServiceEntry, environment: EnvironmentEntry): ProfileMembers {
  // With `delete` in its place each object would take several times the memory, and the time of all who copy it.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- it is what is left out
  const { id, ...own } = environment;
  return { ...service.defaults, ...own };
}

/** Decides everything the file leaves open. Says what is missing instead of guessing it. */
export function resolveProfile(service: ServiceEntry, environment: EnvironmentEntry): Resolution {
  const members = mergeMembers(service, environment);
  const { grant_type, client_id } = members;
  if (client_id === undefined) return { problem: '"client_id" is missing', member: 'client_id' };
  if (grant_type === undefined) return { problem: '"grant_type" is missing', member: 'grant_type' };
  if (members.issuer === undefined && members.token_endpoint === undefined) {
    return { problem: 'either "issuer" or "token_endpoint" is needed', member: 'issuer' };
  }
  const token_endpoint_auth_method = members.token_endpoint_auth_method ?? defaultAuthMethod(members);
  return {
    profile: {
      ...members,
      ...vaultReferences(neededSecrets({ ...members, grant_type, token_endpoint_auth_method }), members),
      address: `${service.id}/${environment.id}`,
      service: service.id,
      serviceName: service.name ?? service.id,
      environment: environment.id,
      tier: members.tier ?? 'dev',
      grant_type,
      client_id,
      token_endpoint_auth_method,
      token_request_encoding: members.token_request_encoding ?? 'form',
      refresh: refreshPolicy(members.refresh),
    },
  };
}

/**
 * RFC 7591 section 2: `client_secret_basic` is the default of a client that has a secret, and RFC 6749 section 4.4 lets
 * none but such a client use its own credentials as the grant.
 */
function defaultAuthMethod(members: ProfileMembers): ClientAuthMethod {
  if (members.client_secret !== undefined) return 'client_secret_basic';
  if (members.private_key !== undefined) return 'private_key_jwt';
  if (members.tls?.cert !== undefined || members.tls?.pfx !== undefined) return 'none';
  return members.grant_type === 'client_credentials' ? 'client_secret_basic' : 'none';
}

function neededSecrets(
  profile: Pick<Profile, 'grant_type' | 'token_endpoint_auth_method'>,
): readonly OwnSecretMember[] {
  const needed: OwnSecretMember[] = [];
  if (SECRET_AUTH_METHODS.includes(profile.token_endpoint_auth_method)) needed.push('client_secret');
  if (profile.token_endpoint_auth_method === 'private_key_jwt') needed.push('private_key');
  if (profile.grant_type === 'password') needed.push('username', 'password');
  if (profile.grant_type === 'refresh_token') needed.push('refresh_token');
  return needed;
}

/** A secret that the profile needs and says nothing about is expected in the vault. */
function vaultReferences(
  needed: readonly OwnSecretMember[],
  members: ProfileMembers,
): Partial<Pick<ProfileMembers, OwnSecretMember>> {
  const absent = needed.filter((member) => members[member] === undefined);
  return Object.fromEntries(absent.map((member) => [member, { from: 'vault' }]));
}

function refreshPolicy(refresh: ProfileMembers['refresh']): Profile['refresh'] {
  const auto = refresh?.auto ?? true;
  return refresh?.early === undefined ? { auto } : { auto, earlyMs: durationMs(refresh.early) };
}
