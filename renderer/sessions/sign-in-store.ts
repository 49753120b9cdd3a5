/** The sign-ins that this page waits for, several at once; what they are waiting for, the host knows. */
import type { ErrorView } from '../../shared/error-code.ts';
import type { Bridge } from '../../shared/ipc-contract.ts';
import type { Address } from '../../shared/profile.ts';
import type { LoginStart } from '../../shared/session-view.ts';
import type { SignInView } from '../../shared/snapshot.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import type { SnapshotStore } from '../bridge/snapshot-store.ts';
import { createValueStore } from '../bridge/value-store.ts';
import type { ReadableStore, ValueStore } from '../bridge/value-store.ts';

export type SignInState =
  | { readonly kind: 'starting' }
  /** Without `start` it was begun elsewhere, or before the page was loaded. */
  | { readonly kind: 'waiting'; readonly start?: LoginStart }
  | { readonly kind: 'failed'; readonly error: ErrorView };

export type SignInEnd =
  { readonly kind: 'done' | 'cancelled' } | { readonly kind: 'failed'; readonly error: ErrorView };

export interface SignInStore extends ReadableStore<ReadonlyMap<Address, SignInState>> {
  /**
   * Begins a sign-in, in place of one that runs. `onStart` is called within the person's click, as far as the IdP is quick
   * enough. Resolves when it has ended; never rejects.
   */
  readonly begin: (request: SignInRequest, onStart: (start: LoginStart) => void) => Promise<SignInEnd>;
  /** Waits for a sign-in that this page did not begin. */
  readonly follow: (address: Address) => Promise<SignInEnd>;
  readonly cancel: (address: Address) => Promise<void>;
  /** Drops what is known of a sign-in that failed. */
  readonly forget: (address: Address) => void;
}

export interface SignInRequest {
  readonly address: Address;
  readonly device?: boolean;
}

const CANCELLED: SignInEnd = { kind: 'cancelled' };

export function createSignInStore(bridge: Pick<Bridge, 'call'>, snapshots: SnapshotStore): SignInStore {
  const states: States = createValueStore<ReadonlyMap<Address, SignInState>>(new Map());
  const { call } = bridge;

  /** The outcome is asked for when it is there: a browser has few connections to a host, and each question holds one. */
  const ended = async (address: Address, isCurrent: () => boolean): Promise<void> => {
    await snapshots.refresh();
    await isOver(snapshots, address);
    if (isCurrent()) await call['sessions.done']({ address });
  };

  return {
    get: states.get,
    subscribe: states.subscribe,
    begin: (request, onStart) =>
      attempt(states, request.address, { kind: 'starting' }, async (isCurrent, proceed) => {
        const start = await call['sessions.login'](request);
        if (!isCurrent()) {
          await call['sessions.cancel']({ address: request.address });
          return;
        }
        onStart(start);
        proceed({ kind: 'waiting', start });
        await ended(request.address, isCurrent);
      }),
    follow: (address) =>
      attempt(states, address, { kind: 'waiting' }, (isCurrent) => ended(address, isCurrent)),
    cancel: async (address) => {
      put(states, address, undefined);
      await call['sessions.cancel']({ address });
    },
    forget: (address) => {
      if (states.get().get(address)?.kind === 'failed') put(states, address, undefined);
    },
  };
}

type States = ValueStore<ReadonlyMap<Address, SignInState>>;

function put(states: States, address: Address, state: SignInState | undefined): void {
  const next = new Map(states.get());
  if (state === undefined) next.delete(address);
  else next.set(address, state);
  states.set(next);
}

/** Runs one attempt; what a later one or a cancel has replaced says nothing any more. */
async function attempt(
  states: States,
  address: Address,
  first: SignInState,
  work: (isCurrent: () => boolean, proceed: (state: SignInState) => void) => Promise<void>,
): Promise<SignInEnd> {
  let mine = first;
  const isCurrent = () => states.get().get(address) === mine;
  put(states, address, first);
  try {
    await work(isCurrent, (state) => put(states, address, (mine = state)));
    if (!isCurrent()) return CANCELLED;
    put(states, address, undefined);
    return { kind: 'done' };
  } catch (thrown) {
    if (!isCurrent()) return CANCELLED;
    const error = errorViewOf(thrown);
    const isCancelled = error.code === 'sign_in_cancelled';
    put(states, address, isCancelled ? undefined : { kind: 'failed', error });
    return isCancelled ? CANCELLED : { kind: 'failed', error };
  }
}

/** Resolves when the host waits for no sign-in of the address any more. */
function isOver(snapshots: SnapshotStore, address: Address): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (signInOf(snapshots, address) !== undefined) return;
      stop();
      resolve();
    };
    const stop = snapshots.subscribe(look);
    look();
  });
}

function signInOf(snapshots: SnapshotStore, address: Address): SignInView | undefined {
  const state = snapshots.get();
  if (state.kind !== 'ready') return undefined;
  const views = state.snapshot.services.flatMap(({ environments }) => environments);
  return views.find((view) => view.address === address)?.signIn;
}
