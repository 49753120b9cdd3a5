import { useSyncExternalStore } from 'react';

const TICK_MS = 1000;

let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
  schedule();
}

/** One timer for everything that counts, on the turn of the second; none while nobody looks at the page. */
function schedule(): void {
  clearTimeout(timer);
  timer = undefined;
  if (listeners.size === 0 || document.hidden) return;
  timer = setTimeout(tick, TICK_MS - (Date.now() % TICK_MS));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    document.addEventListener('visibilitychange', tick);
    schedule();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', tick);
    schedule();
  };
}

/** The time in milliseconds since 1970, once a second. What is shown of it is worked out in the view. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/**
 * What `select` makes of the time, worked out once a second; the component is drawn anew only when it differs. Answers
 * must be primitive, since they are compared by identity.
 */
export function useTicking<Value extends string | number | boolean | undefined>(
  select: (now: number) => Value,
): Value {
  return useSyncExternalStore(subscribe, () => select(now));
}
