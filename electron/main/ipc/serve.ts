/**
 * The IPC contract over Electron: the only place that touches `ipcMain`. Whoever asks must be our page in the top frame of
 * a window of ours (security.md E17); the argument is hostile until the contract's schema has passed it.
 */
import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { dispatch, reportBugTo } from '../../../agent/dispatch.ts';
import type { Log } from '../../../core/index.ts';
import type { IpcContract } from '../../../shared/ipc-contract.ts';
import type { Handlers, PayloadOf, PushName, Settled } from '../../../shared/ipc-kit.ts';
import { CALL_CHANNEL, PUSH_CHANNEL } from '../../preload/channels.ts';
import { isPageUrl } from '../app-protocol.ts';

export interface IpcServer {
  /** Tells our pages. */
  push<Name extends PushName<IpcContract>>(name: Name, payload: PayloadOf<IpcContract[Name]>): void;
  close(): void;
}

type IpcSender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

const REFUSED: Settled<never> = {
  ok: false,
  error: { code: 'peer_untrusted', message: "Only Fob's own window may call." },
};

/** `pages` answers what shows our page at the moment. */
export function serveIpc(
  handlers: Handlers<IpcContract>,
  pages: () => readonly WebContents[],
  log: Log,
): IpcServer {
  const reportBug = reportBugTo(log);
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, argument: unknown): Promise<Settled<unknown>> => {
    if (!isOwnPage(event, pages())) return Promise.resolve(REFUSED);
    return dispatch(handlers, typeof name === 'string' ? name : '', argument, reportBug);
  });
  return {
    push(name, payload) {
      for (const contents of pages()) if (!contents.isDestroyed()) contents.send(PUSH_CHANNEL, name, payload);
    },
    close: () => ipcMain.removeHandler(CALL_CHANNEL),
  };
}

/** `senderFrame` is `null` when the frame has gone or moved on since it sent: then nobody knows who asked. */
function isOwnPage({ sender, senderFrame }: IpcSender, pages: readonly WebContents[]): boolean {
  return (
    pages.includes(sender) &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    isPageUrl(senderFrame.url)
  );
}
