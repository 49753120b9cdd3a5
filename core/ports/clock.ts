/** Time as the engine sees it. Tests own it; the host's is the system clock. All values are milliseconds. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump in either direction. */
  now(): number;
  /** Never goes back; runs from an arbitrary origin. For measuring how long something took. */
  monotonic(): number;
  /** Calls `run` once when `delay` has passed; the answer cancels it. Delays above 2^31-1 are the caller's to cut. */
  setTimer(run: () => void, delay: number): () => void;
}

/** Resolves when `delay` milliseconds have passed. */
export function sleep(clock: Clock, delay: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(resolve, delay);
  });
}
