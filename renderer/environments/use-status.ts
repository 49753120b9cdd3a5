import type { EnvironmentView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { useTicking } from '../ui/clock.ts';
import { statusLine } from './status.ts';
import type { StatusKind } from './status.ts';

/** What the status of an environment is right now. */
export function useStatusKind(environment: EnvironmentView): StatusKind {
  const words = useWords().environments.status;
  return useTicking((now) => statusLine(environment, now, words).kind);
}

/** Whether something is being waited for, rather than running down. */
export const isUnderWay = (kind: StatusKind): boolean => kind === 'refreshing' || kind === 'signing_in';
