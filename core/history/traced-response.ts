/** An answer of the IdP as a person may see it: the values of members that are known to be harmless, of all others the type. */
import type { TracedMember, TracedResponse, TracedType, TracedValue } from '../../shared/history-view.ts';
import { printable } from '../errors/redact.ts';
import { spellingsOf, without } from '../grants/sent-secrets.ts';
import type { HttpAnswer } from '../ports/http.ts';
import { isCompactJws } from '../tokens/compact-jws.ts';

const SHOWN_HEADERS = [
  'cache-control',
  'cf-ray',
  'content-length',
  'content-type',
  'date',
  'request-id',
  'retry-after',
  'server',
  'www-authenticate',
  'x-correlation-id',
  'x-ms-request-id',
  'x-request-id',
];

/** RFC 6749 sections 5.1 and 5.2, and what IdPs add to it that is no secret. */
const SHOWN_MEMBERS = [
  'error',
  'error_description',
  'error_uri',
  'expires_in',
  'ext_expires_in',
  'interval',
  'issued_token_type',
  'issuer',
  'jwks_uri',
  'not-before-policy',
  'refresh_expires_in',
  'refresh_token_expires_in',
  'scope',
  'session_state',
  'token_type',
];
/** What metadata says (RFC 8414 section 2). */
const ENDPOINT = /^[a-z_]+_endpoint$/;

const MAX_MEMBERS = 60;
/** No token is any deeper. */
const MAX_LEVELS = 6;
/** Shorter ones are words, such as those of a scope. */
const SHORTEST_SECRET = 8;

/** `secrets` were sent with the request; `areTokens`: what is not shown of the answer is a secret as well. */
export function tracedResponse(
  { status, headers, body }: HttpAnswer,
  secrets: readonly string[],
  areTokens: boolean,
): TracedResponse {
  const members = jsonObject(body);
  const hidden = areTokens ? hiddenTexts(members, MAX_LEVELS) : [];
  const all = [...secrets, ...spellingsOf(hidden)];
  const safe = (text: string): string => printable(without(text, all));
  const valueOf = (value: unknown, isShown: boolean): TracedValue =>
    isShown && (typeof value !== 'object' || value === null)
      ? { kind: 'shown', text: safe(String(value)) }
      : typed(value);
  const shown = (entries: Iterable<[string, unknown]>, isShown: (name: string) => boolean): TracedMember[] =>
    [...entries]
      .slice(0, MAX_MEMBERS)
      .map(([name, value]) => ({ name: safe(name), value: valueOf(value, isShown(name)) }));
  return {
    status,
    headers: shown(headers, (name) => SHOWN_HEADERS.includes(name)),
    body:
      members === undefined
        ? { kind: 'other', type: shownType(headers), bytes: body.length }
        : { kind: 'members', members: shown(Object.entries(members), isHarmless) },
  };
}

function shownType(headers: Headers): string {
  return /^[\w.+-]+\/[\w.+-]+/.exec(headers.get('content-type') ?? '')?.[0] ?? '';
}

function isHarmless(name: string): boolean {
  return SHOWN_MEMBERS.includes(name) || ENDPOINT.test(name);
}

function typed(value: unknown): TracedValue {
  const type = typeOf(value);
  if (typeof value === 'string') return { kind: 'typed', type, size: value.length };
  if (typeof value !== 'object' || value === null) return { kind: 'typed', type };
  return { kind: 'typed', type, size: Object.keys(value).length };
}

function typeOf(value: unknown): TracedType {
  if (value === null) return 'null';
  if (typeof value === 'string') return isCompactJws(value) ? 'jwt' : 'text';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : 'object';
  return 'number';
}

/** Values that are not shown must not be shown by another member either. */
function hiddenTexts(value: unknown, levels: number): readonly string[] {
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    if (typeof member !== 'string') return hiddenTexts(member, levels - 1);
    return isHarmless(name) || member.length < SHORTEST_SECRET ? [] : [member];
  });
}

function jsonObject(body: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
