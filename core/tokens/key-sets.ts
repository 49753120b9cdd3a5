/** The public keys of IdPs, by their `jwks_uri`. jose caches them, fetches again for an unknown key, and cools down. */
import { createLocalJWKSet, createRemoteJWKSet, customFetch } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey, RemoteJWKSet } from 'jose';
import { FobError } from '../errors/fob-error.ts';
import type { Connection } from '../grants/connection.ts';
import { METADATA_LIMITS, metadataFetch } from '../grants/oauth-fetch.ts';
import type { HttpClient, HttpClientFactory } from '../ports/http.ts';
import { endpointProblem } from '../../shared/profile.ts';

/** Keys at `jwksUri`, fetched over the profile's own connection. */
export function remoteKeys(jwksUri: string, http: HttpClient): RemoteJWKSet {
  const fetch = metadataFetch(http);
  return createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: (url, { headers }) =>
      fetch(url, {
        method: 'GET',
        headers: Object.fromEntries(headers),
        body: undefined,
        redirect: 'manual',
      }),
    timeoutDuration: 10_000,
  });
}

const keysByConnection = new WeakMap<Connection, { uri: string; keys: RemoteJWKSet }>();

/** The keys of a connection's IdP, cached as long as the connection lives; `undefined` when it names no `jwks_uri`. */
export async function publishedKeys(connection: Connection): Promise<RemoteJWKSet | undefined> {
  const { jwks_uri } = await connection.metadata();
  if (jwks_uri === undefined) return undefined;
  const known = keysByConnection.get(connection);
  if (known?.uri === jwks_uri) return known.keys;
  const keys = remoteKeys(jwks_uri, await connection.http());
  keysByConnection.set(connection, { uri: jwks_uri, keys });
  return keys;
}

/** Keys from the text of a JWKS (RFC 7517 section 5). Throws `usage` when it is none. */
export function localKeys(text: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  } catch (error) {
    throw new FobError('usage', 'The given key set is not a JWKS.', {
      hint: 'It should look like {"keys":[...]}.',
      cause: error,
    });
  }
}

/**
 * The text of the JWKS at `url`, by the same way as to an IdP, over a connection of its own. Rejects with `usage` for a URL
 * that is neither https nor on this machine, `idp_unreachable`, `idp_timeout` or `idp_response_invalid`.
 */
export async function fetchKeySet(url: string, createHttp: HttpClientFactory): Promise<string> {
  const problem = endpointProblem(url);
  if (problem !== undefined) throw new FobError('usage', `The URL of the keys ${problem}.`);
  const http = await createHttp({ address: 'jwks/url' }, () => Promise.resolve({}));
  try {
    const { status, body } = await http.request(url, { method: 'GET', headers: {} }, METADATA_LIMITS);
    if (status === 200) return new TextDecoder().decode(body);
    const { origin } = new URL(url);
    throw new FobError('idp_response_invalid', `${origin} answered status ${status}, not keys.`);
  } finally {
    await http.close();
  }
}
