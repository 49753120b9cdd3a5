import { useEffect, useState } from 'react';
import type { ErrorView } from '../../shared/error-code.ts';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { errorViewOf } from '../bridge/call-error.ts';
import { useCalls } from '../bridge/host-context.tsx';

const QUIET_MS = 250;

export type CheckedText =
  | { readonly kind: 'empty' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'failed'; readonly error: ErrorView }
  | {
      readonly kind: 'checked';
      readonly addresses: readonly string[];
      readonly problems: readonly ProfileProblem[];
    };

/** What the host says of a profile file's text, asked when typing pauses. Answers to older text are dropped. */
export function useCheckedText(text: string): CheckedText {
  const calls = useCalls();
  const [answer, setAnswer] = useState<{ readonly text: string; readonly result: CheckedText }>();
  useEffect(() => {
    if (text.trim() === '') return;
    let isStale = false;
    const settle = (result: CheckedText) => {
      if (!isStale) setAnswer({ text, result });
    };
    const timer = setTimeout(() => {
      calls['profiles.check']({ text }).then(
        (found) => settle({ kind: 'checked', ...found }),
        (error: unknown) => settle({ kind: 'failed', error: errorViewOf(error) }),
      );
    }, QUIET_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [calls, text]);

  if (text.trim() === '') return { kind: 'empty' };
  return answer?.text === text ? answer.result : { kind: 'checking' };
}
