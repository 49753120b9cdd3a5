/** What a person sees and touches of a running engine: the window, the tray, the clipboard, and the IPC between them. */
import { app } from 'electron';
import { dispatch, reportBugTo } from '../../agent/dispatch.ts';
import { createHandlers } from '../../agent/handlers.ts';
import { errorView } from '../../core/index.ts';
import type { Clock, Engine, Log } from '../../core/index.ts';
import type { IpcContract } from '../../shared/ipc-contract.ts';
import type { InvokeName } from '../../shared/ipc-kit.ts';
import { openInBrowser } from './adapters/open-in-browser.ts';
import { createTokenClipboard } from './adapters/token-clipboard.ts';
import { createHandedLinks } from './handed-links.ts';
import { serveIpc } from './ipc/serve.ts';
import { watchPower } from './power.ts';
import { takeShortcuts } from './shortcuts.ts';
import { showTray } from './tray/tray.ts';
import { createPageWindow } from './window/page-window.ts';

export interface DesktopOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  /** The path of a file in the folder that the desktop is built into. */
  readonly built: (name: string) => string;
}

/** Opens it all and shows the window. Disposing the answer closes it; the clipboard is cleared then. */
export function openDesktop({ engine, clock, log, platform, built }: DesktopOptions): AsyncDisposableStack {
  const open = new AsyncDisposableStack();
  const clipboard = createTokenClipboard({
    ...{ clock, log, platform },
    clearAfterMs: () => engine.settings.view().clipboard_seconds * 1000,
  });
  open.defer(() => clipboard.clear());
  const handlers = createHandlers(engine, { writeClipboard: (text) => clipboard.write(text) });
  const links = createHandedLinks();
  const onOpen = (url: string): void => {
    const link = links.take(url);
    if (link === undefined) log.warn('The window wanted an address opened that it was not given.');
    else openInBrowser(link).catch((error: unknown) => log.warn(errorView(error).message));
  };
  const window = createPageWindow({
    preload: built('preload.cjs'),
    icon: built('icons/fob.png'),
    log,
    onOpen,
  });
  const ipc = serveIpc(links.noting(handlers), () => window.contents(), log);
  open.defer(() => ipc.close());
  open.defer(
    engine.subscribe((snapshot) => {
      ipc.push('snapshot.changed', snapshot);
      if (snapshot.vault.state === 'locked') void clipboard.clear();
    }),
  );

  /** The tray has no room for an error: the window says what is wrong with that environment. */
  const call = async (name: InvokeName<IpcContract>, argument?: unknown): Promise<void> => {
    const settled = await dispatch(handlers, name, argument, reportBugTo(log));
    if (settled.ok) return;
    log.warn(settled.error.message);
    window.show();
  };
  const icon = built(platform === 'darwin' ? 'icons/trayTemplate.png' : 'icons/tray.png');
  const actions = {
    copy: (address: string) => void call('tokens.copy', { address, format: 'raw' }),
    open: () => window.show(),
    lock: () => void call('vault.lock'),
    quit: () => app.quit(),
  };
  open.defer(takeShortcuts({ engine, log, show: () => window.show() }));
  open.defer(showTray({ icon, engine, clock, platform, actions }));

  watchPower({
    wake: () => engine.wake(),
    leave: (how) =>
      void engine.vault.leave(how).catch((error: unknown) => log.warn(errorView(error).message)),
  });
  // What the second instance was started with is untrusted, and nothing of it is needed (security.md E35).
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  window.show();
  return open;
}
