/**
 * Many deadlines, one timer. Deadlines are absolute wall-clock times, so that sleep, wake and clock changes cannot
 * shift them: at least every 30 s, and on `recheck`, the clock is looked at anew (security.md T01, T02).
 */
import TinyQueue from 'tinyqueue';
import type { Clock } from '../ports/clock.ts';

const LONGEST_WAIT_MS = 30_000;

export interface Alarm {
  /** Rings for `key` at `at` (milliseconds since 1970), instead of any earlier set time. */
  set(key: string, at: number): void;
  clear(key: string): void;
  /** When `key` will ring; `undefined` when it will not. */
  due(key: string): number | undefined;
  /** The clock may have jumped: rings what is due and aims the timer anew. */
  recheck(): void;
  /** The wall clock shows `by` milliseconds less than it would: all deadlines move with it. */
  setBack(by: number): void;
  stop(): void;
}

interface Entry {
  readonly key: string;
  readonly at: number;
}

/** `look` is called whenever the clock is looked at anew, before anything rings, with the time that the timer was set to. */
export function createAlarm(
  clock: Clock,
  ring: (key: string) => void,
  look: (aimedAt: number) => void = () => undefined,
): Alarm {
  const heap = new TinyQueue<Entry>([], (a, b) => a.at - b.at);
  // The heap keeps entries that were replaced or cleared; what counts is the time noted here.
  const current = new Map<string, number>();
  let cancel: (() => void) | undefined;
  let aimedAt = Infinity;

  const isLive = (entry: Entry): boolean => current.get(entry.key) === entry.at;

  const aim = (): void => {
    for (let next = heap.peek(); next !== undefined && !isLive(next); next = heap.peek()) heap.pop();
    const next = heap.peek();
    const now = clock.now();
    const target = next === undefined ? Infinity : Math.min(Math.max(next.at, now), now + LONGEST_WAIT_MS);
    if (cancel !== undefined && target === aimedAt) return;
    cancel?.();
    cancel = target === Infinity ? undefined : clock.setTimer(recheck, target - now);
    aimedAt = target;
  };

  const recheck = (): void => {
    cancel?.();
    cancel = undefined;
    const wasAimedAt = aimedAt;
    aimedAt = Infinity;
    look(wasAimedAt);
    const due = new Set(popUntil(heap, clock.now()).filter(isLive).map(keyOf));
    for (const key of due) current.delete(key);
    aim();
    for (const key of due) ring(key);
  };

  return {
    set: (key, at) => {
      // NaN would never come up; a deadline of that kind is due at once.
      const time = Number.isNaN(at) ? clock.now() : at;
      if (current.get(key) === time) return;
      current.set(key, time);
      heap.push({ key, at: time });
      aim();
    },
    clear: (key) => void current.delete(key),
    due: (key) => current.get(key),
    recheck,
    setBack: (by) => {
      // All move by the same time, so their order stays; the timer itself counts by no clock that people set.
      heap.data = heap.data.map(({ key, at }) => ({ key, at: at - by }));
      for (const [key, at] of current) current.set(key, at - by);
      aimedAt -= by;
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
      current.clear();
      heap.data.length = 0;
      heap.length = 0;
    },
  };
}

const keyOf = ({ key }: Entry): string => key;

function popUntil(heap: TinyQueue<Entry>, now: number): Entry[] {
  const popped: Entry[] = [];
  for (let next = heap.peek(); next !== undefined && next.at <= now; next = heap.peek()) {
    heap.pop();
    popped.push(next);
  }
  return popped;
}
