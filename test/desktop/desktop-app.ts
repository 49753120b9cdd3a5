/** The desktop app as it is built, started on a double of Electron in a folder of its own, with its windows in Chromium. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { Bridge, IpcContract } from '../../shared/ipc-contract.ts';
import type { AnswerOf, ArgumentOf, InvokeName } from '../../shared/ipc-kit.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { ElectronDouble } from '../fakes/electron/electron-double.ts';
import type { TrayDouble } from '../fakes/electron/shell-doubles.ts';
import { UpdaterDouble } from '../fakes/electron/updater-double.ts';
import type * as RunMain from './run-main.ts';
import { ChromiumWindows } from './chromium-windows.ts';
import type { ShownWindow } from './chromium-windows.ts';

/** The folder that holds the app's `dist`. */
export const APP = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = pathToFileURL(join(APP, 'dist', 'electron', 'main.js')).href;
const { runMain } = createRequire(import.meta.url)('./run-main.ts') as typeof RunMain;

export interface Home {
  readonly data: string;
  /** In place of the person's own. */
  readonly home: string;
  remove(): void;
}

/** `settings` is written to settings.json before anything starts. */
export function makeHome(settings?: object): Home {
  const root = mkdtempSync(join(tmpdir(), 'fob-desktop-'));
  const [data, home] = [join(root, 'data'), join(root, 'home')];
  for (const folder of [data, home]) mkdirSync(folder, { mode: 0o700 });
  if (settings !== undefined) writeFileSync(join(data, 'settings.json'), JSON.stringify(settings));
  return { data, home, remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) };
}

export interface StartOptions {
  /** As which system Fob sees this one; Windows has no sockets of this kind. */
  readonly platform?: 'linux' | 'darwin';
  /** Changes the double before anything runs on it. */
  readonly prepare?: (electron: ElectronDouble) => void;
  /** What is offered to an app that is packaged with a place of releases, from the start. */
  readonly newer?: UpdaterDouble['offered'];
  /** More arguments of the program. */
  readonly argv?: readonly string[];
}

export class DesktopApp implements AsyncDisposable {
  readonly electron = new ElectronDouble();
  readonly updater = new UpdaterDouble(this.electron.app);
  readonly windows: ChromiumWindows;
  /** What it logged. */
  log = '';

  constructor(browser: Browser) {
    this.windows = new ChromiumWindows(browser, this.electron);
  }

  get tray(): TrayDouble {
    const [tray] = this.electron.trays;
    if (tray === undefined) throw new Error('there is no tray');
    return tray;
  }
  /** What is in the clipboard as text. */
  get clipboard(): string | undefined {
    return this.electron.clipboard.content.get('text/plain');
  }

  /** The window that was opened as the so-manyth, once a person sees it. */
  async window(index = 0): Promise<ShownWindow> {
    return vi.waitFor(
      () => {
        const window = this.electron.windows[index];
        const found = this.windows.shown.find((one) => one.window === window);
        if (window?.isShown !== true || found === undefined)
          throw new Error(`There is no window ${index}. ${this.log}`);
        return found;
      },
      { timeout: 20_000 },
    );
  }

  /** Clicks an item of the tray's menu, by the labels that lead there, as soon as it is there. */
  choose(...labels: readonly string[]): Promise<void> {
    return vi.waitFor(
      () => {
        this.openMenu();
        this.tray.choose(...labels);
      },
      { timeout: 10_000 },
    );
  }
  /** On macOS the menu is there once it was asked for. */
  openMenu(): void {
    this.tray.happen('right-click');
  }

  /** Quits as a person would, and waits for the end of it. */
  async quit(): Promise<void> {
    this.electron.app.quit();
    await this.ended();
  }
  async ended(): Promise<void> {
    const { app } = this.electron;
    await expect.poll(() => app.quitDone || app.exitCode !== undefined, { timeout: 15_000 }).toBe(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { app } = this.electron;
    if (!app.quitDone && app.exitCode === undefined) await this.quit();
    await this.windows.close();
  }
}

/** Starts the app; what is disposed quits it. One at a time: it shares this process's environment. */
export async function startDesktop(
  browser: Browser,
  { data, home }: Home,
  { platform = 'linux', prepare, newer, argv = [] }: StartOptions = {},
): Promise<DesktopApp> {
  const desktop = new DesktopApp(browser);
  desktop.electron.app.appPath = APP;
  desktop.updater.offered = newer;
  prepare?.(desktop.electron);
  for (const name of Object.keys(process.env)) if (/^(FOB_|XDG_)/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv('FOB_HOME', data);
  vi.stubEnv('HOME', home);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    desktop.log += String(text);
    return true;
  });
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
  Object.assign(process, { resourcesPath: makeResources(home, newer !== undefined) });
  const before = process.argv;
  process.argv = ['fob', ...argv];
  try {
    await runMain(MAIN, desktop.electron.module, desktop.updater);
  } finally {
    process.argv = before;
  }
  return desktop;
}

/** Who waits for exactly so long waits for a moment. */
export function quicken(ms: number): void {
  const start = setTimeout;
  const quick = (run: () => void, delay = 0, ...values: []) =>
    start(run, delay === ms ? 50 : delay, ...values);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(quick);
}

/** Where a packaged app has what is beside its archive: the command line, and where its releases are. */
function makeResources(home: string, hasReleases: boolean): string {
  const folder = join(dirname(home), 'resources');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'cli'))) symlinkSync(join(APP, 'dist', 'cli'), join(folder, 'cli'));
  if (hasReleases) writeFileSync(join(folder, 'app-update.yml'), '');
  return folder;
}

/** Undoes what a start changed in this process. */
export function restoreProcess(): void {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
}

/** A page of the desktop, as its scripts see it. */
export interface FobPage {
  readonly fob: Bridge;
}

/** A call by `window.fob`, as the page's own scripts make it. Rejects with the code of the error. */
export async function call<Name extends InvokeName<IpcContract>>(
  { page }: ShownWindow,
  name: Name,
  argument?: ArgumentOf<IpcContract[Name]>,
): Promise<AnswerOf<IpcContract[Name]>> {
  const settled = await page.evaluate(
    ([called, given]) => {
      const { fob } = window as unknown as FobPage;
      const ask = fob.call[called as 'snapshot.get'] as (value: unknown) => Promise<unknown>;
      return ask(given).then(
        (value) => ({ value }),
        (error: unknown) => ({
          error: (error as { cause?: { code?: string } }).cause?.code ?? String(error),
        }),
      );
    },
    [name, argument] as const,
  );
  if ('error' in settled) throw new Error(settled.error);
  return settled.value as AnswerOf<IpcContract[Name]>;
}

export const snapshotOf = (shown: ShownWindow): Promise<Snapshot> => call(shown, 'snapshot.get');
