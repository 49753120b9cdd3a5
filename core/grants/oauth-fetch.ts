/**
 * The one seam between openid-client and the network: its `customFetch` over a profile's `HttpClient`, with the limits
 * that fit each endpoint, the profile's request encoding, and the few mends that answers of real servers need.
 */
import type { CustomFetch, CustomFetchOptions } from 'openid-client';
import { FobError } from '../errors/fob-error.ts';
import type { HttpAnswer, HttpClient, HttpLimits } from '../ports/http.ts';

/** security.md F01 and F02. */
export const TOKEN_LIMITS: HttpLimits = { deadlineMs: 30_000, maxBytes: 256 * 1024 };
export const METADATA_LIMITS: HttpLimits = { deadlineMs: 10_000, maxBytes: 512 * 1024 };

export interface OauthFetchOptions {
  readonly encoding: 'form' | 'json';
  /** Without a known issuer an ID token cannot be checked, so it is left out. */
  readonly keepIdToken: boolean;
  /** Sees every answer of the token endpoint, to measure clock skew. */
  readonly onTokenAnswer?: (answer: HttpAnswer) => void;
}

/** For `Configuration[customFetch]`: POST goes to the token endpoint, GET to the IdP's keys. */
export function oauthFetch(http: HttpClient, options: OauthFetchOptions): CustomFetch {
  return async (url, request) => {
    if (request.method !== 'POST') return metadataFetch(http)(url, request);
    const answer = await http.request(url, tokenRequest(request, options.encoding), TOKEN_LIMITS);
    options.onTokenAnswer?.(answer);
    return tokenResponse(url, answer, options.keepIdToken);
  };
}

/** For discovery and JWKS. */
export function metadataFetch(http: HttpClient): CustomFetch {
  return async (url, { headers }) => {
    const answer = await http.request(url, { method: 'GET', headers }, METADATA_LIMITS);
    refuseRedirect(url, answer);
    return new Response(nullBodyStatus(answer.status) ? null : answer.body, answer);
  };
}

function tokenRequest(
  { headers, body }: CustomFetchOptions,
  encoding: 'form' | 'json',
): { method: 'POST'; headers: Record<string, string>; body: string } {
  const parameters = body as URLSearchParams;
  if (encoding === 'form') return { method: 'POST', headers, body: parameters.toString() };
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(parameters)),
  };
}

function tokenResponse(url: string, answer: HttpAnswer, keepIdToken: boolean): Response {
  refuseRedirect(url, answer);
  const headers = new Headers(answer.headers);
  // RFC 6749 section 5.2 puts the error into the body; the challenge of a 401 would hide it.
  headers.delete('www-authenticate');
  const body = answer.status === 200 ? mended(answer.body, keepIdToken) : answer.body;
  return new Response(nullBodyStatus(answer.status) ? null : body, { status: answer.status, headers });
}

/**
 * An empty `refresh_token` means "none" (the old one stays good), and an ID token that nobody can check is dropped.
 * What is not a JSON object passes untouched, for openid-client to refuse.
 */
function mended(body: Uint8Array<ArrayBuffer>, keepIdToken: boolean): Uint8Array<ArrayBuffer> | string {
  const answer = jsonObject(body);
  if (answer === undefined) return body;
  if (typeof answer.error === 'string') throw refusedWithSuccess(answer.error);
  const empty = (name: string) => answer[name] === '' || answer[name] === null;
  if (empty('refresh_token')) delete answer.refresh_token;
  if (empty('id_token') || !keepIdToken) delete answer.id_token;
  if (empty('scope')) delete answer.scope;
  if (empty('expires_in')) delete answer.expires_in;
  return JSON.stringify(answer);
}

function jsonObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function refusedWithSuccess(error: string): FobError {
  return new FobError('idp_refused', `The IdP answered status 200 with an error: ${error.slice(0, 100)}.`);
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
