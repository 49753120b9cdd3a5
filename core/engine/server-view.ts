/** What a server's metadata says, for people to choose from. It comes from elsewhere: texts are made safe, lists cut. Pure. */
import type { ServerMetadata } from 'openid-client';
import type { ServerView } from '../../shared/editor-view.ts';
import { printable } from '../errors/redact.ts';
import { ENDPOINTS } from '../grants/discovery.ts';

const LONGEST_LIST = 200;

/** `server` is what discovery answered, endpoints checked. */
export function serverViewOf(server: ServerMetadata): ServerView {
  return {
    issuer: server.issuer,
    endpoints: endpointsOf(server),
    mtlsEndpoints: endpointsOf(server.mtls_endpoint_aliases ?? {}),
    ...listed({
      grantTypes: server.grant_types_supported,
      clientAuthMethods: server.token_endpoint_auth_methods_supported,
      scopes: server.scopes_supported,
      codeChallengeMethods: server.code_challenge_methods_supported,
      dpopAlgorithms: server.dpop_signing_alg_values_supported,
    }),
    par: parOf(server),
  };
}

function endpointsOf(named: Partial<Record<(typeof ENDPOINTS)[number], unknown>>): Record<string, string> {
  return Object.fromEntries(
    ENDPOINTS.flatMap((name) => (typeof named[name] === 'string' ? [[name, named[name]]] : [])),
  );
}

/** Metadata is checked by openid-client in its required members alone: anything can stand in the others. */
function listed<Name extends string>(
  lists: Readonly<Record<Name, unknown>>,
): Partial<Record<Name, readonly string[]>> {
  const texts = (list: readonly unknown[]): readonly string[] =>
    list.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
  const found: Partial<Record<Name, readonly string[]>> = {};
  for (const name of Object.keys(lists) as Name[]) {
    const list = lists[name];
    if (Array.isArray(list)) found[name] = texts(list).slice(0, LONGEST_LIST).map(printable);
  }
  return found;
}

function parOf(server: ServerMetadata): ServerView['par'] {
  if (server.require_pushed_authorization_requests === true) return 'required';
  return server.pushed_authorization_request_endpoint === undefined ? 'none' : 'offered';
}
