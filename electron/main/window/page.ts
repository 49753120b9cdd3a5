/** A window with our page in it, confined; what it is to show reaches it once it is there. */
import { app, BrowserWindow } from 'electron';
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { Clock, Log } from '../../../core/index.ts';
import type { WantedView } from '../../../shared/desktop-view.ts';
import { PUSH_CHANNEL } from '../../preload/channels.ts';
import { PAGE_URL } from '../app-protocol.ts';
import { zoomByKeys } from './zoom.ts';

/** A page that ends again so soon is given up, until a person wants it once more. */
const SOON_MS = 60_000;

export interface PageOptions {
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly preload: string;
  readonly icon: string;
  readonly log: Log;
  /** The page wants this opened in a window of its own: it gets none, but there may be another place for it. */
  readonly onOpen: (url: string) => void;
}

export interface Page {
  readonly window: BrowserWindow;
  /** Has the page show something, as soon as it can. */
  want(view: WantedView): void;
}

/** `query` tells the page what it is in: `?popover`. */
export function openPage(
  { clock, platform, preload, icon, log, onOpen }: PageOptions,
  bounds: BrowserWindowConstructorOptions,
  query = '',
): Page {
  const window = new BrowserWindow({
    title: 'Fob',
    show: false,
    autoHideMenuBar: true,
    icon,
    ...bounds,
    webPreferences: hardened(preload),
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    onOpen(url);
    return { action: 'deny' };
  });
  zoomByKeys(webContents, platform);
  let isLoaded = false;
  let wanted: WantedView | undefined;
  const send = (): void => {
    if (!isLoaded || wanted === undefined) return;
    webContents.send(PUSH_CHANNEL, 'view.wanted', wanted);
    wanted = undefined;
  };
  webContents.on('did-finish-load', () => {
    isLoaded = true;
    send();
  });
  let endedAt = -Infinity;
  webContents.on('render-process-gone', (_event, { reason }) => {
    log.warn(`The process of a window's page ended: ${reason}.`);
    isLoaded = false;
    const isAgain = clock.monotonic() - endedAt < SOON_MS;
    endedAt = clock.monotonic();
    if (isAgain) window.destroy();
    else webContents.reload();
  });
  // Windows asks the app nothing when the session ends, and tells its windows alone.
  window.on('session-end', () => app.quit());
  window.loadURL(`${PAGE_URL}${query}`).catch((error: unknown) => {
    log.warn(`The window could not load its page: ${error instanceof Error ? error.message : 'unknown'}`);
  });
  return {
    window,
    want: (view) => {
      wanted = view;
      send();
    },
  };
}

/** Most of these are Electron's defaults; written down, a change of those changes nothing here (E02 to E10). */
function hardened(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Its dictionaries come from another host.
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}
