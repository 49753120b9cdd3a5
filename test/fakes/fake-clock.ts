import type { Clock } from '../../core/ports/clock.ts';

/** 2026-01-01T00:00:00Z: a round start that no test depends on by accident. */
const START = 1_767_225_600_000;

export interface FakeClock extends Clock {
  /**
   * Lets `ms` pass. Steps from deadline to deadline, so that a timer started by a timer runs at its own time, and waits
   * between the steps until what they set off has settled.
   */
  advance(ms: number): Promise<void>;
  /** The same without waiting between the steps, for code that uses no promises. */
  advanceSync(ms: number): void;
  /** Lets time pass, deadline by deadline, until `promise` settles. Rejects when nothing is left to wait for. */
  until<T>(promise: Promise<T>): Promise<T>;
  /** Moves the wall clock alone: somebody set the clock, or the machine slept. */
  jump(ms: number): void;
  /** Milliseconds until the next timer, `undefined` when none is set. */
  next(): number | undefined;
  /** How many timers are set. */
  pending(): number;
  /** While this answers `true`, time stands still: work is under way that takes no time of this clock. */
  busy: () => boolean;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export function createFakeClock(start: number = START): FakeClock {
  let elapsed = 0;
  let wall = start;
  const timers = new Set<Timer>();

  // Timers of one deadline run in the order they were set: a Set keeps that order and `<` keeps the first.
  const soonest = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>(
      (best, timer) => (best && best.at <= timer.at ? best : timer),
      undefined,
    );

  const moveTo = (at: number): void => {
    wall += at - elapsed;
    elapsed = at;
  };

  const step = (limit: number): boolean => {
    const timer = soonest();
    if (timer === undefined || timer.at > limit) return false;
    moveTo(timer.at);
    timers.delete(timer);
    timer.run();
    return true;
  };

  const settled = async (): Promise<void> => {
    do await settle();
    while (clock.busy());
  };

  const clock: FakeClock = {
    busy: () => false,
    now: () => wall,
    monotonic: () => elapsed,
    setTimer(run, delay) {
      const timer = { at: elapsed + Math.max(0, delay), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = elapsed + ms;
      await settled();
      while (step(end)) await settled();
      moveTo(end);
    },
    advanceSync(ms) {
      const end = elapsed + ms;
      while (step(end));
      moveTo(end);
    },
    async until(promise) {
      const done = promise.then(Boolean, Boolean).then(() => true);
      const pending = async (): Promise<boolean> => {
        await settle();
        await otherThreads();
        return false;
      };
      for (let idle = 0; idle < 100_000; idle += 1) {
        if (await Promise.race([done, pending()])) return promise;
        if (step(Infinity)) idle = 0;
      }
      throw new Error('the promise waits for something that is no timer of this clock');
    },
    jump: (ms) => void (wall += ms),
    next: () => {
      const timer = soonest();
      return timer === undefined ? undefined : timer.at - elapsed;
    },
    pending: () => timers.size,
  };
  return clock;
}

/** A few turns of the event loop: enough for chains of promises, and for most work of other threads. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Until what their queue had is done: a vault is opened there, and no time of this clock may pass meanwhile. */
async function otherThreads(): Promise<void> {
  const last = new Uint8Array(1_024);
  await Promise.all([1, 2, 3, 4].map(() => crypto.subtle.digest('SHA-512', last)));
}
