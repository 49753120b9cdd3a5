import { useState } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import { errorViewOf } from '../bridge/call-error.ts';

export interface Action<Arguments extends unknown[]> {
  readonly isPending: boolean;
  /** What went wrong the last time; gone when it runs again. */
  readonly error: ErrorView | undefined;
  /** Never rejects. Answers whether it went well. */
  readonly run: (...args: Arguments) => Promise<boolean>;
}

/** Something a person starts that takes time and may fail. */
export function useAction<Arguments extends unknown[]>(
  perform: (...args: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<ErrorView>();
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
