/** Authorization code with PKCE over a loopback redirect (RFC 6749 section 4.1, RFC 7636, RFC 8252). */
import { base64url } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  calculatePKCECodeChallenge,
} from 'openid-client';
import type { ServerMetadata, TokenEndpointResponse } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { openable } from './browser-url.ts';
import type { SignInContext, SignInGrant, SignInStep } from './grant.ts';

export const authorizationCode: SignInGrant = {
  begins: 'sign_in',
  signIn: begin,
};

/** What is compared with the response: made anew for each sign-in, never sent to more than one server. */
interface Secrets {
  readonly state: string;
  readonly nonce: string | undefined;
  readonly verifier: string;
}

async function begin(context: SignInContext): Promise<SignInStep> {
  const { profile, random, listenForCallback } = context;
  refuseWithoutS256(context);
  const secrets: Secrets = {
    state: base64url.encode(random.bytes(32)),
    nonce: wantsIdToken(profile) ? base64url.encode(random.bytes(32)) : undefined,
    verifier: base64url.encode(random.bytes(32)),
  };
  const listener = await listenForCallback({ redirectUri: profile.redirect_uri, state: secrets.state });
  try {
    const url = await authorizationUrl(context, secrets, listener.redirectUri);
    return {
      kind: 'browser',
      url: openable(url.href),
      listener,
      finish: (callback) => exchange(context, secrets, callback),
    };
  } catch (error) {
    listener.close();
    throw error;
  }
}

async function authorizationUrl(
  { config, profile, parameters, dpop }: SignInContext,
  { state, nonce, verifier }: Secrets,
  redirectUri: string,
): Promise<URL> {
  const query = new URLSearchParams(profile.extra_authorization_params);
  for (const name of ['scope', 'audience', 'resource']) {
    const value = parameters.get(name);
    if (value !== null) query.set(name, value);
  }
  query.set('redirect_uri', redirectUri);
  query.set('response_type', 'code');
  query.set('state', state);
  query.set('code_challenge', await calculatePKCECodeChallenge(verifier));
  query.set('code_challenge_method', 'S256');
  if (nonce !== undefined) query.set('nonce', nonce);
  const proof = dpop === undefined ? {} : { DPoP: dpop };
  return usesPar(profile, config.serverMetadata())
    ? buildAuthorizationUrlWithPAR(config, query, proof)
    : buildAuthorizationUrl(config, query);
}

async function exchange(
  { config, profile, parameters, dpop }: SignInContext,
  { state, nonce, verifier }: Secrets,
  callback: URL,
): Promise<TokenEndpointResponse> {
  refuseRepeated(callback);
  const url = withoutUnknownIssuer(callback, profile);
  const checks = {
    expectedState: state,
    pkceCodeVerifier: verifier,
    ...(nonce === undefined ? {} : { expectedNonce: nonce, idTokenExpected: true }),
  };
  return authorizationCodeGrant(config, url, checks, parameters, dpop === undefined ? {} : { DPoP: dpop });
}

/** RFC 9700 section 2.1.1: a server that says how it does PKCE and does not name S256 would silently drop it. */
function refuseWithoutS256({ config, profile }: SignInContext): void {
  const methods = config.serverMetadata().code_challenge_methods_supported;
  if (methods === undefined || methods.includes('S256')) return;
  throw new FobError('idp_response_invalid', `The IdP of ${profile.address} does not offer PKCE with S256.`, {
    hint: 'Fob signs in with nothing weaker. Ask the operator to switch it on.',
  });
}

/** RFC 9126 section 5: obeyed where the server requires it, used where it offers it, unless the profile says otherwise. */
function usesPar(profile: Profile, server: ServerMetadata): boolean {
  const required = server.require_pushed_authorization_requests === true;
  const offered = server.pushed_authorization_request_endpoint !== undefined;
  if (required && !offered) {
    throw new FobError(
      'idp_response_invalid',
      `The IdP of ${profile.address} wants the request pushed and names no endpoint for that.`,
      { hint: 'Write "pushed_authorization_request_endpoint" into the profile, or ask the operator.' },
    );
  }
  switch (profile.par ?? 'auto') {
    case 'always':
      if (offered) return true;
      throw new FobError(
        'profile_invalid',
        `${profile.address} has "par": "always", and its IdP has no endpoint for that.`,
      );
    case 'never':
      return required;
    case 'auto':
      return offered;
  }
}

/** A parameter that stands twice could be read as either (security.md P07). */
function refuseRepeated({ searchParams }: URL): void {
  const repeated = ['code', 'state', 'iss', 'error'].find((name) => searchParams.getAll(name).length > 1);
  if (repeated === undefined) return;
  throw new FobError(
    'idp_response_invalid',
    `The sign-in came back with "${repeated}" twice; nothing was sent on.`,
  );
}

/** Without a known issuer there is nothing to compare `iss` with. */
function withoutUnknownIssuer(callback: URL, { issuer }: Profile): URL {
  const url = new URL(callback);
  if (issuer === undefined) url.searchParams.delete('iss');
  return url;
}

function wantsIdToken({ scope, issuer }: Profile): boolean {
  return issuer !== undefined && (scope ?? '').split(' ').includes('openid');
}
