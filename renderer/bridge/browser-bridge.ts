import { CALL_NAMES } from '../../shared/call-names.ts';
import type { Bridge, IpcContract } from '../../shared/ipc-contract.ts';
import type { Calls, PayloadOf, PushName, Settled } from '../../shared/ipc-kit.ts';
import type { Words } from '../language/words.ts';
import { callError } from './call-error.ts';
import { keepEventStream } from './event-stream.ts';
import { createValueStore } from './value-store.ts';
import type { ReadableStore } from './value-store.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost' | 'signed_out';

export interface BrowserBridge extends Bridge {
  readonly connection: ReadableStore<ConnectionState>;
  /** When the host last gave a sign of life, in milliseconds since 1970. */
  readonly heardAt: () => number;
}

type Listener = (payload: never) => void;

/** The bridge of the browser UI: calls by `POST /api/NAME`, pushes by server-sent events (docs: agent, browser UI). */
export function createBrowserBridge(session: string, send: typeof fetch): BrowserBridge {
  const connection = createValueStore<ConnectionState>('connecting');
  const listeners = new Map<string, Set<Listener>>();
  let heardAt = Date.now();
  const authorization = { 'X-Fob-Session': session };

  const ask = async (name: string, argument: unknown): Promise<unknown> => {
    const response = await post(send, `/api/${name}`, { argument }, authorization);
    if (response.status === 401) connection.set('signed_out');
    return settle(await readSettled(response));
  };
  const call = Object.fromEntries(
    Object.keys(CALL_NAMES).map((name) => [name, (argument: unknown) => ask(name, argument)]),
  ) as unknown as Calls<IpcContract>;

  const deliver = (name: string, payload: unknown) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  // The host begins each stream with its whole state, so nothing is missed between two of them.
  const openStream = () =>
    keepEventStream({
      open: (signal) =>
        send('/api/events', {
          headers: { ...authorization, Accept: 'text/event-stream' },
          cache: 'no-store',
          redirect: 'error',
          signal,
        }),
      onEvent: ({ name, data }) => deliver(name, JSON.parse(data)),
      onHeard() {
        heardAt = Date.now();
      },
      onState(state) {
        connection.set(state === 'refused' ? 'signed_out' : state);
      },
    });

  let closeStream: (() => void) | undefined;
  const listen = <Name extends PushName<IpcContract>>(
    name: Name,
    listener: (payload: PayloadOf<IpcContract[Name]>) => void,
  ) => {
    const named = listeners.get(name) ?? new Set();
    listeners.set(name, named.add(listener));
    closeStream ??= openStream();
    return () => {
      named.delete(listener);
      if ([...listeners.values()].some((set) => set.size > 0)) return;
      closeStream?.();
      closeStream = undefined;
    };
  };

  return { kind: 'browser', call, listen, connection, heardAt: () => heardAt };
}

async function post(send: typeof fetch, url: string, body: unknown, headers: Record<string, string>) {
  try {
    return await send(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      redirect: 'error',
    });
  } catch (error) {
    throw callError(unreachable(error));
  }
}

const unreachable = (error: unknown) => ({
  code: 'internal' as const,
  message: `Fob does not answer (${error instanceof Error ? error.message : 'network error'}).`,
  hint: 'Check that it is still running: fob status',
  title: ({ errors }: Words) => errors.titleOf?.('no_answer'),
});

async function readSettled(response: Response): Promise<Settled<unknown>> {
  const answer = (await response.json().catch(() => undefined)) as Partial<Settled<unknown>> | undefined;
  if (typeof answer?.ok === 'boolean') return answer as Settled<unknown>;
  const message = `Fob answered with HTTP status ${response.status} and nothing that this page understands.`;
  return { ok: false, error: { code: 'internal', message } };
}

function settle(answer: Settled<unknown>): unknown {
  if (answer.ok) return answer.value;
  throw callError(answer.error);
}
