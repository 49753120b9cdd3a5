import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { Words } from '../language/words.ts';

export interface NextStep {
  readonly text: string;
  /** Milliseconds since 1970; absent when nobody knows. */
  readonly at?: number;
}

type NextWords = Words['history']['next'];

/** What Fob will do for an environment by itself and what will end, in the order in which that happens. */
export function nextSteps(environment: EnvironmentView, now: number, words: NextWords): readonly NextStep[] {
  const waits = waitsFor(environment, words);
  const steps: NextStep[] = [
    ...(waits === undefined ? [refreshOf(environment, words)] : [{ text: waits }]),
    ...stepAt(environment.signIn?.expiresAt, now, words.signIn),
    ...stepAt(environment.expiresAt, now, words.token),
    ...stepAt(
      environment.refreshExpiresAt,
      now,
      isOfPerson(environment) ? words.session : words.refreshToken,
    ),
  ];
  return steps.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0));
}

function stepAt(at: number | undefined, now: number, text: string): readonly NextStep[] {
  return at === undefined || at <= now ? [] : [{ text, at }];
}

/** What a person has to do before anything goes on. */
function waitsFor({ status, missingSecrets }: EnvironmentView, words: NextWords): string | undefined {
  if (status === 'locked') return words.locked;
  if (status === 'invalid') return words.invalid;
  if (missingSecrets.length > 0) return words.waitsForSecret;
  return status === 'sign_in_needed' ? words.waitsForPerson : undefined;
}

function refreshOf({ status, refreshAt }: EnvironmentView, words: NextWords): NextStep {
  if (refreshAt === undefined) return { text: words.onDemand };
  return { text: status === 'error' ? words.retry : words.refresh, at: refreshAt };
}

/** Whether the token came of a sign-in; else the profile's own credentials get another one. */
function isOfPerson({ grantType }: EnvironmentView): boolean {
  return (
    grantType === 'authorization_code' ||
    grantType === 'urn:ietf:params:oauth:grant-type:device_code' ||
    grantType === 'refresh_token'
  );
}
