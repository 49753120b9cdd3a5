import { useEffect, useEffectEvent, useState } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import { errorViewOf } from '../bridge/call-error.ts';

export type Answer<Value> =
  /** Nobody asked. */
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'ready'; readonly value: Value };

/** What the host answers, asked anew whenever the key is another one; without a key nothing is asked. */
export function useAnswer<Value>(key: string | undefined, ask: () => Promise<Value>): Answer<Value> {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly state: Answer<Value> }>();
  const onAsk = useEffectEvent(ask);
  useEffect(() => {
    if (key === undefined) return;
    let isStale = false;
    const settle = (state: Answer<Value>) => {
      if (!isStale) setAnswer({ key, state });
    };
    onAsk().then(
      (value) => settle({ kind: 'ready', value }),
      (error: unknown) => settle({ kind: 'failed', error: errorViewOf(error) }),
    );
    return () => {
      isStale = true;
    };
  }, [key]);
  if (key === undefined) return { kind: 'none' };
  return answer?.key === key ? answer.state : { kind: 'loading' };
}
