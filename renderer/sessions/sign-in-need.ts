import type { EnvironmentView } from '../../shared/snapshot.ts';

type Seen = Pick<EnvironmentView, 'status' | 'grantType' | 'receivedAt' | 'expiresAt' | 'signIn'>;

/** Whether a person signs in for this environment's tokens. */
export function isInteractive({ grantType }: Pick<EnvironmentView, 'grantType'>): boolean {
  return grantType === 'authorization_code' || grantType === 'urn:ietf:params:oauth:grant-type:device_code';
}

/** Whether only a sign-in leads to a first token. Where there was one, a refresh may do. */
export function hasNeverSignedIn(environment: Seen): boolean {
  return isInteractive(environment) && environment.status === 'idle' && environment.receivedAt === undefined;
}

/**
 * What a person does next in place of copying: a token that is still valid at `now` (milliseconds since 1970) can be
 * copied, whatever else is the case.
 */
export function signInNeed(environment: Seen, now: number): 'none' | 'begin' | 'go_on' {
  const { status, expiresAt, signIn } = environment;
  const isAlive = expiresAt === undefined ? status === 'fresh' : expiresAt > now;
  if (isAlive || status === 'locked' || status === 'invalid') return 'none';
  if (signIn !== undefined) return 'go_on';
  const isNeeded = status === 'sign_in_needed' && isInteractive(environment);
  return isNeeded || hasNeverSignedIn(environment) ? 'begin' : 'none';
}
