/**
 * Stands in for the `electron` module where its runtime is not: main and preload run on it in plain Node. What they call
 * is checked against Electron's own declarations (`implements Pick<Electron...>`), so a drift of either does not compile.
 */
import type { CreateFromBufferOptions } from 'electron';
import { AppDouble } from './app-double.ts';
import { ContextBridgeDouble, IpcMainDouble, IpcRendererDouble } from './ipc-doubles.ts';
import type { Sender } from './ipc-doubles.ts';
import { SessionDouble } from './session-double.ts';
import {
  DialogDouble,
  GlobalShortcutDouble,
  ImageDouble,
  MenusDouble,
  NativeThemeDouble,
  NetDouble,
  notificationClass,
  PowerMonitorDouble,
  ScreenDouble,
  ShellDouble,
  trayClass,
} from './shell-doubles.ts';
import type { NotificationDouble, TrayDouble } from './shell-doubles.ts';
import { ClipboardDouble, ClipboardItemDouble, SafeStorageDouble } from './storage-doubles.ts';
import { browserWindowClass } from './window-double.ts';
import type { BrowserWindowDouble, Render } from './window-double.ts';

/** One Electron process. */
export class ElectronDouble {
  readonly app = new AppDouble();
  readonly session = new SessionDouble();
  readonly windows: BrowserWindowDouble[] = [];
  /** How windows are shown; without it a page is asked for and looked at by nobody. */
  render: Render = () => Promise.resolve();
  readonly trays: TrayDouble[] = [];
  readonly ipcMain = new IpcMainDouble();
  readonly safeStorage = new SafeStorageDouble();
  readonly clipboard = new ClipboardDouble();
  readonly dialog = new DialogDouble();
  readonly globalShortcut = new GlobalShortcutDouble();
  readonly menus = new MenusDouble();
  readonly nativeTheme = new NativeThemeDouble();
  readonly net = new NetDouble();
  readonly notifications: NotificationDouble[] = [];
  readonly powerMonitor = new PowerMonitorDouble();
  readonly screen = new ScreenDouble();
  readonly shell = new ShellDouble();

  /** What the main process gets for `import ... from 'electron'`. */
  readonly module: Readonly<Record<string, unknown>> = {
    app: this.app,
    BrowserWindow: browserWindowClass({
      app: this.app,
      session: this.session,
      all: this.windows,
      render: (window, url) => this.render(window, url),
    }),
    clipboard: this.clipboard,
    ClipboardItem: ClipboardItemDouble,
    dialog: this.dialog,
    globalShortcut: this.globalShortcut,
    ipcMain: this.ipcMain,
    Menu: this.menus,
    nativeImage: {
      createFromBuffer: (png: Buffer, options?: CreateFromBufferOptions) => new ImageDouble(png, options),
    },
    nativeTheme: this.nativeTheme,
    net: this.net,
    Notification: notificationClass(this.notifications),
    powerMonitor: this.powerMonitor,
    protocol: this.session.protocol,
    safeStorage: this.safeStorage,
    screen: this.screen,
    session: { defaultSession: this.session },
    shell: this.shell,
    Tray: trayClass(this.trays),
  };
}

/** The page of a window: what its preload gets for `electron`, and the world that it opens a door to. */
export class PageDouble {
  readonly contextBridge = new ContextBridgeDouble();
  readonly ipcRenderer: IpcRendererDouble;
  readonly module: Readonly<Record<string, unknown>>;

  constructor(ipcMain: IpcMainDouble, from: Sender) {
    this.ipcRenderer = new IpcRendererDouble(ipcMain, from);
    this.module = { contextBridge: this.contextBridge, ipcRenderer: this.ipcRenderer };
  }
}
