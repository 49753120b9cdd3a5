import type { EnvironmentView } from '../../shared/snapshot.ts';
import { hasNeverSignedIn } from '../sessions/sign-in-need.ts';
import { durationText } from '../ui/time-text.ts';

/** What the ring shows. Each kind has its own shape, so that colour is never the only difference. */
export type StatusKind =
  | 'fresh'
  | 'ending'
  | 'refreshing'
  | 'idle'
  | 'sign_in_needed'
  /** A sign-in waits for the person. */
  | 'signing_in'
  | 'error'
  | 'locked'
  | 'invalid'
  | 'secret_missing';

export interface StatusLine {
  readonly kind: StatusKind;
  readonly text: string;
  /** The share of the token's life that is left, 0 to 1; absent when there is no token or nobody knows its end. */
  readonly share?: number;
}

type Timed = Pick<
  EnvironmentView,
  'status' | 'receivedAt' | 'expiresAt' | 'missingSecrets' | 'grantType' | 'signIn' | 'endpointChanges'
>;

const ENDING_SHARE = 0.1;
const ENDING_MS = 30_000;

/** Milliseconds that the token at hand is still valid; 0 when it has expired, `undefined` when nobody knows. */
function remainingMs(environment: Timed, now: number): number | undefined {
  return environment.expiresAt === undefined ? undefined : Math.max(0, environment.expiresAt - now);
}

/** What to say of an environment at a moment. The host pushes changes; time passes here. */
export function statusLine(environment: Timed, now: number): StatusLine {
  const { status, missingSecrets, signIn } = environment;
  if (status === 'locked') return { kind: 'locked', text: 'Locked' };
  if (status === 'invalid') return { kind: 'invalid', text: 'Profile not usable' };
  const left = remainingMs(environment, now);
  const alive = left !== undefined && left > 0;
  if (missingSecrets.length > 0 && !alive) return { kind: 'secret_missing', text: 'Secret missing' };
  if (signIn !== undefined)
    return { kind: 'signing_in', text: `Signing in · ${durationText(signIn.expiresAt - now)}` };
  if (hasNeverSignedIn(environment)) return { kind: 'sign_in_needed', text: 'Sign-in needed' };
  const tail = alive ? ` · ${durationText(left)}` : '';
  switch (status) {
    case 'sign_in_needed':
      return { kind: 'sign_in_needed', text: `Sign-in needed${tail}`, ...share(environment, left) };
    case 'error':
      return { kind: 'error', text: `${failure(environment)}${tail}`, ...share(environment, left) };
    case 'refreshing':
      return { kind: 'refreshing', text: `Refreshing${tail}`, ...share(environment, left) };
    case 'idle':
      return { kind: 'idle', text: left === 0 ? 'Expired' : 'No token yet' };
    case 'fresh':
      return freshLine(environment, left);
  }
}

function failure({ endpointChanges }: Timed): string {
  return endpointChanges === undefined ? 'Failed' : 'Addresses changed';
}

function freshLine(environment: Timed, left: number | undefined): StatusLine {
  if (left === undefined) return { kind: 'fresh', text: 'Valid, end unknown' };
  if (left === 0) return { kind: 'idle', text: 'Expired' };
  const life = share(environment, left);
  const ending = left <= ENDING_MS || (life.share ?? 1) <= ENDING_SHARE;
  return { kind: ending ? 'ending' : 'fresh', text: `${durationText(left)} left`, ...life };
}

function share({ receivedAt, expiresAt }: Timed, left: number | undefined): { share?: number } {
  if (left === undefined || expiresAt === undefined || receivedAt === undefined) return {};
  const life = expiresAt - receivedAt;
  return life > 0 ? { share: Math.min(1, left / life) } : {};
}
