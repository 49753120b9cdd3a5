import type * as Electron from 'electron';
import { Emitter, EventDouble } from './emitter.ts';
import type { Listens } from './emitter.ts';

interface AppEvents {
  'before-quit': [Electron.Event];
  quit: [Electron.Event, number];
  'window-all-closed': [];
  'second-instance': [Electron.Event, string[], string, unknown];
  'open-url': [Electron.Event, string];
  activate: [Electron.Event, boolean];
  'web-contents-created': [Electron.Event, Electron.WebContents];
}
type AppEventsFit = { [Name in keyof AppEvents]: Listens<Electron.App, Name, AppEvents[Name]> };
({
  'before-quit': true,
  quit: true,
  'window-all-closed': true,
  'second-instance': true,
  'open-url': true,
  activate: true,
  'web-contents-created': true,
}) satisfies AppEventsFit;

type AppSurface = Pick<
  Electron.App,
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getLocale'
  | 'getName'
  | 'isPackaged'
  | 'quit'
  | 'relaunch'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setAppUserModelId'
  | 'setLoginItemSettings'
  | 'setName'
  | 'setPath'
  | 'whenReady'
>;

/** Electron's `app` of one process. Quitting and exiting are noted instead of ending the test's process. */
export class AppDouble extends Emitter<AppEvents> implements AppSurface {
  isPackaged = false;
  appPath = '/nowhere';
  /** Whether this process gets the single-instance lock. */
  isFirstInstance = true;
  sandboxed = false;
  /** On macOS. */
  isInDock = true;
  name = 'fob';
  userModelId = '';
  locale = 'en-GB';
  /** What starts with the session, as it was set. */
  loginItem: Pick<Electron.Settings, 'args' | 'path'> | undefined;
  /** macOS started it with the session. */
  wasOpenedAtLogin = false;
  readonly protocols: string[] = [];
  quitDone = false;
  relaunched = false;
  exitCode: number | undefined;
  readonly paths = new Map<string, string>();
  readonly switches = new Set<string>();
  readonly calls: string[] = [];

  readonly commandLine: Pick<Electron.CommandLine, 'removeSwitch'> = {
    removeSwitch: (name) => void this.switches.delete(name),
  };

  getAppPath(): string {
    return this.appPath;
  }
  getName(): string {
    return this.name;
  }
  getLocale(): string {
    return this.locale;
  }
  get opensAtLogin(): boolean {
    return this.loginItem !== undefined;
  }
  /** Windows finds no item but the one with the same path and arguments. */
  getLoginItemSettings({ path, args }: Electron.LoginItemSettingsOptions = {}): Pick<
    Electron.LoginItemSettings,
    'openAtLogin' | 'wasOpenedAtLogin'
  > {
    const isSame = JSON.stringify(this.loginItem) === JSON.stringify({ path, args });
    return { openAtLogin: isSame, wasOpenedAtLogin: this.wasOpenedAtLogin };
  }
  setLoginItemSettings({ openAtLogin = false, path, args }: Electron.Settings): void {
    this.loginItem = openAtLogin ? ({ path, args } as typeof this.loginItem) : undefined;
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    this.protocols.push(protocol);
    return true;
  }
  setAppUserModelId(id: string): void {
    this.userModelId = id;
  }
  setName(name: string): void {
    this.name = name;
  }
  setPath(name: string, path: string): void {
    this.calls.push('setPath');
    this.paths.set(name, path);
  }
  enableSandbox(): void {
    this.calls.push('enableSandbox');
    this.sandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    this.calls.push('requestSingleInstanceLock');
    return this.isFirstInstance;
  }
  async whenReady(): Promise<void> {
    await Promise.resolve();
    this.calls.push('ready');
  }
  relaunch(): void {
    this.relaunched = true;
  }
  /** As Electron does it: asks the listeners, and goes on only if none of them objects. */
  quit(): void {
    const event = new EventDouble();
    this.happen('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitDone = true;
    this.happen('quit', new EventDouble(), 0);
  }
  exit(exitCode = 0): void {
    this.exitCode ??= exitCode;
    this.happen('quit', new EventDouble(), exitCode);
  }
}
