/** JSON that names a client in plain words: of oidc-agent, Keycloak, an IdP's console, a program's configuration. */
import { valuesOf } from './aliases.ts';
import type { Finding, FoundMember, FoundValues, Reading } from './finding.ts';
import { asText, at, isMembers, textAt } from './values.ts';

/** Objects that are put around a client's members, such as "web" of Google or "oidc" of many programs. */
const DEEPEST = 2;

export function isOidcAgent(value: unknown): boolean {
  return at(value, 'issuer_url') !== undefined && at(value, 'client_id') !== undefined;
}

/** oidc-agent writes an empty text for what is not there. */
const isSaid = (text: string | undefined): text is string => text !== undefined && text !== '';

/** What `oidc-gen -p NAME` prints, and the file that `oidc-gen -f` takes. */
export function readOidcAgent(value: unknown): Reading {
  const { scope: all, ...values } = valuesOf(without(value, ['cert_path']));
  const wanted = [textAt(value, 'auth_scope'), textAt(value, 'refresh_scope'), all].find(isSaid);
  const scope = wanted === 'max' ? '' : (wanted ?? '');
  const notes: string[] = [];
  if (wanted === 'max')
    notes.push('scope is left out: "max" means all that the IdP has, which only oidc-agent knows.');
  const hasToken = values.refresh_token !== undefined;
  if (hasToken)
    notes.push(
      'The refresh token is the one that oidc-agent has: where the IdP gives a new one for each use, sign in anew in one of the two.',
    );
  if ((textAt(value, 'mytoken_url') ?? '') !== '') notes.push('What it says of mytoken is left out.');
  const isDevice = values.redirect_uri === undefined && values.device_authorization_endpoint !== undefined;
  const person = isDevice ? 'urn:ietf:params:oauth:grant-type:device_code' : 'authorization_code';
  const certificates = textAt(value, 'cert_path') ?? '';
  const finding: Finding = {
    name: '',
    values: {
      ...values,
      ...(scope === '' ? {} : { scope }),
      ...(certificates === '' ? {} : { 'tls.ca': certificates }),
      grant_type: hasToken ? 'refresh_token' : person,
    },
    notes,
  };
  return {
    format: 'oidc-agent account',
    family: 'other',
    name: [textAt(value, 'name')].find(isSaid),
    findings: [finding],
  };
}

export function isKeycloakAdapter(value: unknown): boolean {
  return at(value, 'realm') !== undefined && at(value, 'auth-server-url') !== undefined;
}

/** The keycloak.json that its console gives for an adapter. */
export function readKeycloakAdapter(value: unknown): Reading {
  const realm = textAt(value, 'realm') ?? '';
  const server = (textAt(value, 'auth-server-url') ?? '').replace(/\/+$/, '');
  const isPublic = at(value, 'public-client') === true;
  const secret = textAt(value, 'credentials', 'secret');
  const values: Partial<Record<FoundMember, string>> = {
    issuer: `${server}/realms/${encodeURIComponent(realm)}`,
    client_id: textAt(value, 'resource') ?? '',
    ...(isPublic || secret === undefined ? {} : { client_secret: secret }),
    ...(isPublic ? { token_endpoint_auth_method: 'none' } : {}),
  };
  const others = isMembers(at(value, 'credentials')) && secret === undefined;
  const notes = [
    ...(at(value, 'bearer-only') === true
      ? ['The client is "bearer-only": Keycloak gives it no tokens.']
      : []),
    ...(others ? ['Its credentials are left out: they are no secret but a key of the adapter.'] : []),
  ];
  return {
    format: 'Keycloak adapter',
    family: 'other',
    name: realm,
    findings: [{ name: '', values, notes }],
  };
}

/** What an IdP says of itself, from its discovery URL. */
export function isDiscoveryDocument(value: unknown): boolean {
  return at(value, 'issuer') !== undefined && at(value, 'response_types_supported') !== undefined;
}

export function readDiscoveryDocument(value: unknown): Reading {
  return readIssuer(textAt(value, 'issuer') ?? '', 'discovery document');
}

export function readIssuer(issuer: string, format = 'issuer URL'): Reading {
  const notes = ['Only the issuer is known: the client_id and the grant_type are still to be said.'];
  return { format, family: 'other', findings: [{ name: '', values: { issuer }, notes }] };
}

/** A client or token request in any program's words; `undefined` when there is none. */
export function readPlainJson(value: unknown): Reading | undefined {
  const found = clientIn(value, 0);
  if (found === undefined) return undefined;
  return {
    format: 'JSON',
    family: 'other',
    name: asText(at(value, 'name')),
    findings: [{ name: '', values: found }],
  };
}

function clientIn(value: unknown, depth: number): FoundValues | undefined {
  const values = valuesOf(value);
  const hasPlace = values.issuer !== undefined || values.token_endpoint !== undefined;
  if (
    values.client_id !== undefined &&
    (hasPlace || values.client_secret !== undefined || values.grant_type !== undefined)
  )
    return values;
  if (!isMembers(value) || depth >= DEEPEST) return undefined;
  const inner = Object.values(value).map((each) => clientIn(each, depth + 1));
  return inner.find((each) => each !== undefined);
}

function without(value: unknown, names: readonly string[]): unknown {
  if (!isMembers(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
