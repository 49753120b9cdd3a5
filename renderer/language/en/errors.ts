import type { ErrorCode } from '../../../shared/error-code.ts';

/** An error of the host by its code, or one of this page's own. */
export type ErrorKind = ErrorCode | 'no_answer' | 'clipboard_refused';

export const errors = {
  /** What it means and what to do, above the message that is in English always. English needs none. */
  titleOf: undefined as ((kind: ErrorKind) => string) | undefined,
};
