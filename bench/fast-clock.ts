import type { Clock } from '../core/index.ts';

export interface FastClock extends Clock {
  /** Lets the clock go; until then it stands. */
  run(): void;
  /** How many timers are set. */
  timers(): number;
}

interface Timer {
  readonly at: number;
  readonly ring: () => void;
  handle?: NodeJS.Timeout;
}

/** A clock that stands at `epoch` and then goes `speed` times as fast as the real one. */
export function createFastClock(epoch: number, speed: number): FastClock {
  const timers = new Set<Timer>();
  let started: number | undefined;

  const elapsed = (): number => (started === undefined ? 0 : (performance.now() - started) * speed);
  const arm = (timer: Timer): void => {
    const ring = (): void => {
      timers.delete(timer);
      timer.ring();
    };
    timer.handle = setTimeout(ring, Math.max(0, (timer.at - elapsed()) / speed));
  };

  return {
    now: () => epoch + elapsed(),
    monotonic: elapsed,
    setTimer(run, delay) {
      const timer: Timer = { at: elapsed() + Math.max(0, delay), ring: run };
      timers.add(timer);
      if (started !== undefined) arm(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer.handle);
      };
    },
    run() {
      started = performance.now();
      timers.forEach(arm);
    },
    timers: () => timers.size,
  };
}
