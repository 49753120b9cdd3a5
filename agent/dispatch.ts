import type { z } from 'zod';
import { errorView, FobError, printable, redact } from '../core/index.ts';
import type { Log } from '../core/index.ts';
import { ipcContract } from '../shared/ipc-contract.ts';
import type { IpcContract } from '../shared/ipc-contract.ts';
import type { Handlers, Invoke, Push, Settled } from '../shared/ipc-kit.ts';

/** A contract of calls, and what answers each of them. */
export interface Calls {
  readonly contract: Readonly<Record<string, Invoke<z.ZodType, unknown> | Push<unknown>>>;
  readonly handlers: Readonly<Record<string, (argument: never) => unknown>>;
}

/** Hears of errors that are bugs, since their text never leaves the process. */
export type ReportBug = (error: unknown) => void;

export const reportBugTo =
  (log: Log): ReportBug =>
  (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : typeof error;
    log.warn(`A request met a bug: ${redact(text)}`);
  };

/** Runs one call of a UI. What a UI has no business with is no call here, whatever it sends. */
export function dispatch(
  handlers: Handlers<IpcContract>,
  name: string,
  argument: unknown,
  reportBug?: ReportBug,
): Promise<Settled<unknown>> {
  return dispatchTo({ contract: ipcContract, handlers }, name, argument, reportBug);
}

/**
 * Runs one call that came over a boundary: `name` and `argument` are hostile until the contract's schema has passed
 * them. Never rejects; an unknown name or a wrong argument is settled as `usage`.
 */
export async function dispatchTo(
  { contract, handlers }: Calls,
  name: string,
  argument: unknown,
  reportBug: ReportBug = () => undefined,
): Promise<Settled<unknown>> {
  try {
    const call = Object.hasOwn(contract, name) ? contract[name] : undefined;
    if (call?.direction !== 'invoke')
      throw new FobError('usage', `There is no call named "${printable(name)}".`);
    const parsed = parseArgument(name, call.argument, argument);
    const handler = handlers[name] as (parsed: unknown) => unknown;
    return { ok: true, value: await handler(parsed) };
  } catch (error) {
    if (!(error instanceof FobError)) reportBug(error);
    return { ok: false, error: errorView(error) };
  }
}

function parseArgument(name: string, schema: z.ZodType, argument: unknown): unknown {
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the argument' : issue.path.join('.');
  throw new FobError(
    'usage',
    `${name}: ${printable(place)}: ${printable(issue?.message ?? 'is not valid')}.`,
  );
}
