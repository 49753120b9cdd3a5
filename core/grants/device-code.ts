/** Device authorization (RFC 8628): the person signs in on any device, with a code. */
import { initiateDeviceAuthorization, pollDeviceAuthorizationGrant } from 'openid-client';
import { openable } from './browser-url.ts';
import type { SignInContext, SignInGrant, SignInStep } from './grant.ts';
import { printable } from '../errors/redact.ts';

/** Less than nothing would poll without a pause; more than a minute would leave the person waiting. */
const INTERVAL_S = { shortest: 1, usual: 5, longest: 60 } as const;
const LONGEST_S = 3600;

export const deviceCode: SignInGrant = {
  begins: 'sign_in',
  signIn: begin,
};

async function begin({ config, parameters, dpop, signal }: SignInContext): Promise<SignInStep> {
  const answer = await initiateDeviceAuthorization(config, parameters);
  const complete = answer.verification_uri_complete;
  const expires_in = Math.min(Math.max(answer.expires_in, 0), LONGEST_S);
  return {
    kind: 'device',
    userCode: printable(answer.user_code),
    verificationUri: openable(answer.verification_uri),
    verificationUriComplete: complete === undefined ? undefined : openable(complete),
    expiresInMs: expires_in * 1000,
    finish: () =>
      pollDeviceAuthorizationGrant(
        config,
        { ...answer, expires_in, interval: interval(answer.interval) },
        parameters,
        {
          signal,
          ...(dpop === undefined ? {} : { DPoP: dpop }),
        },
      ),
  };
}

/** RFC 8628 section 3.2: five seconds where the server says nothing. */
function interval(seconds: number | undefined): number {
  if (seconds === undefined || !Number.isFinite(seconds)) return INTERVAL_S.usual;
  return Math.min(Math.max(seconds, INTERVAL_S.shortest), INTERVAL_S.longest);
}
