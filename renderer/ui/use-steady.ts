import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A function that never changes and always calls the newest `perform`, so that what it is handed to need not be drawn
 * anew. Only for events: calling it while rendering would call an older one.
 */
export function useSteady<Arguments extends unknown[], Result>(
  perform: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  const newest = useRef(perform);
  useLayoutEffect(() => {
    newest.current = perform;
  });
  return useCallback((...args: Arguments) => newest.current(...args), []);
}
