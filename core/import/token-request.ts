/** A request to a token endpoint, wherever it was found: a curl line, or a request of a collection. */
import type { Finding, FoundMember } from './finding.ts';
import { asText, isMembers } from './values.ts';

export interface TokenRequest {
  readonly url: string;
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly encoding: 'form' | 'json';
  /** The values of the request's headers by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Client id and secret, where they are given apart from the header. */
  readonly basic?: { readonly user: string; readonly password: string } | undefined;
}

/** Parameters that are a member of a profile under the same name. */
const MEMBERS: readonly FoundMember[] = [
  'grant_type',
  'client_id',
  'client_secret',
  'username',
  'password',
  'refresh_token',
  'subject_token',
  'scope',
  'audience',
  'resource',
  'redirect_uri',
];
/** They are made anew for each request. */
const MADE_ANEW = [
  'client_assertion',
  'client_assertion_type',
  'code',
  'code_verifier',
  'device_code',
  'assertion',
];

export function isTokenRequest(params: TokenRequest['params']): boolean {
  return params.some(([name]) => name === 'grant_type');
}

export function tokenRequestFinding(name: string, request: TokenRequest): Finding {
  const values: Partial<Record<FoundMember, string>> = { token_endpoint: request.url };
  const others: (readonly [string, string])[] = [];
  const left: string[] = [];
  for (const [param, value] of request.params) {
    const member = MEMBERS.find((known) => known === param);
    if (MADE_ANEW.includes(param)) left.push(param);
    else if (member === undefined) others.push([param, value]);
    else values[member] = value;
  }
  const basic = request.basic ?? basicOf(request.headers.get('authorization'));
  if (basic !== undefined) {
    values.client_id = basic.user;
    values.client_secret = basic.password;
  }
  if (values.client_secret !== undefined)
    values.token_endpoint_auth_method = basic === undefined ? 'client_secret_post' : 'client_secret_basic';
  else if (left.includes('client_assertion')) values.token_endpoint_auth_method = 'private_key_jwt';
  if (request.encoding === 'json') values.token_request_encoding = 'json';
  return { name, values, tokenParams: Object.fromEntries(others), notes: notesOf(request, left, values) };
}

function notesOf(
  request: TokenRequest,
  left: readonly string[],
  values: Finding['values'],
): readonly string[] {
  const notes: string[] = [];
  if (left.length > 0) notes.push(`Left out, since they are made anew for each request: ${left.join(', ')}.`);
  if (left.includes('client_assertion'))
    notes.push(
      'The key that signs client_assertion is not in the file; store it with: fob secret set ADDRESS private_key',
    );
  if (request.headers.has('dpop'))
    notes.push('The request had a DPoP proof; set "dpop": true where tokens are to be bound.');
  if (request.headers.has('authorization') && values.client_secret === undefined)
    notes.push('Its Authorization header is left out: it is not "Basic" with a client id and secret.');
  return notes;
}

/** RFC 7617. Written by programs that encode id and secret (RFC 6749 section 2.3.1), and more often by those that do not. */
function basicOf(header: string | undefined): TokenRequest['basic'] {
  const encoded = /^basic\s+([A-Za-z0-9+/=]+)$/i.exec(header?.trim() ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = base64Text(encoded);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 1) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function base64Text(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The parameters of a form-encoded body. */
export function formParams(body: string): TokenRequest['params'] {
  return [...new URLSearchParams(body)];
}

/** The parameters of a JSON body; `undefined` when it is not an object. */
export function jsonParams(body: string): TokenRequest['params'] | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (!isMembers(value)) return undefined;
    return Object.entries(value).flatMap(([name, member]) => {
      const text = asText(member);
      return text === undefined ? [] : [[name, text] as const];
    });
  } catch {
    return undefined;
  }
}
