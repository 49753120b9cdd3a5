/** From what the file says of one environment to a profile with everything decided. */
import type {
  ClientAuthMethod,
  EnvironmentEntry,
  Profile,
  ProfileMembers,
  OwnSecretMember,
  ServiceEntry,
} from '../../shared/profile.ts';

const DEFAULT_EARLY_MS = 60_000;
const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

export type Resolution =
  | { readonly profile: Profile }
  /** What is missing, and the member it is about when there is one. */
  | { readonly problem: string; readonly member?: string };

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
  if (client_id === undefined) return { problem: '"client_id" is missing' };
  if (grant_type === undefined) return { problem: '"grant_type" is missing' };
  if (members.issuer === undefined && members.token_endpoint === undefined) {
    return { problem: 'either "issuer" or "token_endpoint" is needed' };
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
      refresh: { auto: members.refresh?.auto ?? true, earlyMs: durationMs(members.refresh?.early) },
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

function durationMs(text: string | undefined): number {
  if (text === undefined) return DEFAULT_EARLY_MS;
  return Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS];
}
