/** The form of one new environment: what was typed, what follows from it, and the profile file that says the same. Pure. */
import type { ServerView } from '../../shared/editor-view.ts';
import type { EnvironmentEntry, OwnSecretMember, ProfilesFile, Tier } from '../../shared/profile.ts';
import type { Words } from '../language/words.ts';
import type { FORM_ENCODINGS, FormAuthMethod, FormGrantType } from './form-choices.ts';
import { guessPlace } from './place-guess.ts';
import { IN_VAULT, referenceOfEntry, valueOfEntry } from './secret-entry.ts';
import type { SecretEntry } from './secret-entry.ts';
import { suggestedAuth, suggestedGrant, suggestedScope } from './server-offer.ts';

export interface ProfileDraft {
  readonly service: string;
  readonly serviceName: string;
  readonly environment: string;
  readonly tier: Tier;
  readonly source: 'issuer' | 'token_endpoint';
  readonly url: string;
  /** Where a sign-in begins, for a token endpoint without discovery: the endpoint that {@link startEndpoint} names. */
  readonly startUrl: string;
  readonly grantType: FormGrantType;
  readonly clientId: string;
  readonly authMethod: FormAuthMethod;
  readonly scope: string;
  /** Where the browser comes back to; empty for any free port of this machine. */
  readonly redirectUri: string;
  readonly encoding: (typeof FORM_ENCODINGS)[number];
  /** In the memory of the page alone, until they go to the vault. */
  readonly secrets: Readonly<Partial<Record<OwnSecretMember, SecretEntry>>>;
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
  secrets: {},
};

/** What was typed, over what the server's address and its metadata suggest. `taken` are addresses that are here already. */
export function completed(
  typed: Partial<ProfileDraft>,
  server: ServerView | undefined,
  taken: ReadonlySet<string>,
): ProfileDraft {
  const url = issuerOf(typed.url ?? '');
  const grantType = typed.grantType ?? suggestedGrant(server);
  return {
    ...EMPTY_DRAFT,
    ...guessPlace(url, taken),
    grantType,
    authMethod: suggestedAuth(server, grantType),
    scope: suggestedScope(server, grantType),
    ...typed,
    url: server?.issuer ?? url,
  };
}

/** People paste the address of the metadata as well. */
function issuerOf(text: string): string {
  return text.trim().replace(/\/\.well-known\/(openid-configuration|oauth-authorization-server)\/?$/, '');
}

export type DraftProblems = Partial<Record<Exclude<keyof ProfileDraft, 'secrets'> | OwnSecretMember, string>>;

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

/** The secrets that the choices ask for. */
export function neededSecrets({
  authMethod,
  grantType,
}: Pick<ProfileDraft, 'authMethod' | 'grantType'>): readonly OwnSecretMember[] {
  return [
    ...(authMethod.startsWith('client_secret_') ? (['client_secret'] as const) : []),
    ...(authMethod === 'private_key_jwt' ? (['private_key'] as const) : []),
    ...(grantType === 'password' ? (['username', 'password'] as const) : []),
  ];
}

/** Whether only a person gets a token. */
export function needsPerson({ grantType }: Pick<ProfileDraft, 'grantType'>): boolean {
  return grantType !== 'client_credentials' && grantType !== 'password';
}

/** What is plainly missing or wrong, by field. The host checks the rest. */
export function draftProblems(
  draft: ProfileDraft,
  taken: ReadonlySet<string>,
  words: Words['profiles']['problems'],
): DraftProblems {
  const problems: DraftProblems = {};
  for (const field of ['service', 'environment'] as const)
    if (!ID.test(draft[field])) problems[field] = words.id;
  if (taken.has(`${draft.service}/${draft.environment}`)) problems.environment = words.taken;
  if (!URL.canParse(draft.url.trim())) problems.url = words.url('https://login.example.com');
  if (startEndpoint(draft) !== undefined && !URL.canParse(draft.startUrl.trim()))
    problems.startUrl = words.url('https://login.example.com/authorize');
  if (hasRedirect(draft) && !URL.canParse(draft.redirectUri.trim())) problems.redirectUri = words.redirectUri;
  if (draft.clientId.trim() === '') problems.clientId = words.clientId;
  if (draft.grantType === 'client_credentials' && draft.authMethod === 'none')
    problems.authMethod = words.needsAuthentication;
  for (const member of neededSecrets(draft)) {
    const { from, text } = draft.secrets[member] ?? IN_VAULT;
    if (from !== 'vault' && text.trim() === '') problems[member] = words.place[from];
  }
  return problems;
}

/** Those that have to be typed before a token can be asked for: they are to be in the vault and nobody gave them. */
export function unsaidSecrets(draft: ProfileDraft): readonly OwnSecretMember[] {
  return neededSecrets(draft).filter((member) => {
    const entry = draft.secrets[member] ?? IN_VAULT;
    return entry.from === 'vault' && entry.text === '';
  });
}

const hasRedirect = ({ grantType, redirectUri }: ProfileDraft): boolean =>
  grantType === 'authorization_code' && redirectUri.trim() !== '';

/** The profile file that says what the form says. Its secrets are references. */
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
    ...references(draft),
    ...(scope === '' ? {} : { scope }),
    ...(hasRedirect(draft) ? { redirect_uri: draft.redirectUri.trim() } : {}),
    ...(draft.encoding === 'form' ? {} : { token_request_encoding: draft.encoding }),
  };
  const name = draft.serviceName.trim();
  const service = { id: draft.service, ...(name === '' ? {} : { name }), environments: [environment] };
  return { version: 1, services: [service] };
}

function references(draft: ProfileDraft): Partial<Pick<EnvironmentEntry, OwnSecretMember>> {
  const { secrets } = draft;
  return Object.fromEntries(
    neededSecrets(draft).map((member) => [member, referenceOfEntry(secrets[member] ?? IN_VAULT)]),
  );
}

/** The same as text, ready for `profiles.check`, `profiles.test` and `profiles.add`. */
export function draftText(draft: ProfileDraft): string {
  return JSON.stringify(draftFile(draft), null, 2);
}

/** What was typed for the vault. */
export function draftSecrets(draft: ProfileDraft): Partial<Record<OwnSecretMember, string>> {
  const values = neededSecrets(draft).map((member) => [
    member,
    valueOfEntry(draft.secrets[member] ?? IN_VAULT),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Partial<
    Record<OwnSecretMember, string>
  >;
}
