import type { Tier } from '../../shared/profile.ts';
import { useWords } from '../language/language.tsx';
import { Field, Picker, Segments } from '../ui/fields.tsx';
import type { Choice } from '../ui/choice-list.tsx';
import { FormGroup } from '../ui/form-group.tsx';
import { LegacyGrant } from './legacy-grant.tsx';
import { neededSecrets, startEndpoint } from './profile-draft.ts';
import type { DraftProblems, ProfileDraft } from './profile-draft.ts';
import { IN_VAULT } from './secret-entry.ts';
import { SecretField } from './secret-field.tsx';
import type { Offer } from './server-offer.ts';

export interface DraftFieldsProps {
  readonly draft: ProfileDraft;
  readonly problems: DraftProblems;
  readonly onChange: (part: Partial<ProfileDraft>) => void;
}

export const TIER_CHOICES: readonly Choice<Tier>[] = [
  { value: 'dev', label: 'dev' },
  { value: 'test', label: 'test' },
  { value: 'prod', label: 'prod' },
];

/** Where its tokens come from. */
export function SourceFields({
  draft,
  typedUrl,
  problems,
  onChange,
}: DraftFieldsProps & { readonly typedUrl: string }) {
  const words = useWords().profiles.form;
  const isIssuer = draft.source === 'issuer';
  const start = startEndpoint(draft);
  return (
    <FormGroup title={words.source} columns={1}>
      <Segments
        label={words.knownBy}
        value={draft.source}
        choices={[
          { value: 'issuer', label: words.issuer },
          { value: 'token_endpoint', label: words.tokenEndpoint },
        ]}
        onChange={(source) => onChange({ source })}
      />
      <Field
        label={isIssuer ? words.issuerUrl : words.tokenEndpointUrl}
        help={isIssuer ? words.issuerHelp : words.tokenEndpointHelp}
        placeholder={isIssuer ? 'https://login.example.com' : 'https://login.example.com/token'}
        type="url"
        isCode
        isRequired
        autoFocus
        value={typedUrl}
        problem={problems.url}
        onChange={(url) => onChange({ url })}
      />
      {start !== undefined && (
        <Field
          label={
            start === 'authorization_endpoint' ? words.authorizationEndpointUrl : words.deviceEndpointUrl
          }
          help={words.startHelp}
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

/** Which client asks, and how. What the server does not support is not offered. */
export function ClientFields({
  draft,
  problems,
  offer,
  onChange,
}: DraftFieldsProps & { readonly offer: Offer }) {
  const words = useWords().profiles.form;
  return (
    <FormGroup title={words.client}>
      <Field
        label={words.clientId}
        isCode
        isRequired
        value={draft.clientId}
        problem={problems.clientId}
        onChange={(clientId) => onChange({ clientId })}
      />
      {neededSecrets(draft).map((member) => (
        <SecretField
          key={member}
          member={member}
          entry={draft.secrets[member] ?? IN_VAULT}
          problem={problems[member]}
          onChange={(entry) => onChange({ secrets: { ...draft.secrets, [member]: entry } })}
        />
      ))}
      <HowFields draft={draft} problems={problems} offer={offer} onChange={onChange} />
    </FormGroup>
  );
}

function HowFields({ draft, problems, offer, onChange }: DraftFieldsProps & { readonly offer: Offer }) {
  const words = useWords().profiles.form;
  const isPassword = draft.grantType === 'password';
  const open = offer.grantTypes.filter((grant) => grant !== 'password');
  const grants = including(open, draft.grantType);
  return (
    <>
      <Picker
        label={words.grantType}
        value={draft.grantType}
        choices={choicesOf(grants, words.grants)}
        onChange={(grantType) => onChange({ grantType })}
      />
      <Picker
        label={words.authMethod}
        value={draft.authMethod}
        choices={choicesOf(including(offer.authMethods, draft.authMethod), words.auths)}
        problem={problems.authMethod}
        onChange={(authMethod) => onChange({ authMethod })}
      />
      <Field
        label={words.scope}
        placeholder="openid profile"
        isCode
        value={draft.scope}
        onChange={(scope) => onChange({ scope })}
      />
      <RedirectField draft={draft} problems={problems} onChange={onChange} />
      <Segments
        label={words.encoding}
        value={draft.encoding}
        choices={[
          { value: 'form', label: words.encodingForm },
          { value: 'json', label: 'JSON' },
        ]}
        onChange={(encoding) => onChange({ encoding })}
      />
      <LegacyGrant isChosen={isPassword} onChoose={() => onChange({ grantType: 'password' })} />
    </>
  );
}

function RedirectField({ draft, problems, onChange }: DraftFieldsProps) {
  const words = useWords().profiles.form;
  if (draft.grantType !== 'authorization_code') return null;
  return (
    <Field
      label={words.redirectUri}
      help={words.redirectHelp}
      placeholder="http://127.0.0.1/callback"
      type="url"
      isCode
      value={draft.redirectUri}
      problem={problems.redirectUri}
      onChange={(redirectUri) => onChange({ redirectUri })}
    />
  );
}

function choicesOf<Value extends string>(
  values: readonly Value[],
  help: Readonly<Record<Value, string>>,
): Choice<Value>[] {
  return values.map((value) => ({ value, label: shortName(value), help: help[value] }));
}

const shortName = (value: string) => value.replace(/^urn:ietf:params:oauth:grant-type:/, '');

function including<Value>(values: readonly Value[], one: Value): readonly Value[] {
  return values.includes(one) ? values : [...values, one];
}

interface PlaceFieldsProps extends DraftFieldsProps {
  /** It is saved under these names already. */
  readonly isFixed: boolean;
}

/** Which service and environment this is: guessed from the URL, and free to change. */
export function PlaceFields({ draft, problems, isFixed, onChange }: PlaceFieldsProps) {
  const words = useWords().profiles.form;
  const isNamed = draft.service !== '' && draft.environment !== '';
  return (
    <FormGroup title={words.name}>
      <Field
        label={words.service}
        placeholder="salus"
        isCode
        isRequired
        isReadOnly={isFixed}
        value={draft.service}
        problem={problems.service}
        onChange={(service) => onChange({ service })}
      />
      <Field
        label={words.environment}
        placeholder="beta"
        isCode
        isRequired
        isReadOnly={isFixed}
        value={draft.environment}
        problem={problems.environment}
        {...(isNamed ? { help: words.nameHelp(`${draft.service}/${draft.environment}`) } : {})}
        onChange={(environment) => onChange({ environment })}
      />
      <Segments
        label={words.tier}
        value={draft.tier}
        choices={TIER_CHOICES}
        onChange={(tier) => onChange({ tier })}
      />
      <Field
        label={words.serviceName}
        placeholder="SALUS Developer API"
        value={draft.serviceName}
        onChange={(serviceName) => onChange({ serviceName })}
      />
    </FormGroup>
  );
}
