import type { Tier } from '../../shared/profile.ts';
import { Field, Picker, Segments } from '../ui/fields.tsx';
import type { Choice } from '../ui/fields.tsx';
import { FormGroup } from '../ui/form-group.tsx';
import { LegacyGrant } from './legacy-grant.tsx';
import { startEndpoint } from './profile-draft.ts';
import type { DraftProblems, ProfileDraft } from './profile-draft.ts';

export interface DraftFieldsProps {
  readonly draft: ProfileDraft;
  readonly problems: DraftProblems;
  readonly onChange: (part: Partial<ProfileDraft>) => void;
}

const TIER_CHOICES: readonly Choice<Tier>[] = [
  { value: 'dev', label: 'dev' },
  { value: 'test', label: 'test' },
  { value: 'prod', label: 'prod' },
];

/** Which service and environment this is. */
export function PlaceFields({ draft, problems, onChange }: DraftFieldsProps) {
  return (
    <FormGroup title="What is it called?">
      <Field
        label="Service id"
        placeholder="salus"
        isCode
        isRequired
        autoFocus
        value={draft.service}
        problem={problems.service}
        onChange={(service) => onChange({ service })}
      />
      <Field
        label="Display name (optional)"
        placeholder="SALUS Developer API"
        value={draft.serviceName}
        onChange={(serviceName) => onChange({ serviceName })}
      />
      <Field
        label="Environment id"
        placeholder="beta"
        isCode
        isRequired
        value={draft.environment}
        problem={problems.environment}
        onChange={(environment) => onChange({ environment })}
      />
      <Segments
        label="Tier"
        value={draft.tier}
        choices={TIER_CHOICES}
        onChange={(tier) => onChange({ tier })}
      />
    </FormGroup>
  );
}

const SOURCE_CHOICES: readonly Choice<ProfileDraft['source']>[] = [
  { value: 'issuer', label: 'Issuer' },
  { value: 'token_endpoint', label: 'Token endpoint' },
];

/** Where its tokens come from. */
export function SourceFields({ draft, problems, onChange }: DraftFieldsProps) {
  const isIssuer = draft.source === 'issuer';
  const start = startEndpoint(draft);
  return (
    <FormGroup title="Where do its tokens come from?" columns={1}>
      <Segments
        label="Known by"
        value={draft.source}
        choices={SOURCE_CHOICES}
        onChange={(source) => onChange({ source })}
      />
      <Field
        label={isIssuer ? 'Issuer URL' : 'Token endpoint URL'}
        help={
          isIssuer
            ? 'Fob finds the endpoints and keys by discovery, and can verify tokens.'
            : 'For providers without discovery. Tokens are decoded but not verified.'
        }
        placeholder={isIssuer ? 'https://login.example.com' : 'https://login.example.com/token'}
        type="url"
        isCode
        isRequired
        value={draft.url}
        problem={problems.url}
        onChange={(url) => onChange({ url })}
      />
      {start !== undefined && (
        <Field
          label={
            start === 'authorization_endpoint'
              ? 'Authorization endpoint URL'
              : 'Device authorization endpoint URL'
          }
          help="Where a person signs in."
          type="url"
          isCode
          isRequired
          value={draft.startUrl}
          problem={problems.startUrl}
          onChange={(startUrl) => onChange({ startUrl })}
        />
      )}
    </FormGroup>
  );
}

const GRANT_CHOICES: readonly Choice<ProfileDraft['grantType']>[] = [
  { value: 'client_credentials', label: 'client_credentials', help: 'The application signs in as itself.' },
  { value: 'authorization_code', label: 'authorization_code', help: 'A person signs in, in their browser.' },
  {
    value: 'urn:ietf:params:oauth:grant-type:device_code',
    label: 'device_code',
    help: 'A person signs in with a code, on any device.',
  },
];
const PASSWORD: Choice<ProfileDraft['grantType']> = {
  value: 'password',
  label: 'password',
  help: 'Legacy: with a user name and password.',
};
const AUTH_CHOICES: readonly Choice<ProfileDraft['authMethod']>[] = [
  { value: 'client_secret_basic', label: 'client_secret_basic', help: 'Secret in the Authorization header.' },
  { value: 'client_secret_post', label: 'client_secret_post', help: 'Secret in the request body.' },
  { value: 'none', label: 'none', help: 'A public client without a secret.' },
];
const ENCODING_CHOICES: readonly Choice<ProfileDraft['encoding']>[] = [
  { value: 'form', label: 'Form' },
  { value: 'json', label: 'JSON' },
];

/** How Fob asks for them. */
export function ClientFields({ draft, problems, onChange }: DraftFieldsProps) {
  return (
    <FormGroup title="How does Fob ask for them?">
      <Picker
        label="Grant type"
        value={draft.grantType}
        choices={draft.grantType === 'password' ? [...GRANT_CHOICES, PASSWORD] : GRANT_CHOICES}
        onChange={(grantType) => onChange({ grantType })}
      />
      <Field
        label="Client id"
        isCode
        isRequired
        value={draft.clientId}
        problem={problems.clientId}
        onChange={(clientId) => onChange({ clientId })}
      />
      <Picker
        label="Client authentication"
        value={draft.authMethod}
        choices={AUTH_CHOICES}
        problem={problems.authMethod}
        onChange={(authMethod) => onChange({ authMethod })}
      />
      <Field
        label="Scope (optional)"
        placeholder="openid profile"
        isCode
        value={draft.scope}
        onChange={(scope) => onChange({ scope })}
      />
      {draft.grantType === 'authorization_code' && (
        <Field
          label="Redirect URI (optional)"
          help="As registered for the client. Empty: any free port of this machine."
          placeholder="http://127.0.0.1/callback"
          type="url"
          isCode
          value={draft.redirectUri}
          problem={problems.redirectUri}
          onChange={(redirectUri) => onChange({ redirectUri })}
        />
      )}
      <Segments
        label="Request encoding"
        value={draft.encoding}
        choices={ENCODING_CHOICES}
        onChange={(encoding) => onChange({ encoding })}
      />
      <LegacyGrant
        isChosen={draft.grantType === 'password'}
        onChoose={() => onChange({ grantType: 'password' })}
      />
    </FormGroup>
  );
}
