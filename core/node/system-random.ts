import { randomFillSync } from 'node:crypto';
import type { Random } from '../ports/random.ts';

/** The operating system's random numbers. */
export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
  // Jitter only: nothing secret comes from it.
  fraction: () => Math.random(),
};
