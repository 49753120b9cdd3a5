import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { ClaimsView } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useAnswer } from './use-answer.ts';
import type { Answer } from './use-answer.ts';

/** The claims of the token at hand, asked anew whenever another token came; nothing is asked where there is none. */
export function useClaims(environment: EnvironmentView | undefined): Answer<ClaimsView> {
  const calls = useCalls();
  const { address, receivedAt } = environment ?? {};
  const key = address === undefined || receivedAt === undefined ? undefined : `${address} ${receivedAt}`;
  return useAnswer(key, () =>
    address === undefined ? Promise.reject(new Error('no address')) : calls['tokens.claims']({ address }),
  );
}
