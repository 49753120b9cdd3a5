import type { ErrorView } from '../../shared/error-code.ts';

/** A call that the host refused. Its `cause` is the host's {@link ErrorView}, as shared/ipc-kit.ts promises. */
export function callError(view: ErrorView): Error {
  return new Error(view.message, { cause: view });
}

function isErrorView(value: unknown): value is ErrorView {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message } = value as Partial<Record<string, unknown>>;
  return typeof code === 'string' && typeof message === 'string';
}

/** What to show of anything that was thrown. */
export function errorViewOf(error: unknown): ErrorView {
  if (error instanceof Error && isErrorView(error.cause)) return error.cause;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: message === '' ? 'Something went wrong.' : message };
}
