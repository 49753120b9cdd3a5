/** What the scenarios of the UI are made of. Times are relative to the moment `at` (milliseconds since 1970). */
import type { Address, Tier } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** An environment with sensible settings; `over` changes what the case is about. */
export function environment(
  address: Address,
  tier: Tier,
  over: Partial<EnvironmentView> = {},
): EnvironmentView {
  const [service, id] = address.split('/') as [string, string];
  return {
    address,
    id,
    tier,
    status: 'idle',
    issuer: `https://login.${id}.${service}.example`,
    clientId: `${service}-${id}-client`,
    grantType: 'client_credentials',
    clientAuthMethod: 'client_secret_basic',
    pinned: false,
    missingSecrets: [],
    ...(tier === 'prod' ? { guard: {} } : {}),
    ...over,
  };
}

/** A token that lives so many milliseconds, with so many of them left. */
export const fresh = (at: number, leftMs: number, lifeMs: number): Partial<EnvironmentView> => ({
  status: 'fresh',
  receivedAt: at + leftMs - lifeMs,
  expiresAt: at + leftMs,
  refreshAt: at + leftMs - lifeMs / 10,
  lastUsedAt: at - 5 * MINUTE,
});

/** A service that people sign in to. */
export function people(at: number): ServiceView {
  const code = { grantType: 'authorization_code', clientAuthMethod: 'none', scope: 'openid' } as const;
  return {
    id: 'acme',
    name: 'Acme Portal',
    environments: [
      environment('acme/dev', 'dev', code),
      environment('acme/tv', 'test', { ...code, grantType: 'urn:ietf:params:oauth:grant-type:device_code' }),
      environment('acme/beta', 'test', { ...code, ...fresh(at, 52 * MINUTE, HOUR) }),
      environment('acme/prod', 'prod', {
        ...code,
        status: 'sign_in_needed',
        problem: {
          code: 'sign_in_needed',
          message: 'acme/prod needs a new sign-in.',
          hint: 'Sign in with: fob login acme/prod',
        },
      }),
    ],
  };
}
