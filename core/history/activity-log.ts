/**
 * What happened, in memory and bounded: who took which token when, and what became of the tokens. A hand-out costs a look
 * into a map, whether or not many come. Times are milliseconds since 1970.
 */
import type { ActivityEvent } from '../../shared/history-view.ts';

/**
 * Kept in all. Thousands of profiles that are kept fresh make events all the time: they have their own share, so that they
 * cannot push out who took which token.
 */
const MAX_OF_TOKENS = 3_000;
const MAX_OF_OTHERS = 2_000;
const MAX_AGE_MS = 7 * 24 * 3_600_000;

/** Within this time what is alike counts as one event. Tokens may live for minutes, and a day has many of those. */
const SAME_HAND_OUT_MS = 60_000;
const SAME_RENEWAL_MS = 15 * 60_000;

type Kept = { -readonly [Member in keyof ActivityEvent]: ActivityEvent[Member] };

export interface ActivityLog {
  /** Answers whether this is an event of its own; else it was counted with one before it. */
  add(event: ActivityEvent): boolean;
  /** Events of before, from where they were kept; what was added since stays after them. */
  restore(events: readonly ActivityEvent[]): void;
  /** In the order in which they happened, as they are now. */
  events(now: number): readonly ActivityEvent[];
}

export function createActivityLog(): ActivityLog {
  let events: Kept[] = [];
  /** The newest of its kind, by what makes two alike; each is one of the events. */
  const newest = new Map<string, Kept>();

  /** A tenth more than allowed is borne, so that not each event moves all of them. */
  const bound = (): void => {
    if (events.length <= (MAX_OF_TOKENS + MAX_OF_OTHERS) * 1.1) return;
    events = newestOfEach(events);
    newest.clear();
  };

  return {
    add: (event) => {
      const window = windowOf(event);
      const key = `${event.kind} ${event.address ?? ''} ${event.taker ?? ''} ${event.format ?? event.code ?? ''}`;
      const last = window === 0 ? undefined : newest.get(key);
      if (last !== undefined && isSame(last, event, window)) {
        count(last, event);
        return false;
      }
      const kept = { ...event };
      if (window > 0) newest.set(key, kept);
      events.push(kept);
      bound();
      return true;
    },
    restore: (older) => {
      events = [...older, ...events];
      bound();
    },
    events: (now) =>
      events.filter(({ at, until }) => (until ?? at) >= now - MAX_AGE_MS).map((event) => ({ ...event })),
  };
}

function newestOfEach(events: readonly Kept[]): Kept[] {
  let [ofTokens, others] = [0, 0];
  const newestFirst = events.toReversed().filter((event) => {
    return isOfTokens(event) ? ++ofTokens <= MAX_OF_TOKENS : ++others <= MAX_OF_OTHERS;
  });
  return newestFirst.reverse();
}

function isOfTokens({ kind }: ActivityEvent): boolean {
  return kind === 'minted' || kind === 'refreshed' || kind === 'refresh_failed';
}

/** 0 for what is never counted with another. */
function windowOf(event: ActivityEvent): number {
  if (isOfTokens(event)) return SAME_RENEWAL_MS;
  return event.kind === 'handed_out' || event.kind === 'refused' ? SAME_HAND_OUT_MS : 0;
}

/** Between tokens that are counted as one there was none without a token. */
function isSame(last: Kept, event: ActivityEvent, window: number): boolean {
  const isSoon = event.at >= last.at && event.at - last.at < window;
  return isSoon && (last.expiresAt === undefined || last.expiresAt >= event.at);
}

function count(last: Kept, event: ActivityEvent): void {
  last.count = (last.count ?? 1) + 1;
  last.until = event.at;
  if (event.expiresAt !== undefined) last.expiresAt = event.expiresAt;
}
