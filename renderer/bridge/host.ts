import type { Bridge } from '../../shared/ipc-contract.ts';
import { createBrowserBridge } from './browser-bridge.ts';
import type { ConnectionState } from './browser-bridge.ts';
import { startSession } from './session.ts';
import { openSnapshotStore } from './snapshot-store.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { staySignedIn } from './stay-signed-in.ts';
import { createValueStore } from './value-store.ts';
import type { ReadableStore } from './value-store.ts';

declare global {
  interface Window {
    /** Set by the desktop's preload; absent in a browser. */
    readonly fob?: Bridge;
  }
}

/** A host that this page talks to, whichever it is. */
export interface Host {
  readonly bridge: Bridge;
  readonly snapshots: SnapshotStore;
  readonly connection: ReadableStore<ConnectionState>;
  /** When the host last gave a sign of life, in milliseconds since 1970: what is shown is as old as that. */
  readonly heardAt: () => number;
}

/** Finds the host: the desktop's bridge where there is one, else the server that sent this page. `undefined`: signed out. */
export async function connectHost(page: Window & typeof globalThis): Promise<Host | undefined> {
  if (page.fob !== undefined) {
    const connection = createValueStore<ConnectionState>('open');
    return { bridge: page.fob, snapshots: openSnapshotStore(page.fob), connection, heardAt: Date.now };
  }
  const send: typeof fetch = (input, init) => page.fetch(input, init);
  const start = await startSession({
    location: page.location,
    history: page.history,
    fetch: send,
    get storage() {
      return page.sessionStorage;
    },
  });
  if (start.kind === 'signed_out') return undefined;
  const bridge = createBrowserBridge(start.session, send);
  const snapshots = openSnapshotStore(bridge);
  staySignedIn(page, snapshots.refresh);
  return { bridge, snapshots, connection: bridge.connection, heardAt: bridge.heardAt };
}
