import { net } from 'electron';
import type { Clock } from '../../core/index.ts';

/** Electron tells a main process of no change: it has to look. */
const LOOK_MS = 5_000;

/** Calls `changed` when the network is back, a few seconds late at most, until the answer is called. */
export function watchNetwork(clock: Clock, changed: () => void): () => void {
  let wasOnline = net.isOnline();
  const look = (): void => {
    cancel = clock.setTimer(look, LOOK_MS);
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) changed();
    wasOnline = isOnline;
  };
  let cancel = clock.setTimer(look, LOOK_MS);
  return () => cancel();
}
