import type {
  ClientAuthMethod,
  EnvironmentEntry,
  GrantType,
  ProfilesFile,
  Tier,
} from '../../shared/profile.ts';

/** The grants and client authentications that the form offers; a profile file can name more. */
export const FORM_GRANT_TYPES = ['client_credentials', 'password'] as const satisfies readonly GrantType[];
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
  readonly grantType: (typeof FORM_GRANT_TYPES)[number];
  readonly clientId: string;
  readonly authMethod: (typeof FORM_AUTH_METHODS)[number];
  readonly scope: string;
  readonly encoding: (typeof FORM_ENCODINGS)[number];
}

export const EMPTY_DRAFT: ProfileDraft = {
  service: '',
  serviceName: '',
  environment: '',
  tier: 'dev',
  source: 'issuer',
  url: '',
  grantType: 'client_credentials',
  clientId: '',
  authMethod: 'client_secret_basic',
  scope: '',
  encoding: 'form',
};

export type DraftProblems = Partial<Record<keyof ProfileDraft, string>>;

const ID = /^[a-z0-9][a-z0-9-]*$/;

/** What is plainly missing or wrong, by field. The host checks the rest. */
export function draftProblems(draft: ProfileDraft): DraftProblems {
  const problems: DraftProblems = {};
  for (const field of ['service', 'environment'] as const) {
    if (!ID.test(draft[field]))
      problems[field] = 'Use lower-case letters, digits and hyphens, such as "salus".';
  }
  if (!URL.canParse(draft.url.trim())) problems.url = 'Give a whole URL, such as https://login.example.com';
  if (draft.clientId.trim() === '') problems.clientId = 'Give the client id that the service gave you.';
  if (draft.grantType === 'client_credentials' && draft.authMethod === 'none') {
    problems.authMethod = 'Client credentials need a client that authenticates (RFC 6749 section 4.4).';
  }
  return problems;
}

const IN_VAULT = { from: 'vault' } as const;

/** The profile file that says what the form says. Its secrets are references into the vault. */
export function draftFile(draft: ProfileDraft): ProfilesFile {
  const url = draft.url.trim();
  const scope = draft.scope.trim();
  const environment: EnvironmentEntry = {
    id: draft.environment,
    tier: draft.tier,
    ...(draft.source === 'issuer' ? { issuer: url } : { token_endpoint: url }),
    grant_type: draft.grantType,
    client_id: draft.clientId.trim(),
    token_endpoint_auth_method: draft.authMethod,
    ...(draft.authMethod === 'none' ? {} : { client_secret: IN_VAULT }),
    ...(draft.grantType === 'password' ? { username: IN_VAULT, password: IN_VAULT } : {}),
    ...(scope === '' ? {} : { scope }),
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
