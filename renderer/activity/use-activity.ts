import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import type { ActivityEvent } from '../../shared/history-view.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';

/** Thousands of events are not asked for at every change of the host. */
const AT_MOST_EVERY_MS = 3_000;

export interface Activity {
  /** `undefined` until they are there. */
  readonly events: readonly ActivityEvent[] | undefined;
  readonly error: ErrorView | undefined;
  readonly reload: () => void;
}

/** All events, newest first, asked for again some time after the state of the host changed. */
export function useActivity(revision: number): Activity {
  const calls = useCalls();
  const [events, setEvents] = useState<readonly ActivityEvent[]>();
  const [error, setError] = useState<ErrorView>();
  const asked = useRef(-AT_MOST_EVERY_MS);
  const reload = useCallback(() => {
    asked.current = performance.now();
    calls['history.activity']({}).then(
      (answer) => {
        setError(undefined);
        setEvents(answer.events);
      },
      (thrown: unknown) => setError(errorViewOf(thrown)),
    );
  }, [calls]);
  useEffect(() => {
    const timer = setTimeout(reload, Math.max(0, asked.current + AT_MOST_EVERY_MS - performance.now()));
    return () => clearTimeout(timer);
  }, [reload, revision]);
  return { events, error, reload };
}
