/** Whether an authorization request is pushed (RFC 9126 section 5): what the IdP requires goes before what a profile wishes. */
import { Configuration } from 'openid-client';
import { describe, expect, it } from 'vitest';
import { authorizationCode } from '../../../core/grants/authorization-code.ts';
import type { SignInContext, SignInStep } from '../../../core/grants/grant.ts';
import type { Profile } from '../../../shared/profile.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import { profileOf } from '../profiles/kit.ts';
import { ISSUER } from './kit.ts';

const REQUIRED = { require_pushed_authorization_requests: true };

interface Begun {
  readonly step: Promise<SignInStep | undefined>;
  readonly isClosed: () => boolean;
}

/** Begins a sign-in at a server of these metadata that has no endpoint for pushing. */
function begin(par: Profile['par'], server: object): Begun {
  let closed = false;
  const context = {
    config: new Configuration(
      {
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/auth`,
        token_endpoint: `${ISSUER}/token`,
        ...server,
      },
      'c1',
    ),
    profile: profileOf({ grant_type: 'authorization_code', ...(par === undefined ? {} : { par }) }),
    parameters: new URLSearchParams(),
    random: createFakeRandom(5),
    listenForCallback: () =>
      Promise.resolve({
        redirectUri: 'http://127.0.0.1:1/callback',
        response: new Promise<URL>(() => undefined),
        close: () => {
          closed = true;
        },
      }),
  } as unknown as SignInContext;
  return {
    step: authorizationCode.signIn(context),
    isClosed: () => closed,
  };
}

describe('a server without an endpoint for pushed requests', () => {
  it.each([undefined, 'auto', 'never', 'always'] as const)(
    'that requires them gets none in plain sight, whatever the profile says: %s (P57)',
    async (par) => {
      const { step, isClosed } = begin(par, REQUIRED);
      await expect(step).rejects.toMatchObject({ code: 'idp_response_invalid' });
      expect(isClosed()).toBe(true);
    },
  );

  it.each([undefined, 'auto', 'never'] as const)(
    'that does not gets one in plain sight with %s',
    async (par) => {
      const { step, isClosed } = begin(par, {});
      expect((await step)?.kind).toBe('browser');
      expect(isClosed()).toBe(false);
    },
  );

  it('is no server for a profile that always pushes', async () => {
    await expect(begin('always', {}).step).rejects.toMatchObject({ code: 'profile_invalid' });
  });
});
