import { beforeEach, describe, expect, test } from 'vitest';
import { callError } from '../../../renderer/bridge/call-error.ts';
import type { SnapshotState, SnapshotStore } from '../../../renderer/bridge/snapshot-store.ts';
import { createValueStore } from '../../../renderer/bridge/value-store.ts';
import { createSignInStore } from '../../../renderer/sessions/sign-in-store.ts';
import type { SignInStore } from '../../../renderer/sessions/sign-in-store.ts';
import type { ErrorView } from '../../../shared/error-code.ts';
import type { Bridge } from '../../../shared/ipc-contract.ts';
import type { LoginStart } from '../../../shared/session-view.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { EnvironmentView, SignInView, Snapshot } from '../../../shared/snapshot.ts';

const ADDRESS = 'acme/user';
const START: LoginStart = {
  kind: 'browser',
  url: 'https://idp.example/auth',
  redirectUri: 'http://127.0.0.1:1/',
};
const WAITING: SignInView = { kind: 'browser', expiresAt: 1 };
const CANCELLED: ErrorView = { code: 'sign_in_cancelled', message: 'It was cancelled.' };
const REFUSED: ErrorView = { code: 'idp_refused', message: 'access_denied' };

const snapshot = (signIn?: SignInView): SnapshotState => {
  const environment: EnvironmentView = {
    ...{ address: ADDRESS, id: 'user', tier: 'dev', status: 'idle', pinned: false, missingSecrets: [] },
    ...(signIn === undefined ? {} : { signIn }),
  };
  const services = [{ id: 'acme', name: 'Acme', environments: [environment] }];
  const view: Snapshot = {
    revision: 1,
    at: 0,
    vault: { state: 'unlocked', slots: [] },
    services,
    problems: [],
    settings: DEFAULT_SETTINGS,
  };
  return { kind: 'ready', snapshot: view };
};

/** Lets everything that can go on do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the sign-ins of a page', () => {
  let store: SignInStore;
  let calls: string[];
  let login: PromiseWithResolvers<LoginStart>;
  let done: PromiseWithResolvers<null>;
  let snapshots: ReturnType<typeof createValueStore<SnapshotState>>;
  const state = () => store.get().get(ADDRESS);
  const begin = (onStart: (start: LoginStart) => void = () => undefined) =>
    store.begin({ address: ADDRESS }, onStart);

  beforeEach(() => {
    calls = [];
    login = Promise.withResolvers();
    done = Promise.withResolvers();
    done.promise.catch(() => undefined);
    snapshots = createValueStore<SnapshotState>(snapshot());
    const call = {
      'sessions.login': () => (calls.push('login'), login.promise),
      'sessions.done': () => (calls.push('done'), done.promise),
      'sessions.cancel': () => (calls.push('cancel'), Promise.resolve(null)),
    };
    const [answered, refresh] = [Promise.resolve(), () => Promise.resolve()];
    const kept: SnapshotStore = { ...snapshots, answered, refresh, close: () => undefined };
    store = createSignInStore({ call: call as unknown as Bridge['call'] }, kept);
  });

  /** The host has begun it, and waits. */
  const started = async () => {
    snapshots.set(snapshot(WAITING));
    login.resolve(START);
    await settle();
  };

  test('waits by the snapshot, and asks for the outcome only when there is one', async () => {
    const opened: LoginStart[] = [];
    const end = begin((start) => opened.push(start));
    expect(state()).toEqual({ kind: 'starting' });
    await started();
    expect(opened).toEqual([START]);
    expect(state()).toEqual({ kind: 'waiting', start: START });
    expect(calls).toEqual(['login']);
    snapshots.set(snapshot());
    done.resolve(null);
    expect(await end).toEqual({ kind: 'done' });
    expect(calls).toEqual(['login', 'done']);
    expect(state()).toBeUndefined();
  });

  test('keeps an error until it was read', async () => {
    const end = begin();
    await started();
    done.reject(callError(REFUSED));
    snapshots.set(snapshot());
    expect(await end).toEqual({ kind: 'failed', error: REFUSED });
    expect(state()).toEqual({ kind: 'failed', error: REFUSED });
    store.forget(ADDRESS);
    expect(state()).toBeUndefined();
  });

  test('keeps the error of a sign-in that could not begin', async () => {
    const end = begin();
    login.reject(callError(REFUSED));
    expect(await end).toEqual({ kind: 'failed', error: REFUSED });
    expect(calls).toEqual(['login']);
  });

  test('says nothing of one that somebody else cancelled', async () => {
    const end = begin();
    await started();
    done.reject(callError(CANCELLED));
    snapshots.set(snapshot());
    expect(await end).toEqual({ kind: 'cancelled' });
    expect(state()).toBeUndefined();
  });

  test('cancels at the host, also one that has not begun yet, and opens nothing then', async () => {
    const opened: LoginStart[] = [];
    const end = begin((start) => opened.push(start));
    await store.cancel(ADDRESS);
    expect(state()).toBeUndefined();
    login.resolve(START);
    expect(await end).toEqual({ kind: 'cancelled' });
    expect(calls).toEqual(['login', 'cancel', 'cancel']);
    expect(opened).toEqual([]);
  });

  test('the newer of two for one address is the one that counts', async () => {
    const first = begin();
    await started();
    const second = begin();
    snapshots.set(snapshot());
    done.resolve(null);
    expect(await first).toEqual({ kind: 'cancelled' });
    expect(await second).toEqual({ kind: 'done' });
    expect(calls).toEqual(['login', 'login', 'done']);
  });

  test('follows one that was begun elsewhere', async () => {
    snapshots.set(snapshot(WAITING));
    const end = store.follow(ADDRESS);
    await settle();
    expect(state()).toEqual({ kind: 'waiting' });
    expect(calls).toEqual([]);
    snapshots.set(snapshot());
    done.resolve(null);
    expect(await end).toEqual({ kind: 'done' });
  });
});
