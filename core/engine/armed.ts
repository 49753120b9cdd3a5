/** Which addresses are armed, and until when: in memory alone. */
import type { Address } from '../../shared/profile.ts';
import type { Clock } from '../ports/clock.ts';
import { createClockWatch } from '../timers/clock-watch.ts';

export interface Armed {
  /** Milliseconds since 1970; `undefined` when it is not armed. */
  until(address: Address): number | undefined;
  /** For so many milliseconds from now; answers until when. */
  arm(address: Address, span: number): number;
  /** Answers whether it was armed. */
  disarm(address: Address): boolean;
  clear(): void;
}

/** `ended` is called when the time of one is over, and for each that is cleared. */
export function createArmed(clock: Clock, ended: (address: Address) => void): Armed {
  const watch = createClockWatch(clock);
  const entries = new Map<Address, { until: number; readonly cancel: () => void }>();

  /** Nobody gets more time by setting the clock back. */
  const lookAtClock = (): void => {
    const back = watch.setBackBy();
    if (back > 0) for (const entry of entries.values()) entry.until -= back;
  };
  const disarm = (address: Address): boolean => {
    entries.get(address)?.cancel();
    return entries.delete(address);
  };

  return {
    until: (address) => {
      lookAtClock();
      const until = entries.get(address)?.until ?? 0;
      return until > clock.now() ? until : undefined;
    },
    arm: (address, span) => {
      lookAtClock();
      disarm(address);
      const until = clock.now() + span;
      const over = (): void => {
        disarm(address);
        ended(address);
      };
      entries.set(address, { until, cancel: clock.setTimer(over, span) });
      return until;
    },
    disarm,
    clear: () => {
      for (const address of [...entries.keys()]) {
        disarm(address);
        ended(address);
      }
    },
  };
}
