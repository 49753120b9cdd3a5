import { useEffect, useState } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import type { Address } from '../../shared/profile.ts';
import type { ClaimsView } from '../../shared/token-view.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';

export type ClaimsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | { readonly kind: 'ready'; readonly claims: ClaimsView };

/** The claims of the token at hand, asked anew whenever another token came (`receivedAt`). */
export function useClaims(address: Address, receivedAt: number): ClaimsState {
  const calls = useCalls();
  const key = `${address} ${receivedAt}`;
  const [answer, setAnswer] = useState<{ readonly key: string; readonly state: ClaimsState }>();
  useEffect(() => {
    let isStale = false;
    const settle = (state: ClaimsState) => {
      if (!isStale) setAnswer({ key, state });
    };
    calls['tokens.claims']({ address }).then(
      (claims) => settle({ kind: 'ready', claims }),
      (error: unknown) => settle({ kind: 'failed', error: errorViewOf(error) }),
    );
    return () => {
      isStale = true;
    };
  }, [calls, address, key]);
  return answer?.key === key ? answer.state : { kind: 'loading' };
}
