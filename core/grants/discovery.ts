/** What a server says of itself: OIDC Discovery 1.0 section 4, then RFC 8414 section 3. */
import { allowInsecureRequests, ClientError, customFetch, discovery } from 'openid-client';
import type { ServerMetadata } from 'openid-client';
import { endpointProblem } from '../../shared/profile.ts';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import type { HttpClient } from '../ports/http.ts';
import { metadataFetch } from './oauth-fetch.ts';

/** The metadata members that name places. */
export const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const;

/**
 * Asks the issuer for its metadata. The issuer in it must be the profile's, character by character; another one is
 * refused and the next well-known URL is not tried (security.md P35, P36).
 */
export async function discover(issuer: string, http: HttpClient): Promise<ServerMetadata> {
  const metadata =
    (await fetchMetadata(issuer, 'oidc', http)) ?? (await fetchMetadata(issuer, 'oauth2', http));
  if (metadata === undefined) {
    throw new FobError('idp_response_invalid', `${issuer} has no metadata at its well-known URLs.`, {
      hint: 'Check "issuer" in the profile, or write "token_endpoint" by hand in its place.',
    });
  }
  if (metadata.issuer !== issuer) {
    throw new FobError(
      'idp_response_invalid',
      `The server at ${issuer} calls itself ${printable(metadata.issuer)}.`,
      {
        hint: 'Write "issuer" into the profile exactly as the server does, if that is the server you mean.',
      },
    );
  }
  for (const name of ENDPOINTS) {
    checkEndpoint(name, metadata[name], issuer);
    checkEndpoint(`mtls_endpoint_aliases.${name}`, metadata.mtls_endpoint_aliases?.[name], issuer);
  }
  return metadata;
}

async function fetchMetadata(
  issuer: string,
  algorithm: 'oidc' | 'oauth2',
  http: HttpClient,
): Promise<ServerMetadata | undefined> {
  try {
    const config = await discovery(new URL(issuer), 'unused', undefined, undefined, {
      algorithm,
      [customFetch]: metadataFetch(http),
      // Which schemes are allowed was decided when the profile was read: http on loopback alone.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to stand out
      execute: [allowInsecureRequests],
    });
    return config.serverMetadata();
  } catch (error) {
    if (error instanceof ClientError && error.cause instanceof Response && error.cause.status === 404)
      return undefined;
    throw discoveryError(error, issuer);
  }
}

function discoveryError(error: unknown, issuer: string): FobError {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof FobError) return current;
  }
  const response = error instanceof Error && error.cause instanceof Response ? error.cause : undefined;
  if (response !== undefined && (response.status === 429 || response.status >= 500)) {
    return new FobError('idp_unreachable', `${issuer} answered status ${response.status} to discovery.`, {
      hint: 'Nothing was lost; try again later.',
      cause: error,
    });
  }
  const named = error instanceof ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
  const what = named ? 'names another issuer' : 'is not valid';
  return new FobError('idp_response_invalid', `The metadata of ${issuer} ${what}.`, {
    hint: 'Check "issuer" in the profile character by character, or write "token_endpoint" by hand in its place.',
    cause: error,
  });
}

function checkEndpoint(name: string, value: unknown, issuer: string): void {
  if (value === undefined) return;
  const problem = typeof value === 'string' ? (endpointProblem(value) ?? downgrade(value, issuer)) : NO_TEXT;
  if (problem === undefined) return;
  throw new FobError('idp_response_invalid', `The metadata of ${issuer} has a "${name}" that ${problem}.`);
}

const NO_TEXT = 'is not a text';

/** An IdP elsewhere has no business on the ports of this machine (security.md N13, F06). */
function downgrade(endpoint: string, issuer: string): string | undefined {
  const isPlain = (url: string): boolean => new URL(url).protocol === 'http:';
  return isPlain(endpoint) && !isPlain(issuer) ? 'must be an https URL, as its issuer is' : undefined;
}

/**
 * The profile's own endpoints over the discovered ones. One that is written by hand is meant for mutual TLS as well: an
 * alias that the server has for it counts only when the profile names it.
 */
export function withOwnEndpoints(profile: Profile, discovered: ServerMetadata | undefined): ServerMetadata {
  const own = Object.fromEntries(
    ENDPOINTS.flatMap((name) => (profile[name] === undefined ? [] : [[name, profile[name]]])),
  );
  const issuer = profile.issuer ?? new URL(profile.token_endpoint ?? '').origin;
  const theirs = Object.entries(discovered?.mtls_endpoint_aliases ?? {}).filter(([name]) => !(name in own));
  const mtls_endpoint_aliases = { ...Object.fromEntries(theirs), ...profile.mtls_endpoint_aliases };
  return { ...discovered, ...own, mtls_endpoint_aliases, issuer };
}
