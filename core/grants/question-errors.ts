/** What goes wrong when the IdP is asked about a token that it issued, in words that name the endpoint. */
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { printable } from '../errors/redact.ts';
import { toFobError } from './oauth-errors.ts';

export type QuestionEndpoint = 'introspection_endpoint' | 'userinfo_endpoint';

/** There is nobody to ask, which is the IdP's right. */
export function nobodyToAsk(endpoint: QuestionEndpoint, { address }: Profile): FobError {
  return new FobError('usage', `The IdP of ${address} names no ${endpoint}.`, {
    hint: `If it has one, write "${endpoint}" into the profile.`,
  });
}

/** `now` is for reading a `Retry-After` date, in milliseconds since 1970. */
export function questionError(
  error: unknown,
  endpoint: QuestionEndpoint,
  profile: Profile,
  now: number,
): FobError {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof FobError) return current;
    if (current instanceof WWWAuthenticateChallengeError) return challenged(current, endpoint, profile);
    if (current instanceof ResponseBodyError && isPassing(current.status))
      return answered(current.response, endpoint, profile, error);
    if (current instanceof ClientError && current.cause instanceof Response)
      return answered(current.cause, endpoint, profile, error);
  }
  return toFobError(error, profile, now);
}

const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** RFC 6750 section 3.1: the access token itself was refused. */
function challenged(
  error: WWWAuthenticateChallengeError,
  endpoint: QuestionEndpoint,
  profile: Profile,
): FobError {
  const { parameters } = error.cause.find((each) => each.parameters.error !== undefined) ?? {};
  const name = parameters?.error;
  if (name === undefined) return answered(error.response, endpoint, profile, error);
  const told = parameters?.error_description;
  const description = told === undefined ? '' : ` (${printable(told)})`;
  return new FobError(
    'idp_refused',
    `The ${endpoint} of ${profile.address} refused the access token: ${printable(name)}${description}.`,
    {
      hint:
        name === 'insufficient_scope'
          ? 'Ask for more in the "scope" of the profile: userinfo needs "openid".'
          : `Get another token with: fob refresh ${profile.address}`,
      oauthError: name,
      cause: error,
    },
  );
}

function answered(
  { status, headers }: Response,
  endpoint: QuestionEndpoint,
  { address }: Profile,
  cause: unknown,
): FobError {
  const type = printable(headers.get('content-type') ?? 'no content type');
  const message = `The ${endpoint} of ${address} answered status ${status} (${type}), not what was asked for.`;
  return isPassing(status)
    ? new FobError('idp_unreachable', message, { hint: 'Nothing was lost; try again later.', cause })
    : new FobError('idp_response_invalid', message, {
        hint: `Check "${endpoint}" in the profile, or ask the operator whether this client may use it.`,
        cause,
      });
}
