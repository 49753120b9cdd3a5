import type { Bridge, IpcContract } from '../../shared/ipc-contract.ts';
import type { Calls, InvokeName, Settled } from '../../shared/ipc-kit.ts';

/** One function per call. They live in the preload's world and answer what crosses between the worlds unharmed. */
export type Asks = Readonly<
  Record<InvokeName<IpcContract>, (argument: unknown) => Promise<Settled<unknown>>>
>;

/**
 * Sets `window.fob` in the page's own world. An `Error` loses its `cause` on the way between two worlds, so answers cross
 * as `Settled` and become the contract's errors here.
 *
 * Electron runs this from its source text: it must not use anything from outside itself.
 */
export function installBridge(asks: Asks, listen: Bridge['listen']): void {
  const call = Object.fromEntries(
    Object.entries(asks).map(([name, ask]) => [
      name,
      async (argument: unknown) => {
        const settled = await ask(argument);
        if (settled.ok) return settled.value;
        throw new Error(settled.error.message, { cause: settled.error });
      },
    ]),
  ) as unknown as Calls<IpcContract>;
  const bridge: Bridge = Object.freeze({ kind: 'desktop', call: Object.freeze(call), listen });
  Object.defineProperty(globalThis, 'fob', { value: bridge });
}
