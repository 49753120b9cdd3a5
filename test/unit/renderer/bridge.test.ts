import { describe, expect, test } from 'vitest';
import { createBrowserBridge } from '../../../renderer/bridge/browser-bridge.ts';
import { callError, errorViewOf } from '../../../renderer/bridge/call-error.ts';
import { copyToken } from '../../../renderer/bridge/clipboard.ts';
import { openSnapshotStore } from '../../../renderer/bridge/snapshot-store.ts';
import type { Bridge } from '../../../shared/ipc-contract.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';

const snapshot = (revision: number): Snapshot => ({
  revision,
  at: 0,
  vault: { state: 'unlocked', slots: [] },
  services: [],
  problems: [],
  settings: DEFAULT_SETTINGS,
});

describe('createBrowserBridge', () => {
  const answering = (response: Response) => {
    const sent: [string, RequestInit][] = [];
    const send = ((url: string, init: RequestInit) => {
      sent.push([url, init]);
      return Promise.resolve(response);
    }) as typeof fetch;
    return { bridge: createBrowserBridge('s1', send), sent };
  };

  test('posts a call with the session header and gives its value', async () => {
    const { bridge, sent } = answering(Response.json({ ok: true, value: { addresses: ['a/b'] } }));
    expect(await bridge.call['profiles.add']({ text: '{}' })).toEqual({ addresses: ['a/b'] });
    const [url, init] = sent[0] ?? [];
    expect(url).toBe('/api/profiles.add');
    expect(init).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Fob-Session': 's1' },
      body: '{"argument":{"text":"{}"}}',
    });
  });

  test('leaves the argument out where there is none', async () => {
    const { bridge, sent } = answering(Response.json({ ok: true, value: null }));
    await bridge.call['vault.lock'](undefined);
    expect(sent[0]?.[1].body).toBe('{}');
  });

  test('rejects with the error of the host', async () => {
    const error = { code: 'vault_locked', message: 'The vault is locked.', hint: 'Unlock it.' } as const;
    const { bridge } = answering(Response.json({ ok: false, error }));
    const thrown: unknown = await bridge.call['snapshot.get'](undefined).catch((reason: unknown) => reason);
    expect(errorViewOf(thrown)).toEqual(error);
  });

  test('says so when the session is over', async () => {
    const { bridge } = answering(new Response('', { status: 401 }));
    await expect(bridge.call['snapshot.get'](undefined)).rejects.toThrow(/401/);
    expect(bridge.connection.get()).toBe('signed_out');
  });

  test('a host that is gone is an error with a next step', async () => {
    const bridge = createBrowserBridge('s1', () => Promise.reject(new TypeError('Failed to fetch')));
    const thrown: unknown = await bridge.call['snapshot.get'](undefined).catch((reason: unknown) => reason);
    expect(errorViewOf(thrown).hint).toContain('fob status');
  });
});

describe('openSnapshotStore', () => {
  /** A bridge whose answer to `snapshot.get` and whose pushes are given by hand. */
  function scripted() {
    const asked: { resolve?: (answer: Snapshot) => void; reject?: (error: Error) => void } = {};
    const answer = new Promise<Snapshot>((resolve, reject) => Object.assign(asked, { resolve, reject }));
    const order: string[] = [];
    let push: (payload: Snapshot) => void = () => undefined;
    const bridge = {
      call: {
        'snapshot.get': () => {
          order.push('get');
          return answer;
        },
      },
      listen: (_name: string, listener: (payload: Snapshot) => void) => {
        order.push('listen');
        push = listener;
        return () => undefined;
      },
    } as unknown as Bridge;
    return { bridge, asked, order, push: (revision: number) => push(snapshot(revision)) };
  }
  const shown = (store: ReturnType<typeof openSnapshotStore>) => {
    const state = store.get();
    return state.kind === 'ready' ? state.snapshot.revision : state.kind;
  };

  test('listens first, asks second, and drops what is not newer', async () => {
    const { bridge, asked, order, push } = scripted();
    const store = openSnapshotStore(bridge);
    expect(order).toEqual(['listen', 'get']);
    expect(shown(store)).toBe('loading');
    push(5);
    asked.resolve?.(snapshot(4));
    await store.refresh();
    expect(shown(store)).toBe(5);
    const before = store.get();
    push(5);
    push(3);
    expect(store.get()).toBe(before);
    push(6);
    expect(shown(store)).toBe(6);
  });

  test('a failed first question is shown until a snapshot comes', async () => {
    const { bridge, asked, push } = scripted();
    const store = openSnapshotStore(bridge);
    asked.reject?.(callError({ code: 'internal', message: 'gone' }));
    await store.refresh();
    expect(shown(store)).toBe('failed');
    push(1);
    expect(shown(store)).toBe(1);
  });
});

describe('copyToken', () => {
  const result = { address: 'a/b', format: 'raw', text: 'SECRET', expiresAt: 7 } as const;
  const request = { address: 'a/b', format: 'raw' } as const;
  const bridgeOf = (kind: Bridge['kind'], answer: Promise<unknown>) =>
    ({ kind, call: { 'tokens.copy': () => answer } }) as unknown as Bridge;
  const denied = new DOMException('not allowed', 'NotAllowedError');

  /** A clipboard that takes promises, as Chromium's and Safari's do. */
  function modern(outcome?: Error) {
    const written: string[] = [];
    class Item {
      readonly items: Record<string, Promise<Blob>>;
      constructor(items: Record<string, Promise<Blob>>) {
        this.items = items;
      }
    }
    const write = async ([item]: Item[]) => {
      if (outcome !== undefined) throw outcome;
      written.push((await (await item?.items['text/plain'])?.text()) ?? 'nothing');
    };
    const access = { clipboard: { write, writeText: () => Promise.reject(denied) }, ClipboardItem: Item };
    return { written, access: access as unknown as Parameters<typeof copyToken>[2] & object };
  }

  test('writes the text and answers without it', async () => {
    const { written, access } = modern();
    const answer = await copyToken(bridgeOf('browser', Promise.resolve(result)), request, access);
    expect(written).toEqual(['SECRET']);
    expect(answer).toEqual({ address: 'a/b', format: 'raw', expiresAt: 7 });
  });

  test('writes text where the browser has no ClipboardItem', async () => {
    const written: string[] = [];
    const writeText = (text: string) => Promise.resolve(void written.push(text));
    const clipboard = { writeText, write: () => Promise.reject(denied) };
    await copyToken(bridgeOf('browser', Promise.resolve(result)), request, { clipboard });
    expect(written).toEqual(['SECRET']);
  });

  test('leaves the clipboard to the desktop host', async () => {
    const { written, access } = modern();
    await copyToken(bridgeOf('desktop', Promise.resolve({ address: 'a/b', format: 'raw' })), request, access);
    expect(written).toEqual([]);
  });

  test('tells the refusal of the host rather than that of the clipboard', async () => {
    const refusal = callError({ code: 'idp_refused', message: 'invalid_client' });
    const copying = copyToken(bridgeOf('browser', Promise.reject(refusal)), request, modern().access);
    await expect(copying).rejects.toBe(refusal);
  });

  test('a browser that denies the clipboard is an error with a next step', async () => {
    const copying = copyToken(bridgeOf('browser', Promise.resolve(result)), request, modern(denied).access);
    const thrown: unknown = await copying.catch((reason: unknown) => reason);
    expect(errorViewOf(thrown)).toMatchObject({ code: 'refused_by_policy' });
    expect(JSON.stringify(errorViewOf(thrown))).not.toContain('SECRET');
  });
});
