import { EventEmitter } from 'node:events';
import { createContext, runInContext } from 'node:vm';
import type * as Electron from 'electron';
import type { FrameDouble, WebContentsDouble } from './window-double.ts';

type Handler = Parameters<Electron.IpcMain['handle']>[1];

/** Who sends: the page's contents and the frame in it, `null` when it has gone. */
export interface Sender {
  readonly sender: WebContentsDouble;
  readonly senderFrame: FrameDouble | null;
}

export class IpcMainDouble implements Pick<Electron.IpcMain, 'handle' | 'removeHandler'> {
  readonly handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, listener);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** A message as it arrives: copied by structured clone both ways, errors as Electron words them. */
  async receive(from: Sender, channel: string, values: readonly unknown[]): Promise<unknown> {
    const copies = structuredClone(values);
    const handler = this.handlers.get(channel);
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const event = from as unknown as Electron.IpcMainInvokeEvent;
      return structuredClone(await (handler(event, ...copies) as Promise<unknown>));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
    }
  }
}

/** The preload's end of the line to one window. */
export class IpcRendererDouble extends EventEmitter implements Pick<Electron.IpcRenderer, 'invoke'> {
  readonly #main: IpcMainDouble;
  readonly #from: Sender;

  constructor(main: IpcMainDouble, from: Sender) {
    super();
    this.#main = main;
    this.#from = from;
    from.sender.deliver = (channel, values) => void this.emit(channel, { sender: this }, ...values);
  }
  invoke(channel: string, ...values: unknown[]): Promise<unknown> {
    return this.#main.receive(this.#from, channel, values);
  }
}

/** The page's own world: a realm of its own, where what the preload lets out can be looked at. */
export class ContextBridgeDouble implements Pick<
  Electron.ContextBridge,
  'executeInMainWorld' | 'exposeInMainWorld'
> {
  readonly world = createContext({ setTimeout, queueMicrotask });

  exposeInMainWorld(apiKey: string, api: unknown): void {
    Object.defineProperty(this.world, apiKey, { value: crossing(api) });
  }
  /** The function arrives as its source text, so it has only what it is given. */
  executeInMainWorld({ func, args = [] }: Electron.ExecutionScript): unknown {
    const copied = runInContext(`(${func.toString()})`, this.world) as (...values: unknown[]) => unknown;
    return crossing(copied(...args.map(crossing)));
  }
  /** Runs a script of the page. */
  run(script: string): unknown {
    return runInContext(script, this.world);
  }
}

/**
 * A value on its way between two worlds, by the table in Electron's contextBridge documentation: functions and promises
 * are proxied, plain objects and arrays copied, and an error keeps its message and nothing else.
 */
function crossing(value: unknown): unknown {
  if (typeof value === 'function') {
    const callee = value as (...values: unknown[]) => unknown;
    return (...values: unknown[]) => crossing(callee(...values.map(crossing)));
  }
  if (typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const kind = Object.prototype.toString.call(value);
  if (kind === '[object Promise]')
    return (value as Promise<unknown>).then(crossing, (error: unknown) => Promise.reject(lostError(error)));
  if (kind === '[object Error]') return lostError(value);
  if (Array.isArray(value)) return value.map(crossing);
  if (kind === '[object Object]')
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, crossing(member)]));
  return structuredClone(value);
}

function lostError(error: unknown): Error {
  return new Error((error as { message?: string }).message ?? 'An unknown exception occurred');
}
