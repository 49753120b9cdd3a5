/** The smallest store that React's `useSyncExternalStore` can read: one value, and listeners for its changes. */
export interface ReadableStore<Value> {
  readonly get: () => Value;
  /** Calls `listener` after each change. The answer stops it. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface ValueStore<Value> extends ReadableStore<Value> {
  readonly set: (value: Value) => void;
}

export function createValueStore<Value>(initial: Value): ValueStore<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
