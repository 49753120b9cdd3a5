/** How a client proves who it is at the token endpoint (RFC 6749 section 2.3). */
import { ClientSecretPost, None } from 'openid-client';
import type { ClientAuth } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { ResolveSecret } from './grant.ts';

/**
 * Reads the secret for each request anew and keeps none. Throws `grant_unsupported` for a method that this version cannot
 * do.
 */
export function clientAuthentication(profile: Profile, secret: ResolveSecret): ClientAuth {
  // Without a proof the IdP would answer a Bearer token, which is not what the profile asks for (security.md P26).
  if (profile.dpop === true) {
    throw new FobError(
      'grant_unsupported',
      `${profile.address} uses DPoP, which this version of Fob cannot do.`,
    );
  }
  switch (profile.token_endpoint_auth_method) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return withSecret(clientSecretBasic, secret);
    case 'client_secret_post':
      return withSecret(ClientSecretPost, secret);
    case 'client_secret_jwt':
    case 'private_key_jwt':
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      throw new FobError(
        'grant_unsupported',
        `${profile.address} uses token_endpoint_auth_method "${profile.token_endpoint_auth_method}", which this version of Fob cannot do.`,
        { hint: 'It can do none, client_secret_basic and client_secret_post.' },
      );
  }
}

function withSecret(method: (clientSecret: string) => ClientAuth, secret: ResolveSecret): ClientAuth {
  // Its type does not say so, but openid-client waits for it: its own signed assertions take time as well.
  // eslint-disable-next-line @typescript-eslint/no-misused-promises
  return async (...request) => {
    method(await secret('client_secret'))(...request);
  };
}

/**
 * RFC 6749 section 2.3.1 with the form encoding that URLs have (WHATWG): it leaves `-`, `_`, `.` and `*` alone where
 * openid-client escapes them. Both decode to the same, but many servers compare without decoding
 * (docs/decisions/0004-client-secret-basic.md).
 */
export function clientSecretBasic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    headers.set(
      'authorization',
      `Basic ${btoa(`${formEncode(client.client_id)}:${formEncode(clientSecret)}`)}`,
    );
  };
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
