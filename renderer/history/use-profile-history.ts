import { useEffect, useState } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import type { ProfileHistory } from '../../shared/history-view.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'ready'; readonly history: ProfileHistory };

/** The history of an environment, asked for anew when something happened to it; meanwhile the one of before. */
export function useProfileHistory(environment: EnvironmentView): HistoryState {
  const { address, status, receivedAt, lastUsedAt, refreshAt } = environment;
  const calls = useCalls();
  const [answer, setAnswer] = useState<{ readonly address: string; readonly state: HistoryState }>();
  const occasion = [status, receivedAt, lastUsedAt, refreshAt].join(' ');
  useEffect(() => {
    let isStale = false;
    const settle = (state: HistoryState) => {
      if (!isStale) setAnswer({ address, state });
    };
    calls['history.profile']({ address }).then(
      (history) => settle({ kind: 'ready', history }),
      (error: unknown) => settle({ kind: 'failed', error: errorViewOf(error) }),
    );
    return () => {
      isStale = true;
    };
  }, [calls, address, occasion]);
  return answer?.address === address ? answer.state : { kind: 'loading' };
}
