/**
 * A clock for work that mostly waits: while this process works, time passes as its processor time does; while it waits, the
 * clock goes to the next timer at once. What other programs do on the machine makes no difference.
 */
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../core/index.ts';

export interface SkippingClock extends Clock {
  /** Lets `ms` pass. While `isBusy`, nothing is skipped. */
  pass(ms: number, isBusy: () => boolean): Promise<void>;
  /** How many timers are set. */
  timers(): number;
}

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** It stands at `epoch`, milliseconds since 1970, until time is let pass. */
export function createSkippingClock(epoch: number): SkippingClock {
  const timers = new Set<Timer>();
  let skipped = 0;
  let start: number | undefined;

  const elapsed = (): number => (start === undefined ? 0 : skipped + workedMs() - start);
  const next = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>(
      (best, each) => (best && best.at <= each.at ? best : each),
      undefined,
    );

  return {
    now: () => epoch + elapsed(),
    monotonic: elapsed,
    setTimer(ring, delay) {
      const timer = { at: elapsed() + Math.max(0, delay), ring };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async pass(ms, isBusy) {
      start ??= workedMs();
      const end = elapsed() + ms;
      while (elapsed() < end) {
        const timer = next();
        const wait = Math.min(timer?.at ?? end, end) - elapsed();
        const isWaiting = wait > 0 && isBusy();
        if (wait > 0 && !isWaiting) skipped += wait;
        if (timer !== undefined && timer.at <= elapsed() && timers.delete(timer)) timer.ring();
        await (isWaiting ? pause(1) : turn());
      }
    },
    timers: () => timers.size,
  };
}

function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
