import type { ErrorView } from '../../shared/error-code.ts';
import type { Words } from '../language/words.ts';

/** An error as a page shows it. */
export interface ShownError extends ErrorView {
  /** What this page has to say of it, in the language that it has when it is shown; stands above the message. */
  readonly title?: (words: Words) => string | undefined;
}

/** A call that the host refused. Its `cause` is the host's {@link ErrorView}, as shared/ipc-kit.ts promises. */
export function callError(view: ShownError): Error {
  return new Error(view.message, { cause: view });
}

/** What this page refuses by itself. */
export function pageError(code: ErrorView['code'], title: (words: Words) => string): Error {
  return callError({ code, message: '', title });
}

function isErrorView(value: unknown): value is ShownError {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message } = value as Partial<Record<string, unknown>>;
  return typeof code === 'string' && typeof message === 'string';
}

/** What to show of anything that was thrown. */
export function errorViewOf(error: unknown): ShownError {
  if (error instanceof Error && isErrorView(error.cause)) return error.cause;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: message === '' ? 'Something went wrong.' : message };
}
