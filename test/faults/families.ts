import { concurrency } from './concurrency.ts';
import { corruption } from './corruption.ts';
import type { Family } from './family.ts';
import { ioErrors } from './io-errors.ts';
import { killPoints } from './kill-points.ts';
import { modelBased } from './model-based.ts';
import { powerLoss } from './power-loss.ts';
import { secrets } from './secrets/secrets.ts';
import { soak } from './soak.ts';

/** All that `npm run faults` proves, in the order it is shown. */
export const FAMILIES: readonly Family[] = [
  killPoints,
  powerLoss,
  ioErrors,
  corruption,
  concurrency,
  secrets,
  modelBased,
  soak,
];
