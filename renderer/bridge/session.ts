/** The key of `sessionStorage` that keeps the session, so that a reload of the page stays signed in. */
const STORAGE_KEY = 'fob.session';
const LAUNCH = /^#launch=(.+)$/;

/** What signing in needs of the page, so that tests can stand in for it. */
export interface SessionPage {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly fetch: typeof fetch;
}

export type SessionStart =
  | { readonly kind: 'signed_in'; readonly session: string }
  /** Only a new launch by `fob ui` helps. */
  | { readonly kind: 'signed_out' };

/**
 * Exchanges the single-use launch token for a session, or takes up the one of this tab. A spent launch token is no
 * harm when the tab is still signed in: people reload and go back.
 *
 * Throws what `fetch` throws when the host does not answer.
 */
export async function startSession(page: SessionPage): Promise<SessionStart> {
  const { location, history } = page;
  const launch = LAUNCH.exec(location.hash)?.[1];
  // First of all: the storage answers only after a while, and so does the host.
  const exchanged = launch === undefined ? undefined : exchange(page, launch);
  // It must not stay in the history or be bookmarked.
  if (launch !== undefined) history.replaceState(null, '', location.pathname + location.search);
  const kept = page.storage.getItem(STORAGE_KEY);
  const fresh = await exchanged;
  if (fresh !== undefined) page.storage.setItem(STORAGE_KEY, fresh);
  const session = fresh ?? kept;
  return session === null ? { kind: 'signed_out' } : { kind: 'signed_in', session };
}

async function exchange(page: SessionPage, launch: string): Promise<string | undefined> {
  const response = await page.fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ launch }),
    cache: 'no-store',
    redirect: 'error',
  });
  if (!response.ok) return undefined;
  const answer = (await response.json()) as { session?: unknown };
  return typeof answer.session === 'string' && answer.session !== '' ? answer.session : undefined;
}
