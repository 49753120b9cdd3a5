import type { ErrorView } from '../../shared/error-code.ts';
import type { Bridge } from '../../shared/ipc-contract.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { errorViewOf } from './call-error.ts';
import { shareUnchanged } from './share-unchanged.ts';
import { createValueStore } from './value-store.ts';
import type { ReadableStore } from './value-store.ts';

export type SnapshotState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'ready'; readonly snapshot: Snapshot };

export interface SnapshotStore extends ReadableStore<SnapshotState> {
  /** Resolves when the host has answered for the first time, or could not. */
  readonly answered: Promise<void>;
  /** Asks the host for the whole state now. Never rejects: a failure is shown only when there is nothing to show yet. */
  readonly refresh: () => Promise<void>;
  /** Stops listening. */
  readonly close: () => void;
}

/** The newest snapshot of the host. Listens first and asks second, so that no change falls in between. */
export function openSnapshotStore(bridge: Pick<Bridge, 'call' | 'listen'>): SnapshotStore {
  const store = createValueStore<SnapshotState>({ kind: 'loading' });

  const accept = (snapshot: Snapshot) => {
    const shown = store.get();
    if (shown.kind === 'ready' && snapshot.revision <= shown.snapshot.revision) return;
    const shared = shown.kind === 'ready' ? shareUnchanged(shown.snapshot, snapshot) : snapshot;
    store.set({ kind: 'ready', snapshot: shared });
  };
  const refresh = async () => {
    try {
      accept(await bridge.call['snapshot.get'](undefined));
    } catch (error) {
      if (store.get().kind !== 'ready') store.set({ kind: 'failed', error: errorViewOf(error) });
    }
  };

  const close = bridge.listen('snapshot.changed', accept);
  return { get: store.get, subscribe: store.subscribe, answered: refresh(), refresh, close };
}
