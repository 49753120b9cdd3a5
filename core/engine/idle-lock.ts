/** Locks the vault when nobody has used it for a while (security.md H09). One timer, and none while no limit is set. */
import type { Clock } from '../ports/clock.ts';

/** Nothing is due earlier, but after a sleep the clock is looked at again this soon. */
const LONGEST_WAIT_MS = 30_000;

export interface IdleLock {
  /** Somebody asked for a token or gave a command: the time begins anew. */
  used(): void;
  /** Milliseconds without use; `undefined` ends the watching. */
  limit(idleMs: number | undefined): void;
  /** Time may have jumped. */
  recheck(): void;
  stop(): void;
}

/** `lock` is called once for each time that nobody used it for so long; the next use begins anew. */
export function createIdleLock(clock: Clock, lock: () => void): IdleLock {
  let idleMs: number | undefined;
  let lastUse = { wall: clock.now(), monotonic: clock.monotonic() };
  let cancel: (() => void) | undefined;

  const stop = (): void => {
    cancel?.();
    cancel = undefined;
  };
  // The wall clock goes on in a sleep, the other one is not set back.
  const unusedMs = (): number => Math.max(clock.now() - lastUse.wall, clock.monotonic() - lastUse.monotonic);

  const recheck = (): void => {
    if (cancel === undefined || idleMs === undefined) return;
    stop();
    const left = idleMs - unusedMs();
    if (left <= 0) lock();
    else cancel = clock.setTimer(recheck, Math.min(left, LONGEST_WAIT_MS));
  };
  const begin = (): void => {
    if (cancel === undefined && idleMs !== undefined)
      cancel = clock.setTimer(recheck, Math.min(idleMs, LONGEST_WAIT_MS));
  };

  return {
    used: () => {
      if (idleMs === undefined) return;
      lastUse = { wall: clock.now(), monotonic: clock.monotonic() };
      begin();
    },
    limit: (ms) => {
      if (ms === idleMs) return;
      stop();
      idleMs = ms;
      lastUse = { wall: clock.now(), monotonic: clock.monotonic() };
      begin();
    },
    recheck,
    stop,
  };
}
