/** How a client proves who it is at the token endpoint (RFC 6749 section 2.3, RFC 7523, RFC 8705). */
import {
  ClientSecretJwt,
  ClientSecretPost,
  modifyAssertion,
  None,
  PrivateKeyJwt,
  TlsClientAuth,
} from 'openid-client';
import type { ClientAuth, ServerMetadata } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { ResolveKey, ResolveSecret } from './grant.ts';
import { importPrivateKey } from './private-key.ts';

export interface ClientAuthenticationContext {
  readonly profile: Profile;
  readonly server: ServerMetadata;
  readonly secret: ResolveSecret;
  readonly privateKey: ResolveKey;
}

/**
 * Reads secrets for each request anew and keeps none; then it can reject with `secret_missing` or `secret_invalid`. Throws
 * `profile_invalid` at once.
 */
export function clientAuthentication(context: ClientAuthenticationContext): ClientAuth {
  const { profile, secret } = context;
  switch (profile.token_endpoint_auth_method) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return atRequest(async () => clientSecretBasic(await secret('client_secret')));
    case 'client_secret_post':
      return atRequest(async () => ClientSecretPost(await secret('client_secret')));
    case 'client_secret_jwt':
      return atRequest(async () =>
        ClientSecretJwt(await secret('client_secret'), { [modifyAssertion]: assertionFor(context) }),
      );
    case 'private_key_jwt':
      return atRequest(() => privateKeyJwt(context));
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return tlsClientAuthentication(profile);
  }
}

/** Whether the profile's requests go to the endpoints for mutual TLS where the server has some (RFC 8705 section 5). */
export function usesMtlsAliases({ token_endpoint_auth_method }: Profile): boolean {
  return (
    token_endpoint_auth_method === 'tls_client_auth' ||
    token_endpoint_auth_method === 'self_signed_tls_client_auth'
  );
}

/** Makes the authentication when a request needs it. */
function atRequest(make: () => Promise<ClientAuth>): ClientAuth {
  // Its type does not say so, but openid-client waits for it: its own signed assertions take time as well.
  // eslint-disable-next-line @typescript-eslint/no-misused-promises
  return async (...request) => {
    const authenticate: (...given: Parameters<ClientAuth>) => unknown = await make();
    await authenticate(...request);
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

async function privateKeyJwt(context: ClientAuthenticationContext): Promise<ClientAuth> {
  const { profile, privateKey } = context;
  const read = await privateKey();
  const key = await importPrivateKey(read, profile.token_endpoint_auth_signing_alg, profile.private_key_id);
  return PrivateKeyJwt(key, { [modifyAssertion]: assertionFor(context) });
}

/**
 * The audience is the issuer as a string, alone, at every endpoint: anything else lets a hostile server pass the assertion
 * on (security.md P43, P44). Without a known issuer it is the token endpoint, the only name the server has.
 */
function assertionFor({ profile, server }: ClientAuthenticationContext) {
  return (header: Record<string, unknown>, payload: Record<string, unknown>): void => {
    if (profile.issuer === undefined) payload.aud = server.token_endpoint;
    const algorithm = profile.token_endpoint_auth_signing_alg;
    if (
      profile.token_endpoint_auth_method === 'client_secret_jwt' &&
      algorithm !== undefined &&
      algorithm !== 'HS256'
    ) {
      throw new FobError('profile_invalid', `client_secret_jwt signs with HS256, not ${algorithm}.`);
    }
    header.typ ??= 'JWT';
    if (header.alg === 'Ed25519' && knowsOldName(server)) header.alg = 'EdDSA';
  };
}

/** RFC 9864 renamed the algorithm; nearly every server still knows it by the name of RFC 8037 alone. */
function knowsOldName(server: ServerMetadata): boolean {
  const supported = server.token_endpoint_auth_signing_alg_values_supported;
  return supported?.includes('EdDSA') ?? true;
}

function tlsClientAuthentication(profile: Profile): ClientAuth {
  const { tls } = profile;
  if (tls?.cert !== undefined || tls?.pfx !== undefined) return TlsClientAuth();
  throw new FobError(
    'profile_invalid',
    `${profile.address} authenticates by a client certificate and names none.`,
    {
      hint: 'Add "tls": { "cert": FILE, "key": FILE } or "tls": { "pfx": FILE } to the profile.',
    },
  );
}
