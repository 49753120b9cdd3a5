import { createContext, use, useSyncExternalStore } from 'react';
import type { Bridge } from '../../shared/ipc-contract.ts';
import type { ConnectionState } from './browser-bridge.ts';
import type { Host } from './host.ts';
import type { SnapshotState } from './snapshot-store.ts';

const HostContext = createContext<Host | undefined>(undefined);

export const HostProvider = HostContext;

/** The host of this page. Throws outside a `HostProvider`. */
export function useHost(): Host {
  const host = use(HostContext);
  if (host === undefined) throw new Error('useHost needs a HostProvider around it.');
  return host;
}

/** Asks the host. Every call rejects with an `Error` whose `cause` is an `ErrorView`. */
export function useCalls(): Bridge['call'] {
  return useHost().bridge.call;
}

export function useSnapshotState(): SnapshotState {
  const { snapshots } = useHost();
  return useSyncExternalStore(snapshots.subscribe, snapshots.get);
}

export function useConnection(): ConnectionState {
  const { connection } = useHost();
  return useSyncExternalStore(connection.subscribe, connection.get);
}
