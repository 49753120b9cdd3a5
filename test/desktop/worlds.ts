/**
 * The boundary between a page and its preload, in a real Chromium: the preload runs in an isolated world, as in Electron,
 * and what crosses does so as text. These functions run in the page's process, from their source: none uses anything from
 * outside itself.
 */
import type { ContextBridge, ExecutionScript, IpcRenderer } from 'electron';

type Callable = (...values: unknown[]) => unknown;

/** What crosses as itself and not as a copy. Without one nothing does, as over Electron's IPC. */
export interface Carrier {
  give(value: Callable | Promise<unknown>): unknown;
  take(tag: unknown): unknown;
}

export interface Codec {
  /** Throws where Electron could not clone. */
  encode(value: unknown): unknown;
  decode(value: unknown): unknown;
}

/** By the table in Electron's contextBridge documentation: plain data is copied, and an error keeps its message and nothing else. */
export function wireCodec(carrier?: Carrier): Codec {
  const notCloned = (): never => {
    throw new Error('An object could not be cloned.');
  };
  const encode = (value: unknown): unknown => {
    if (value === undefined || typeof value === 'symbol') return ['undefined'];
    if (typeof value === 'function' || value instanceof Promise)
      return ['carried', carrier === undefined ? notCloned() : carrier.give(value as Callable)];
    if (value instanceof Error) return ['error', value.message];
    if (Array.isArray(value)) return ['array', value.map(encode)];
    if (typeof value !== 'object' || value === null) return ['plain', value];
    if (Object.prototype.toString.call(value) !== '[object Object]') return notCloned();
    return ['object', Object.entries(value).map(([key, member]) => [key, encode(member)])];
  };
  const decode = (wire: unknown): unknown => {
    const [kind, content] = wire as [string, unknown];
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'carried':
        return carrier === undefined ? notCloned() : carrier.take(content);
      case 'error':
        return new Error(String(content));
      case 'array':
        return (content as unknown[]).map(decode);
      case 'object':
        return Object.fromEntries(
          (content as [string, unknown][]).map(([key, member]) => [key, decode(member)]),
        );
      default:
        return content;
    }
  };
  return { encode, decode };
}

/**
 * One world's end of the line to the other one. Functions stay where they are and are called across, at once, as those of a
 * context bridge are: both worlds hear of the events of one window. `here` and `there` are names that nobody can guess.
 */
export function linkWorlds(makeCodec: typeof wireCodec, here: string, there: string): Codec {
  const functions: Callable[] = [];
  const waiting = new Map<string, { resolve: Callable; reject: Callable }>();
  let promises = 0;
  let answer = '';

  const send = (to: string, message: unknown): void =>
    void window.dispatchEvent(new CustomEvent(to, { detail: JSON.stringify(message) }));
  const hear = (what: string, listener: (message: never) => void): void =>
    window.addEventListener(`${here}:${what}`, (event) => {
      event.stopImmediatePropagation();
      listener(JSON.parse((event as CustomEvent<string>).detail) as never);
    });

  const carrier: Carrier = {
    give(value) {
      if (typeof value === 'function') return ['function', functions.push(value) - 1];
      const id = `${here} ${(promises += 1)}`;
      const settle = (outcome: unknown): void =>
        send(`${there}:settled`, { id, outcome: codec.encode(outcome) });
      value.then(
        (settled) => settle({ value: settled }),
        (error: unknown) => settle({ error: error instanceof Error ? error : new Error('unknown') }),
      );
      return ['promise', id];
    },
    take(tag) {
      const [kind, id] = tag as ['function', number] | ['promise', string];
      if (kind === 'promise') return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      return (...values: unknown[]): unknown => {
        send(`${there}:call`, { id, values: codec.encode(values) });
        const { value, error } = codec.decode(JSON.parse(answer)) as { value?: unknown; error?: Error };
        if (error !== undefined) throw error;
        return value;
      };
    },
  };
  const codec = makeCodec(carrier);

  hear('call', ({ id, values }: { id: number; values: unknown }) => {
    let outcome: unknown;
    try {
      outcome = { value: functions[id]?.(...(codec.decode(values) as unknown[])) };
    } catch (error) {
      outcome = { error: error instanceof Error ? error : new Error('unknown') };
    }
    send(`${there}:answer`, codec.encode(outcome));
  });
  hear('answer', (encoded: unknown) => void (answer = JSON.stringify(encoded)));
  hear('settled', ({ id, outcome }: { id: string; outcome: unknown }) => {
    const { value, error } = codec.decode(outcome) as { value?: unknown; error?: Error };
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(value);
    else one?.reject(error);
  });
  return codec;
}

/** What a preload tells the test, as JSON. */
export type PreloadMessage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly values: unknown }
  | { readonly kind: 'run'; readonly source: string; readonly values: unknown };

export interface PreloadEnds {
  readonly electron: {
    readonly ipcRenderer: Pick<IpcRenderer, 'invoke'> & { on(channel: string, listener: Callable): void };
    readonly contextBridge: Pick<ContextBridge, 'executeInMainWorld'>;
  };
  /** The answer to a call, or the message of its error. */
  settle(id: number, value: string, error: string | undefined): void;
  /** Something that the main process sent. */
  deliver(channel: string, values: string): void;
}

/** What a preload gets for `require('electron')`, and the ends that the test takes hold of. */
export function preloadElectron(
  makeCodec: typeof wireCodec,
  link: Codec,
  tell: (message: string) => void,
): PreloadEnds {
  const data = makeCodec();
  const listeners = new Map<string, Callable[]>();
  const waiting = new Map<number, { resolve: Callable; reject: Callable }>();
  let calls = 0;
  return {
    electron: {
      ipcRenderer: {
        invoke(channel: string, ...values: unknown[]) {
          const id = (calls += 1);
          tell(JSON.stringify({ kind: 'invoke', id, channel, values: data.encode(values) }));
          return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
        },
        on(channel, listener) {
          listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
        },
      },
      contextBridge: {
        executeInMainWorld({ func, args = [] }: ExecutionScript) {
          tell(JSON.stringify({ kind: 'run', source: func.toString(), values: link.encode(args) }));
        },
      },
    },
    settle(id, value, error) {
      const one = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) one?.resolve(data.decode(JSON.parse(value)));
      else one?.reject(new Error(error));
    },
    deliver(channel, values) {
      const decoded = data.decode(JSON.parse(values)) as unknown[];
      for (const listener of listeners.get(channel) ?? []) listener({}, ...decoded);
    },
  };
}
