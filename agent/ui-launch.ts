/** Launch tokens: each opens one session of the browser UI, once, within a minute (security.md L06, L11). */
import type { Clock, Random } from '../core/index.ts';
import { elapsedSince, momentOf } from './elapsed.ts';
import type { Moment } from './elapsed.ts';
import { createSecret, digest, isSecret } from './same-secret.ts';

export const LAUNCH_MS = 60_000;

const MAX_LAUNCHES = 8;
const FREE_FAILURES = 5;
const MAX_DELAY_MS = 10_000;

export interface Launches {
  /** A new token. `onGone` is called once, when it was used, has expired or was pushed out by newer ones. */
  mint(onGone: () => void): string;
  /** Uses it up. False when it is none of ours, was used before, or has expired. */
  use(token: string): boolean;
  /** Milliseconds that the refusal of a wrong token waits: nothing at first, then growing to ten seconds. */
  refusalDelay(): number;
  clear(): void;
}

interface Launch {
  readonly token: Buffer;
  readonly minted: Moment;
  readonly forget: () => void;
}

export function createLaunches(clock: Clock, random: Random): Launches {
  const launches = new Set<Launch>();
  let failures = 0;

  return {
    mint(onGone) {
      const token = createSecret(random);
      const forget = (): void => {
        if (!launches.delete(launch)) return;
        cancel();
        onGone();
      };
      const launch = { token: digest(token), minted: momentOf(clock), forget };
      const cancel = clock.setTimer(forget, LAUNCH_MS);
      if (launches.size >= MAX_LAUNCHES) [...launches][0]?.forget();
      launches.add(launch);
      return token;
    },
    use(token) {
      const launch = [...launches].find((known) => isSecret(token, known.token));
      launch?.forget();
      // The timer that forgets it can be late, after sleep above all.
      const isGood = launch !== undefined && elapsedSince(clock, launch.minted) < LAUNCH_MS;
      failures = isGood ? 0 : failures + 1;
      return isGood;
    },
    refusalDelay: () =>
      failures <= FREE_FAILURES ? 0 : Math.min(MAX_DELAY_MS, 1000 * 2 ** (failures - FREE_FAILURES - 1)),
    clear: () => launches.forEach((launch) => launch.forget()),
  };
}
