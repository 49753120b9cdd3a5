/**
 * Who may use the browser UI. A session needs a cookie and a header together: a cookie alone is seen by every service on
 * 127.0.0.1, whatever its port (security.md L08, L09). Only digests are kept.
 */
import type { Clock, Random } from '../core/index.ts';
import { elapsedSince, momentOf } from './elapsed.ts';
import type { Moment } from './elapsed.ts';
import { createSecret, digest, isSecret } from './same-secret.ts';

/**
 * Milliseconds without a call after which a session ends. The open event stream is no call: a tab that nobody looks at
 * has one, too. A page whose user is there can ask for `snapshot.get`.
 */
export const IDLE_MS = 15 * 60_000;
export const ABSOLUTE_MS = 8 * 60 * 60_000;
export const MAX_SESSIONS = 25;

export interface Session {
  readonly cookieName: string;
}

export interface OpenedSession {
  /** For the header `X-Fob-Session`. */
  readonly token: string;
  readonly setCookie: string;
}

export interface Sessions {
  /** When there are {@link MAX_SESSIONS}, the one that was not used for longest ends. */
  open(): OpenedSession;
  /** The live session that both values belong to. Counts as a use of it. */
  find(cookies: string | undefined, token: string | undefined): Session | undefined;
  isLive(session: Session): boolean;
  close(session: Session): void;
  closeAll(): void;
}

interface Entry extends Session {
  readonly cookie: Buffer;
  readonly token: Buffer;
  readonly opened: Moment;
  used: Moment;
}

export function createSessions(clock: Clock, random: Random): Sessions {
  // In the order of their last use.
  const sessions = new Set<Entry>();

  const isLive = (entry: Entry): boolean =>
    elapsedSince(clock, entry.used) < IDLE_MS && elapsedSince(clock, entry.opened) < ABSOLUTE_MS;
  const live = (): Entry[] => {
    for (const entry of sessions) if (!isLive(entry)) sessions.delete(entry);
    return [...sessions];
  };
  const use = (entry: Entry): void => {
    sessions.delete(entry);
    sessions.add(entry);
    entry.used = momentOf(clock);
  };

  return {
    open() {
      const [longestUnused, ...others] = live();
      if (longestUnused !== undefined && others.length + 1 >= MAX_SESSIONS) sessions.delete(longestUnused);
      const [token, cookie, now] = [createSecret(random), createSecret(random), momentOf(clock)];
      const cookieName = `fob-${Buffer.from(random.bytes(8)).toString('hex')}`;
      sessions.add({ cookieName, cookie: digest(cookie), token: digest(token), opened: now, used: now });
      return { token, setCookie: `${cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/` };
    },
    find(cookies, token) {
      const entry = live().find((known) => isSecret(token, known.token));
      if (entry === undefined || !isSecret(cookieValue(cookies, entry.cookieName), entry.cookie))
        return undefined;
      use(entry);
      return entry;
    },
    isLive: (session) => live().some((entry) => entry === session),
    close: (session) => void sessions.delete(session as Entry),
    closeAll: () => sessions.clear(),
  };
}

/** The cookie's value; `undefined` unless it was sent exactly once, since a second one was planted by somebody else. */
function cookieValue(cookies: string | undefined, name: string): string | undefined {
  const values = (cookies ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}
