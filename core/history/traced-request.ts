/** A request to the IdP as a person may see it: what is known to be harmless, and a shell's variable for all else. */
import type { TracedExchange, TracedMember, TracedValue } from '../../shared/history-view.ts';
import type { Profile } from '../../shared/profile.ts';
import { isPublicParameter, without } from '../grants/sent-secrets.ts';
import type { HttpRequest } from '../ports/http.ts';
import { curlOf } from './curl.ts';

const SHOWN_HEADERS = ['accept', 'content-type', 'content-length', 'user-agent'];

/** Secrets by the names that the RFCs have for them. A variable of another name could be one that every shell has. */
const KNOWN_SECRETS = new Set([
  'actor_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'password',
  'refresh_token',
  'subject_token',
]);

type TracedRequest = Pick<TracedExchange, 'request' | 'curl'>;

export interface SentRequest extends HttpRequest {
  readonly url: string;
  readonly parameters: URLSearchParams;
  readonly tls: Profile['tls'];
}

export function tracedRequest(
  { url, method, headers, parameters, tls }: SentRequest,
  secrets: readonly string[],
): TracedRequest {
  const shown = (text: string): TracedValue => ({ kind: 'shown', text: without(text, secrets) });
  const request = {
    method,
    url: without(withoutCredentials(url), secrets),
    headers: [...new Headers(headers)].map(([name, value]) => ({ name, value: header(name, value, shown) })),
    ...(method === 'GET' ? {} : { encoding: encodingOf(headers) }),
    body: [...parameters].map(([name, value]): TracedMember => {
      return { name, value: isPublicParameter(name) ? shown(value) : secret(variable(name)) };
    }),
  };
  return { request, curl: curlOf(request, tls) };
}

/** The parameters of a POST, however they are encoded. */
export function sentParameters({ headers, body }: HttpRequest): URLSearchParams {
  if (body === undefined || encodingOf(headers) === 'form') return new URLSearchParams(body);
  return new URLSearchParams(JSON.parse(body) as Record<string, string>);
}

function encodingOf(headers: HttpRequest['headers']): 'form' | 'json' {
  return new Headers(headers).get('content-type')?.includes('json') === true ? 'json' : 'form';
}

function withoutCredentials(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search}`;
}

const secret = (text: string): TracedValue => ({ kind: 'secret', text });

function variable(name: string): string {
  const upper = name.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');
  return KNOWN_SECRETS.has(name) ? `$${upper}` : `$PARAM_${upper}`;
}

function header(name: string, value: string, shown: (text: string) => TracedValue): TracedValue {
  if (SHOWN_HEADERS.includes(name)) return shown(value);
  if (name === 'authorization') return authorization(value);
  return secret(name === 'dpop' ? '$DPOP_PROOF' : '$HEADER');
}

/** RFC 6749 section 2.3.1: the client's id is no secret. */
function authorization(value: string): TracedValue {
  const [, scheme = '', credentials = ''] = /^(\w+) +(.*)$/.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'basic') return secret(`${scheme} $CREDENTIALS`);
  return secret(`Basic base64(${clientOf(credentials)}:$CLIENT_SECRET)`);
}

function clientOf(credentials: string): string {
  const [client = ''] = atob(credentials).split(':');
  return client;
}
