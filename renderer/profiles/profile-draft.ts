import type {
  ClientAuthMethod,
  EnvironmentEntry,
  GrantType,
  ProfilesFile,
  Tier,
} from '../../shared/profile.ts';

/** The grants and client authentications that the form offers; a profile file can name more. */
export const FORM_GRANT_TYPES = [
  'client_credentials',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'password',
] as const satisfies readonly GrantType[];
export const FORM_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'none',
] as const satisfies readonly ClientAuthMethod[];
export const FORM_ENCODINGS = ['form', 'json'] as const;

/** What the form holds. Never a secret: those go to the vault by `secrets.set`. */
export interface ProfileDraft {
  readonly service: string;
  readonly serviceName: string;
  readonly environment: string;
  readonly tier: Tier;
  readonly source: 'issuer' | 'token_endpoint';
  readonly url: string;
  /** Where a sign-in begins, for a token endpoint without discovery: the endpoint that {@link startEndpoint} names. */
  readonly startUrl: string;
  readonly grantType: (typeof FORM_GRANT_TYPES)[number];
  readonly clientId: string;
  readonly authMethod: (typeof FORM_AUTH_METHODS)[number];
  readonly scope: string;
  /** Where the browser comes back to; empty for any free port of this machine. */
  readonly redirectUri: string;
  readonly encoding: (typeof FORM_ENCODINGS)[number];
}

export const EMPTY_DRAFT: ProfileDraft = {
  service: '',
  serviceName: '',
  environment: '',
  tier: 'dev',
  source: 'issuer',
  url: '',
  startUrl: '',
  grantType: 'client_credentials',
  clientId: '',
  authMethod: 'client_secret_basic',
  scope: '',
  redirectUri: '',
  encoding: 'form',
};

export type DraftProblems = Partial<Record<keyof ProfileDraft, string>>;

const ID = /^[a-z0-9][a-z0-9-]*$/;

/** The endpoint besides the token endpoint that a sign-in needs, and that nobody can discover. */
export function startEndpoint({
  grantType,
  source,
}: Pick<ProfileDraft, 'grantType' | 'source'>):
  'authorization_endpoint' | 'device_authorization_endpoint' | undefined {
  if (source === 'issuer') return undefined;
  if (grantType === 'authorization_code') return 'authorization_endpoint';
  return grantType === 'urn:ietf:params:oauth:grant-type:device_code'
    ? 'device_authorization_endpoint'
    : undefined;
}

/** What is plainly missing or wrong, by field. The host checks the rest. */
export function draftProblems(draft: ProfileDraft): DraftProblems {
  const problems: DraftProblems = {};
  for (const field of ['service', 'environment'] as const) {
    if (!ID.test(draft[field]))
      problems[field] = 'Use lower-case letters, digits and hyphens, such as "salus".';
  }
  if (!URL.canParse(draft.url.trim())) problems.url = 'Give a whole URL, such as https://login.example.com';
  if (startEndpoint(draft) !== undefined && !URL.canParse(draft.startUrl.trim()))
    problems.startUrl = 'Give a whole URL, such as https://login.example.com/authorize';
  if (hasRedirect(draft) && !URL.canParse(draft.redirectUri.trim()))
    problems.redirectUri = 'Give a whole URL of this machine, such as http://127.0.0.1/callback';
  if (draft.clientId.trim() === '') problems.clientId = 'Give the client id that the service gave you.';
  if (draft.grantType === 'client_credentials' && draft.authMethod === 'none') {
    problems.authMethod = 'Client credentials need a client that authenticates (RFC 6749 section 4.4).';
  }
  return problems;
}

const hasRedirect = ({ grantType, redirectUri }: ProfileDraft): boolean =>
  grantType === 'authorization_code' && redirectUri.trim() !== '';

const IN_VAULT = { from: 'vault' } as const;

/** The profile file that says what the form says. Its secrets are references into the vault. */
export function draftFile(draft: ProfileDraft): ProfilesFile {
  const url = draft.url.trim();
  const scope = draft.scope.trim();
  const start = startEndpoint(draft);
  const environment: EnvironmentEntry = {
    id: draft.environment,
    tier: draft.tier,
    ...(draft.source === 'issuer' ? { issuer: url } : { token_endpoint: url }),
    ...(start === undefined ? {} : { [start]: draft.startUrl.trim() }),
    grant_type: draft.grantType,
    client_id: draft.clientId.trim(),
    token_endpoint_auth_method: draft.authMethod,
    ...(draft.authMethod === 'none' ? {} : { client_secret: IN_VAULT }),
    ...(draft.grantType === 'password' ? { username: IN_VAULT, password: IN_VAULT } : {}),
    ...(scope === '' ? {} : { scope }),
    ...(hasRedirect(draft) ? { redirect_uri: draft.redirectUri.trim() } : {}),
    ...(draft.encoding === 'form' ? {} : { token_request_encoding: draft.encoding }),
  };
  const name = draft.serviceName.trim();
  const service = { id: draft.service, ...(name === '' ? {} : { name }), environments: [environment] };
  return { version: 1, services: [service] };
}

/** The same as text, ready for `profiles.check` and `profiles.add`. */
export function draftText(draft: ProfileDraft): string {
  return JSON.stringify(draftFile(draft), null, 2);
}
