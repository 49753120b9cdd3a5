import type { Clock } from '../ports/clock.ts';
import { sleep } from '../ports/clock.ts';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/** Slows down guessing: after each wrong passphrase in a row the next attempt waits twice as long, up to 10 s. */
export interface Attempts {
  /** Resolves when the next attempt may be made. The caller makes one attempt at a time. */
  turn(): Promise<void>;
  failed(): void;
  succeeded(): void;
}

export function createAttempts(clock: Clock): Attempts {
  let failures = 0;
  let allowedAt = -Infinity;
  return {
    async turn() {
      const wait = allowedAt - clock.monotonic();
      if (wait > 0) await sleep(clock, wait);
    },
    failed() {
      allowedAt = clock.monotonic() + Math.min(FIRST_DELAY_MS * 2 ** failures, MAX_DELAY_MS);
      failures += 1;
    },
    succeeded() {
      failures = 0;
      allowedAt = -Infinity;
    },
  };
}
