import { describe, expect, test } from 'vitest';
import { startSession } from '../../../renderer/bridge/session.ts';

interface Sent {
  readonly url: string;
  readonly body: unknown;
}

/** A page at an address, with what its tab remembers and how the host answers. */
function pageAt(hash: string, stored: string | undefined, answer: Response) {
  const memory = new Map(stored === undefined ? [] : [['fob.session', stored]]);
  const replaced: unknown[] = [];
  const sent: Sent[] = [];
  return {
    memory,
    replaced,
    sent,
    location: { hash, pathname: '/', search: '' },
    history: { replaceState: (_state: unknown, _title: string, url?: unknown) => replaced.push(url) },
    storage: {
      getItem: (key: string) => memory.get(key) ?? null,
      setItem: (key: string, value: string) => void memory.set(key, value),
    },
    fetch: ((url: string, init: RequestInit) => {
      sent.push({ url, body: JSON.parse(init.body as string) });
      return Promise.resolve(answer);
    }) as typeof fetch,
  };
}

const granted = () => Response.json({ session: 's1' });
const refused = (status: number) => new Response('', { status });

describe('startSession', () => {
  test('exchanges the launch token, cleans the address and remembers the session', async () => {
    const page = pageAt('#launch=t0', undefined, granted());
    expect(await startSession(page)).toEqual({ kind: 'signed_in', session: 's1' });
    expect(page.sent).toEqual([{ url: '/session', body: { launch: 't0' } }]);
    expect(page.replaced).toEqual(['/']);
    expect(page.memory.get('fob.session')).toBe('s1');
  });

  test('takes up the session of the tab after a reload, and asks nobody', async () => {
    const page = pageAt('', 'old', granted());
    expect(await startSession(page)).toEqual({ kind: 'signed_in', session: 'old' });
    expect(page.sent).toEqual([]);
  });

  test.each([401, 403])('a launch token refused with %i leaves the page signed out', async (status) => {
    const page = pageAt('#launch=spent', undefined, refused(status));
    expect(await startSession(page)).toEqual({ kind: 'signed_out' });
    expect(page.replaced).toEqual(['/']);
  });

  test('a spent launch token does not end the session of the tab', async () => {
    const page = pageAt('#launch=spent', 'old', refused(403));
    expect(await startSession(page)).toEqual({ kind: 'signed_in', session: 'old' });
  });

  test('a page opened by hand is signed out', async () => {
    expect(await startSession(pageAt('', undefined, granted()))).toEqual({ kind: 'signed_out' });
    expect(await startSession(pageAt('#other', undefined, granted()))).toEqual({ kind: 'signed_out' });
  });

  test('an answer without a session is no session', async () => {
    expect(await startSession(pageAt('#launch=t', undefined, Response.json({ session: 7 })))).toEqual({
      kind: 'signed_out',
    });
  });
});
