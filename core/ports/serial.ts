/** Runs tasks of one key one after the other, in the order they were given. Tasks of different keys do not wait. */
export type SerialByKey = <T>(key: string, task: () => Promise<T>) => Promise<T>;

export function serialByKey(): SerialByKey {
  const tails = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(task);
    // A failed task is its own caller's matter; the next one runs all the same.
    const tail = result
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return result;
  };
}
