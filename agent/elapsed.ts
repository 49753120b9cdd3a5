import type { Clock } from '../core/index.ts';

/** A point in time by both clocks: the wall clock can be set back, the monotonic one may stand still during sleep. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export const momentOf = (clock: Clock): Moment => ({ wall: clock.now(), monotonic: clock.monotonic() });

/** Milliseconds since then, by whichever clock says more: what expires must not live longer than it may. */
export const elapsedSince = (clock: Clock, then: Moment): number =>
  Math.max(clock.now() - then.wall, clock.monotonic() - then.monotonic);
