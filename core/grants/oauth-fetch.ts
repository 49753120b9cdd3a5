/**
 * The one seam between openid-client and the network: its `customFetch` over a profile's `HttpClient`, with the limits
 * that fit each endpoint, the profile's request encoding, and the few mends that answers of real servers need.
 */
import type { CustomFetch, CustomFetchOptions, TokenEndpointResponse } from 'openid-client';
import { FobError } from '../errors/fob-error.ts';
import type { HttpAnswer, HttpClient, HttpLimits } from '../ports/http.ts';
import { withoutSent } from './sent-secrets.ts';

/** security.md F01 and F02. */
export const TOKEN_LIMITS: HttpLimits = { deadlineMs: 30_000, maxBytes: 256 * 1024 };
export const METADATA_LIMITS: HttpLimits = { deadlineMs: 10_000, maxBytes: 512 * 1024 };

export interface OauthFetchOptions {
  readonly encoding: 'form' | 'json';
  /** Without a known issuer an ID token cannot be checked, so it is left out. */
  readonly keepIdToken: boolean;
  /** Whether the caller checks the signature of an answer that is a JWT; where nobody does, it is refused. */
  readonly takesSigned: boolean;
  /** Takes new refresh tokens as soon as they are read, whatever becomes of the answer that they came in. */
  readonly rotated: Rotated;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Refresh tokens by the one that was sent for them; noted for those alone that are in here as a key. */
export type Rotated = Map<string, string | undefined>;

/** When a token answer came: by our clock, and by its `Date` header. */
export interface AnswerReceipt {
  /** When it was asked for. */
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly date: string | null;
}

/** It travels as a member of the answer, so that requests at the same time cannot mix up theirs. */
const RECEIPT = 'fob:receipt';

/** The receipt of an answer that came through {@link oauthFetch}. */
export function receiptOf(answer: TokenEndpointResponse): AnswerReceipt {
  return answer[RECEIPT] as unknown as AnswerReceipt;
}

/** For `Configuration[customFetch]`: POST goes to the token endpoint and its like, GET to userinfo and the IdP's keys. */
export function oauthFetch(http: HttpClient, options: OauthFetchOptions): CustomFetch {
  return async (url, request) => {
    const isPost = request.method === 'POST';
    const response = isPost
      ? await post(http, url, request, options)
      : await metadataFetch(http)(url, request);
    if (!options.takesSigned) refuseSigned(url, response);
    return response;
  };
}

async function post(
  http: HttpClient,
  url: string,
  request: CustomFetchOptions,
  options: OauthFetchOptions,
): Promise<Response> {
  const isQuestion = isAboutToken(request.body as URLSearchParams);
  const limits = isQuestion ? METADATA_LIMITS : TOKEN_LIMITS;
  const sentAt = options.now();
  const answer = withoutSent(
    await http.request(url, tokenRequest(request, options.encoding), limits),
    request,
  );
  if (isQuestion) return tokenResponse(url, answer, (members) => members);
  const receipt = { sentAt, receivedAt: options.now(), date: answer.headers.get('date') };
  return tokenResponse(url, answer, (members) => {
    const good = mended(members, options.keepIdToken);
    noteRotated(request.body as URLSearchParams, good, options.rotated);
    return { ...good, [RECEIPT]: receipt };
  });
}

function noteRotated(sent: URLSearchParams, { refresh_token }: Record<string, unknown>, rotated: Rotated) {
  const spent = sent.get('refresh_token');
  if (spent !== null && rotated.has(spent) && typeof refresh_token === 'string')
    rotated.set(spent, refresh_token);
}

/** Introspection and revocation (RFC 7662, RFC 7009): there is no token in the answer, and nothing to mend. */
function isAboutToken(parameters: URLSearchParams): boolean {
  return parameters.has('token') && !parameters.has('grant_type');
}

function refuseSigned(url: string, { headers }: Response): void {
  if (!/[/+]jwt\s*(;|$)/i.test(headers.get('content-type') ?? '')) return;
  throw new FobError(
    'idp_response_invalid',
    `${new URL(url).origin} answered with a JWT whose signature Fob cannot check.`,
    { hint: 'Have the IdP answer this client in plain JSON, or write its "jwks_uri" into the profile.' },
  );
}

/** For discovery, userinfo and JWKS. */
export function metadataFetch(http: HttpClient): CustomFetch {
  return async (url, { headers }) => {
    const answer = withoutSent(await http.request(url, { method: 'GET', headers }, METADATA_LIMITS), {
      headers,
    });
    refuseRedirect(url, answer);
    return new Response(nullBodyStatus(answer.status) ? null : answer.body, answer);
  };
}

function tokenRequest(
  { headers, body }: CustomFetchOptions,
  encoding: 'form' | 'json',
): { method: 'POST'; headers: Record<string, string>; body: string } {
  const parameters = body as URLSearchParams;
  // The profile speaks of token requests; PAR, revocation and the like are forms everywhere.
  if (encoding === 'form' || !parameters.has('grant_type')) {
    return { method: 'POST', headers, body: parameters.toString() };
  }
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(parameters)),
  };
}

function tokenResponse(
  url: string,
  answer: HttpAnswer,
  accept: (members: Record<string, unknown>) => Record<string, unknown>,
): Response {
  refuseRedirect(url, answer);
  const { headers } = answer;
  // RFC 6749 section 5.2 puts the error into the body; the challenge of a 401 would hide it.
  headers.delete('www-authenticate');
  const members = answer.status === 200 ? jsonObject(answer.body) : undefined;
  if (members === undefined) {
    const body = nullBodyStatus(answer.status) ? null : answer.body;
    return new Response(body, { status: answer.status, headers });
  }
  // Some servers refuse with status 200. As the refusal it is, it must not become a token (security.md P29).
  if (typeof members.error === 'string' && members.error !== '') {
    headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(members), { status: 400, headers });
  }
  // To write out what was just read, and have it read again, would only take time. Of the headers of an answer that is
  // good, openid-client reads DPoP-Nonce alone.
  const nonce = headers.get('dpop-nonce');
  const response = nonce === null ? new Response() : new Response(null, { headers: { 'dpop-nonce': nonce } });
  return Object.assign(response, { json: () => Promise.resolve(accept(members)) });
}

/**
 * Optional members that are empty or of another type count as absent: a good token, and a rotated refresh token beside
 * it, must not be lost for them. An empty `refresh_token` means "none" (the old one stays good), and an ID token that
 * nobody can check is dropped.
 */
function mended(members: Record<string, unknown>, keepIdToken: boolean): Record<string, unknown> {
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const { refresh_token, id_token, scope, expires_in, ...rest } = members;
  const seconds = typeof expires_in === 'string' ? parseFloat(expires_in) : expires_in;
  return {
    ...rest,
    ...(isText(refresh_token) ? { refresh_token } : {}),
    ...(isText(id_token) && keepIdToken ? { id_token } : {}),
    ...(isText(scope) ? { scope } : {}),
    ...(Number.isFinite(seconds) && Number(seconds) >= 0 ? { expires_in: seconds } : {}),
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function jsonObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function refuseRedirect(url: string, { status, headers }: HttpAnswer): void {
  if (status < 300 || status > 399 || status === 304) return;
  const target = headers.get('location') ?? '';
  const where = URL.canParse(target, url) ? ` to ${new URL(target, url).origin}` : '';
  throw new FobError(
    'idp_response_invalid',
    `${new URL(url).origin} answered with a redirect${where}, which Fob never follows.`,
    {
      hint: 'A sign-in page of the network (captive portal) or a wrong endpoint in the profile does this.',
    },
  );
}

function nullBodyStatus(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}
