import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { Words } from '../language/words.ts';
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
}

type StatusWords = Words['environments']['status'];

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
export function statusLine(environment: Timed, now: number, words: StatusWords): StatusLine {
  const { status, missingSecrets, signIn } = environment;
  if (status === 'locked') return { kind: 'locked', text: words.locked };
  if (status === 'invalid') return { kind: 'invalid', text: words.invalid };
  const left = remainingMs(environment, now);
  const alive = left !== undefined && left > 0;
  if (missingSecrets.length > 0 && !alive) return { kind: 'secret_missing', text: words.secretMissing };
  if (signIn !== undefined)
    return { kind: 'signing_in', text: `${words.signingIn} · ${durationText(signIn.expiresAt - now)}` };
  if (hasNeverSignedIn(environment)) return { kind: 'sign_in_needed', text: words.signInNeeded };
  const tail = alive ? ` · ${durationText(left)}` : '';
  switch (status) {
    case 'sign_in_needed':
      return { kind: 'sign_in_needed', text: `${words.signInNeeded}${tail}` };
    case 'error':
      return { kind: 'error', text: `${failure(environment, words)}${tail}` };
    case 'refreshing':
      return { kind: 'refreshing', text: `${words.refreshing}${tail}` };
    case 'idle':
      return { kind: 'idle', text: left === 0 ? words.expired : words.none };
    case 'fresh':
      return freshLine(environment, left, words);
  }
}

function failure({ endpointChanges }: Timed, words: StatusWords): string {
  return endpointChanges === undefined ? words.failed : words.addressesChanged;
}

function freshLine(environment: Timed, left: number | undefined, words: StatusWords): StatusLine {
  if (left === undefined) return { kind: 'fresh', text: words.endUnknown };
  if (left === 0) return { kind: 'idle', text: words.expired };
  const isEnding = left <= ENDING_MS || left <= ENDING_SHARE * lifeMs(environment);
  return { kind: isEnding ? 'ending' : 'fresh', text: words.left(durationText(left)) };
}

/** Milliseconds from the token's receipt to its end; 0 when nobody knows. */
function lifeMs({ receivedAt, expiresAt }: Timed): number {
  return receivedAt === undefined || expiresAt === undefined ? 0 : expiresAt - receivedAt;
}
