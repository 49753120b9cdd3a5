import type { z } from 'zod';
import { errorView, FobError, printable, redact } from '../core/index.ts';
import type { Log } from '../core/index.ts';
import { ipcContract } from '../shared/ipc-contract.ts';
import type { IpcContract } from '../shared/ipc-contract.ts';
import type { Handlers, InvokeName, Settled } from '../shared/ipc-kit.ts';

/** Hears of errors that are bugs, since their text never leaves the process. */
export type ReportBug = (error: unknown) => void;

export const reportBugTo =
  (log: Log): ReportBug =>
  (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : typeof error;
    log.warn(`A request met a bug: ${redact(text)}`);
  };

/**
 * Runs one call that came over a boundary: `name` and `argument` are hostile until the contract's schema has passed
 * them. Never rejects; an unknown name or a wrong argument is settled as `usage`.
 */
export async function dispatch(
  handlers: Handlers<IpcContract>,
  name: string,
  argument: unknown,
  reportBug: ReportBug = () => undefined,
): Promise<Settled<unknown>> {
  try {
    if (!isCall(name)) throw new FobError('usage', `There is no call named "${printable(name)}".`);
    const parsed = parseArgument(name, argument);
    const handler = handlers[name] as (parsed: unknown) => unknown;
    return { ok: true, value: await handler(parsed) };
  } catch (error) {
    if (!(error instanceof FobError)) reportBug(error);
    return { ok: false, error: errorView(error) };
  }
}

function isCall(name: string): name is InvokeName<IpcContract> {
  return Object.hasOwn(ipcContract, name) && ipcContract[name as keyof IpcContract].direction === 'invoke';
}

function parseArgument(name: InvokeName<IpcContract>, argument: unknown): unknown {
  const schema: z.ZodType = ipcContract[name].argument;
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the argument' : issue.path.join('.');
  throw new FobError(
    'usage',
    `${name}: ${printable(place)}: ${printable(issue?.message ?? 'is not valid')}.`,
  );
}
