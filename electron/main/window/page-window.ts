/** The one window. Closing it frees its process; Fob stays in the tray, and showing it makes a new one. */
import { app, BrowserWindow } from 'electron';
import type { WebContents, WebPreferences } from 'electron';
import type { Log } from '../../../core/index.ts';
import { PAGE_URL } from '../app-protocol.ts';

export interface PageWindow {
  /** Brings the window to the front, or makes it. */
  show(): void;
  /** What shows our page at the moment; `undefined` while there is no window. */
  contents(): WebContents | undefined;
}

export interface PageWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly log: Log;
  /** The page wants this opened in a window of its own: it gets none, but there may be another place for it. */
  readonly onOpen: (url: string) => void;
}

export function createPageWindow({ preload, icon, log, onOpen }: PageWindowOptions): PageWindow {
  let current: BrowserWindow | undefined;

  const open = (): BrowserWindow => {
    const window = new BrowserWindow({
      title: 'Fob',
      width: 900,
      height: 640,
      minWidth: 360,
      minHeight: 320,
      show: false,
      autoHideMenuBar: true,
      icon,
      webPreferences: hardened(preload),
    });
    window.webContents.setWindowOpenHandler(({ url }) => {
      onOpen(url);
      return { action: 'deny' };
    });
    window.once('ready-to-show', () => window.show());
    window.once('closed', () => {
      if (current === window) current = undefined;
    });
    window.loadURL(PAGE_URL).catch((error: unknown) => {
      log.warn(`The window could not load its page: ${error instanceof Error ? error.message : 'unknown'}`);
    });
    return window;
  };

  // A listener of ours takes the place of Electron's own, which would quit.
  app.on('window-all-closed', () => undefined);
  return {
    show() {
      if (current === undefined) {
        current = open();
        return;
      }
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
    },
    contents: () => current?.webContents,
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
