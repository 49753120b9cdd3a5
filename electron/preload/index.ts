/**
 * The page's only way to the host: `window.fob` is the IPC contract's `Bridge` and nothing besides it. No Electron object
 * and no event of Electron's gets into the page's world (security.md E20).
 */
import { contextBridge, ipcRenderer } from 'electron';
import { CALL_NAMES } from '../../shared/call-names.ts';
import type { Bridge } from '../../shared/ipc-contract.ts';
import type { Settled } from '../../shared/ipc-kit.ts';
import { CALL_CHANNEL, PUSH_CHANNEL } from './channels.ts';
import { installBridge } from './install-bridge.ts';
import type { Asks } from './install-bridge.ts';

type Listener = (payload: unknown) => void;

async function ask(name: string, argument: unknown): Promise<Settled<unknown>> {
  try {
    return (await ipcRenderer.invoke(CALL_CHANNEL, name, argument)) as Settled<unknown>;
  } catch {
    const message = "Fob's main process did not take the call.";
    return { ok: false, error: { code: 'internal', message, hint: 'Quit Fob and start it again.' } };
  }
}

const asks = Object.fromEntries(
  Object.keys(CALL_NAMES).map((name) => [name, (argument: unknown) => ask(name, argument)]),
) as Asks;

const listeners = new Map<string, Set<Listener>>();
/** What came before anybody listened: a page that is still loading must not miss what it was opened for. */
const early = new Map<string, unknown>();
ipcRenderer.on(PUSH_CHANNEL, (_event, name: string, payload: unknown) => {
  const named = listeners.get(name);
  if (named === undefined || named.size === 0) early.set(name, payload);
  else for (const listener of named) listener(payload);
});

const listen: Bridge['listen'] = (name, listener) => {
  // A function of its own for each call: the page may listen twice with the same one.
  const entry: Listener = (payload) => listener(payload as never);
  const named = listeners.get(name) ?? new Set();
  listeners.set(name, named.add(entry));
  if (early.has(name)) entry(early.get(name));
  early.delete(name);
  return () => void named.delete(entry);
};

contextBridge.executeInMainWorld({ func: installBridge, args: [asks, listen] });
