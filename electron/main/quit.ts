import { app } from 'electron';
import type { Clock, Log } from '../../core/index.ts';
import { within } from './adapters/within.ts';

/** What a running save of a rotated refresh token may take before the app quits all the same (security.md R16). */
const STOP_MS = 10_000;

/**
 * Holds the first attempt to quit back until `stop` has settled, for at most 10 s. `stop` runs once. The answer stops as well,
 * and then runs what it is given.
 */
export function stopBeforeQuit(
  stop: () => Promise<void>,
  clock: Clock,
  log: Log,
): (then: () => void) => void {
  let stopping: Promise<void> | undefined;
  let stopped = false;
  const stopThen = (then: () => void): void => {
    stopping ??= within(clock, STOP_MS, stop())
      .catch((error: unknown) => {
        log.warn(`Fob did not stop cleanly: ${error instanceof Error ? error.message : 'unknown error'}`);
      })
      .then(() => void (stopped = true));
    void stopping.then(then);
  };
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    if (stopping === undefined) stopThen(() => app.quit());
  });
  return stopThen;
}
