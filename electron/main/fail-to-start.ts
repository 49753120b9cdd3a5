import { app, dialog } from 'electron';
import { reportBugTo } from '../../agent/dispatch.ts';
import { errorView, FobError } from '../../core/index.ts';
import type { Log } from '../../core/index.ts';
import { ERROR_CODES } from '../../shared/error-code.ts';

/** Says why Fob cannot run and what to do about it, then ends the process with the exit code of the command line. */
export function failToStart(error: unknown, log: Log): void {
  if (!(error instanceof FobError)) reportBugTo(log)(error);
  const { code, message, hint = '' } = errorView(error);
  log.warn(`Fob cannot start. ${message} ${hint}`.trimEnd());
  dialog.showErrorBox('Fob cannot start', `${message}\n\n${hint}`.trimEnd());
  app.exit(ERROR_CODES[code].exit);
}
