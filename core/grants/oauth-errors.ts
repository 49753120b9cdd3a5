/** From openid-client's errors to Fob's, in one place. What the IdP wrote is made safe to show. */
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import { retryAfterMs } from './retry-after.ts';

const HINTS: ReadonlyMap<string, string> = new Map([
  ['access_denied', 'The sign-in was declined, by the person or by the IdP.'],
  ['expired_token', 'The code is too old; begin the sign-in again.'],
  ['unauthorized_client', 'Ask the operator to allow this grant_type for the client.'],
  ['invalid_scope', 'Check "scope" in the profile against what the client may ask for.'],
  ['invalid_target', 'Check "resource" or "audience" in the profile.'],
  ['unsupported_grant_type', 'Check "grant_type" and "token_request_encoding" in the profile.'],
  ['invalid_request', 'Check "token_request_encoding" and the parameters in the profile.'],
]);

/** `now` is for reading a `Retry-After` date, in milliseconds since 1970. */
export function toFobError(error: unknown, profile: Profile, now: number): FobError {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof FobError) return current;
    if (current instanceof ResponseBodyError) return answered(current, profile, now);
    if (current instanceof AuthorizationResponseError) return refused(current, profile);
    if (current instanceof WWWAuthenticateChallengeError)
      return badStatus(current.response, profile, now, error);
    if (current instanceof ClientError && current.cause instanceof Response) {
      return badStatus(current.cause, profile, now, error);
    }
  }
  if (error instanceof ClientError) return invalidAnswer(error, profile);
  return new FobError('internal', `The request of a token for ${profile.address} met a bug.`, {
    cause: error,
  });
}

function answered(error: ResponseBodyError, profile: Profile, now: number): FobError {
  if (error.status === 429 || error.status >= 500) return badStatus(error.response, profile, now, error);
  return refused(error, profile);
}

function refused(error: ResponseBodyError | AuthorizationResponseError, profile: Profile): FobError {
  // The library passes on whatever the IdP wrote, so this need not be text.
  const told: unknown = error.error_description;
  const description = typeof told === 'string' && told !== '' ? ` (${printable(told)})` : '';
  const name = printable(error.error);
  const hint = HINTS.get(error.error) ?? clientHint(error.error, profile) ?? grantHint(error.error, profile);
  return new FobError('idp_refused', `The IdP refused ${profile.address}: ${name}${description}.`, {
    cause: error,
    oauthError: error.error,
    ...(hint === undefined ? {} : { hint }),
  });
}

function clientHint(error: string, { token_endpoint_auth_method: method }: Profile): string | undefined {
  if (error !== 'invalid_client') return undefined;
  if (method === 'private_key_jwt')
    return 'Check client_id, and that the IdP has the public key of the stored private_key, under its private_key_id.';
  if (method === 'tls_client_auth' || method === 'self_signed_tls_client_auth')
    return 'Check client_id, and that the certificate in "tls" is the one that the IdP knows for the client.';
  if (method === 'none') return 'Check client_id, and whether the client needs a secret or a key.';
  return 'Check client_id, token_endpoint_auth_method and the stored client secret.';
}

function grantHint(error: string, profile: Profile): string | undefined {
  if (error !== 'invalid_grant') return undefined;
  if (profile.grant_type === 'password') return 'Check the stored username and password.';
  return 'The refresh token is spent, expired or revoked; store a new one.';
}

function badStatus(response: Response, profile: Profile, now: number, cause: unknown): FobError {
  const { status } = response;
  const { headers } = response;
  // A date that the IdP names is one of its own clock, where it tells that.
  const told = Date.parse(headers.get('date') ?? '');
  const wait = retryAfterMs(headers.get('retry-after'), Number.isNaN(told) ? now : told);
  if (status === 429 || status >= 500) {
    const until = wait === undefined ? '' : ` and asks to wait ${Math.ceil(wait / 1000)} s`;
    return new FobError(
      'idp_unreachable',
      `The IdP of ${profile.address} answered status ${status}${until}.`,
      {
        hint: 'Nothing was lost; Fob tries again by itself.',
        cause,
        ...(wait === undefined ? {} : { retryAfterMs: wait }),
      },
    );
  }
  const type = printable(headers.get('content-type') ?? 'no content type');
  return new FobError(
    'idp_response_invalid',
    `The IdP of ${profile.address} answered status ${status} (${type}), not a token.`,
    {
      hint: 'Check that the issuer or token_endpoint in the profile is right, and that no proxy or sign-in page is in between.',
      cause,
    },
  );
}

/** The messages of openid-client name what was wrong; its causes can hold the answer, so they stay inside. */
function invalidAnswer(error: ClientError, profile: Profile): FobError {
  const inner = error.cause instanceof Error ? `: ${printable(error.cause.message)}` : '';
  return new FobError(
    'idp_response_invalid',
    `The answer of the IdP of ${profile.address} is not valid (${error.message}${inner}).`,
    {
      hint: 'Fob keeps what it had. Report this to the operator of the IdP.',
      cause: error,
    },
  );
}
