import type { Snapshot } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';

const COALESCE_MS = 20;

export interface Publisher {
  /** Something changed: the revision grows, and listeners hear of it once, a moment later. */
  changed(): void;
  snapshot(): Snapshot;
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  stop(): void;
}

/** Numbers snapshots and tells listeners; a burst of changes becomes one push. */
export function createPublisher(clock: Clock, make: (revision: number) => Snapshot): Publisher {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let revision = 1;
  let cancel: (() => void) | undefined;
  const publish = (): void => {
    cancel = undefined;
    const snapshot = make(revision);
    for (const listener of [...listeners]) listener(snapshot);
  };
  return {
    changed: () => {
      revision += 1;
      if (listeners.size > 0) cancel ??= clock.setTimer(publish, COALESCE_MS);
    },
    snapshot: () => make(revision),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
      listeners.clear();
    },
  };
}
