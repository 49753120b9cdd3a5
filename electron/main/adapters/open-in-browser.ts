/**
 * The system's browser: the only place that touches `shell` (security.md E15, P12). What is opened is an https URL, or http
 * on loopback, written anew by the URL parser: a file, a program or another scheme of this machine is none.
 */
import { shell } from 'electron';
import { FobError } from '../../../core/index.ts';
import { endpointProblem } from '../../../shared/profile.ts';

/** Rejects with `refused_by_policy`, or with `runtime_unsupported` when the system opens no browser. */
export async function openInBrowser(text: string): Promise<void> {
  const problem = endpointProblem(text);
  if (problem !== undefined)
    throw new FobError('refused_by_policy', `An address for the browser ${problem}; it was not opened.`);
  await shell.openExternal(new URL(text).href).catch((cause: unknown) => {
    throw new FobError('runtime_unsupported', 'The system opened no browser.', { cause });
  });
}
