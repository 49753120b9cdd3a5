import { useState } from 'react';
import { errorViewOf } from '../bridge/call-error.ts';
import type { ShownError } from '../bridge/call-error.ts';

export interface Action<Arguments extends unknown[]> {
  readonly isPending: boolean;
  /** What went wrong the last time; gone when it runs again. */
  readonly error: ShownError | undefined;
  /** Never rejects. Answers whether it went well. */
  readonly run: (...args: Arguments) => Promise<boolean>;
}

/** Something a person starts that takes time and may fail. */
export function useAction<Arguments extends unknown[]>(
  perform: (...args: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<ShownError>();
  const run = async (...args: Arguments) => {
    setPending(true);
    setError(undefined);
    try {
      await perform(...args);
      return true;
    } catch (thrown) {
      setError(errorViewOf(thrown));
      return false;
    } finally {
      setPending(false);
    }
  };
  return { isPending, error, run };
}
