/** A refusal may give back what it refuses. What was sent as a secret is taken out of it, before anyone reads a word of it. */
import type { HttpAnswer } from '../ports/http.ts';

/** Parameters of requests that are public; all others are taken for secrets. */
const PUBLIC = new Set([
  'grant_type',
  'client_id',
  'client_assertion_type',
  'scope',
  'audience',
  'resource',
  'redirect_uri',
  'response_type',
  'code_challenge',
  'code_challenge_method',
  'token_type_hint',
  'subject_token_type',
  'requested_token_type',
]);

export function isPublicParameter(name: string): boolean {
  return PUBLIC.has(name);
}

/** Shorter ones are words that a refusal may need, and nobody's secret. */
const SHORTEST = 6;

/** `body`: the parameters of a POST. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The answer itself unless it is a refusal: a good one may rightly repeat a refresh token. */
export function withoutSent(answer: HttpAnswer, sent: Sent): HttpAnswer {
  const text = new TextDecoder().decode(answer.body);
  if (answer.status === 200 && !text.includes('"error"')) return answer;
  const secrets = secretsOf(sent);
  const headers = new Headers(answer.headers);
  const challenge = headers.get('www-authenticate');
  if (challenge !== null) headers.set('www-authenticate', without(challenge, secrets));
  return { status: answer.status, headers, body: new TextEncoder().encode(without(text, secrets)) };
}

/** The text with what is secret of it replaced. */
export function without(text: string, secrets: readonly string[]): string {
  // Most texts are shorter than most secrets, and the way of a token is not to wait for a search that cannot find anything.
  return secrets.reduce(
    (rest, secret) => (secret.length > rest.length ? rest : rest.replaceAll(secret, '[redacted]')),
    text,
  );
}

/** Letters that nothing encodes. */
const ONE_SPELLING = /^[\w.-]*$/;

/** As they were sent, and as an answer may write them. */
export function secretsOf({ headers, body }: Sent): readonly string[] {
  const parameters = body instanceof URLSearchParams ? [...body] : [];
  const values = parameters.filter(([name]) => !isPublicParameter(name)).map(([, value]) => value);
  const [, scheme = '', credentials = ''] =
    /^(\w+) +(.*)$/.exec(new Headers(headers).get('authorization') ?? '') ?? [];
  const all = [...values, credentials, ...(scheme.toLowerCase() === 'basic' ? passwordOf(credentials) : [])];
  return spellingsOf(all);
}

/**
 * Secrets in the ways that a text may write them, the longest first, since one may be a part of another. Those that are too
 * short to look for are left out.
 */
export function spellingsOf(secrets: readonly string[]): readonly string[] {
  const spellings = secrets.flatMap((value) =>
    ONE_SPELLING.test(value)
      ? value
      : [value, encodeURIComponent(value), formEncoded(value), JSON.stringify(value).slice(1, -1)],
  );
  return [...new Set(spellings)]
    .filter((value) => value.length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
}

/** RFC 6749 section 2.3.1: both parts are form-encoded. */
function passwordOf(credentials: string): readonly string[] {
  try {
    const encoded = atob(credentials).split(':').slice(1).join(':');
    return [encoded, new URLSearchParams(`x=${encoded}`).get('x') ?? ''];
  } catch {
    return [];
  }
}

function formEncoded(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1);
}
