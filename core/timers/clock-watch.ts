/**
 * Notices that the wall clock was set back (security.md T04). Forward is how sleep looks too, and then the time has really
 * passed; but backward means that every deadline noted before would come too late, and a dead token would look alive.
 */
import type { Clock } from '../ports/clock.ts';

/** Clocks are kept in step in small ways all the time; only what a token's life would feel counts. */
const TOLERANCE_MS = 2_000;
/** A timer is late by so much only when nothing ran: none is set further ahead than half of that. */
const SLEEP_MS = 60_000;

/** Whether the machine slept over a timer that was set to `aimedAt`, milliseconds since 1970 as `now`. */
export function hasSlept(aimedAt: number, now: number): boolean {
  return now - aimedAt > SLEEP_MS;
}

export interface ClockWatch {
  /** By how many milliseconds the clock was set back since this was last asked; 0 when it was not. */
  setBackBy(): number;
}

export function createClockWatch(clock: Clock): ClockWatch {
  let offset = clock.now() - clock.monotonic();
  return {
    setBackBy: () => {
      const now = clock.now() - clock.monotonic();
      const back = offset - now;
      // While it stays within the tolerance the offset is not touched: many small steps back add up.
      if (back <= 0 || back > TOLERANCE_MS) offset = now;
      return back > TOLERANCE_MS ? back : 0;
    },
  };
}
