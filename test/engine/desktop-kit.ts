/** The real desktop host, started on a double of Electron in a data directory of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { expect, vi } from 'vitest';
import type { Snapshot } from '../../shared/snapshot.ts';
import { ElectronDouble, PageDouble } from '../fakes/electron/electron-double.ts';
import type { BrowserWindowDouble } from '../fakes/electron/window-double.ts';

export interface Place {
  readonly dataDirectory: string;
  /** Where the app is: holds `dist/renderer`. */
  readonly app: string;
  readonly socket: string;
  remove(): void;
}

export function makePlace(): Place {
  const root = mkdtempSync(join(tmpdir(), 'fob-desktop-'));
  const app = join(root, 'app');
  mkdirSync(join(app, 'dist', 'renderer'), { recursive: true });
  writeFileSync(join(app, 'dist', 'renderer', 'index.html'), '<!doctype html><title>Fob</title>');
  const dataDirectory = join(root, 'data');
  return {
    dataDirectory,
    app,
    socket: join(dataDirectory, 'run', 'agent.sock'),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Runs the desktop's main process in `place` on a new double. `prepare` changes the double before. */
export async function startDesktop(
  place: Place,
  prepare: (electron: ElectronDouble) => void = () => undefined,
): Promise<ElectronDouble> {
  const electron = new ElectronDouble();
  electron.app.appPath = place.app;
  prepare(electron);
  vi.stubEnv('FOB_HOME', place.dataDirectory);
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
  const { started } = await import('../../electron/main/index.ts');
  await started;
  return electron;
}

export async function quit(electron: ElectronDouble): Promise<void> {
  electron.app.quit();
  await expect.poll(() => electron.app.quitDone, { timeout: 12_000 }).toBe(true);
}

/** The page of the newest window, with the real preload in it. */
export async function openPage(electron: ElectronDouble): Promise<Page> {
  const window = electron.windows.at(-1);
  if (window === undefined) throw new Error('there is no window');
  await expect.poll(() => window.isShown).toBe(true);
  const { webContents } = window;
  const page = new PageDouble(electron.ipcMain, { sender: webContents, senderFrame: webContents.frame });
  vi.resetModules();
  vi.doMock('electron', () => page.module);
  await import('../../electron/preload/index.ts');
  return new Page(page, window);
}

/** What a script of the page can do with `window.fob`. */
export class Page {
  readonly window: BrowserWindowDouble;
  /** Everything that the main process has answered, as JSON. */
  readonly answers: string[] = [];
  readonly #page: PageDouble;

  constructor(page: PageDouble, window: BrowserWindowDouble) {
    this.#page = page;
    this.window = window;
  }
  /** Resolves to the answer; rejects with the `ErrorView` that the page saw. */
  async call(name: string, argument?: unknown): Promise<unknown> {
    const json = argument === undefined ? '' : JSON.stringify(argument);
    const script = `fob.call[${JSON.stringify(name)}](${json})
      .then((value) => JSON.stringify({ value }), (error) => JSON.stringify({ error: error.cause }))`;
    const answer = String(await this.#page.contextBridge.run(script));
    this.answers.push(answer);
    const { value, error } = JSON.parse(answer) as { value: unknown; error?: object };
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the page sees an ErrorView, no error of ours
    if (error !== undefined) throw error;
    return value;
  }
  snapshot(): Promise<Snapshot> {
    return this.call('snapshot.get') as Promise<Snapshot>;
  }
}

export interface Answer {
  readonly status: number | undefined;
  readonly body: unknown;
}

/** Asks the agent's socket as the command line does. Rejects when nobody listens. */
export function askSocket(place: Place, method: string, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: place.socket, method, path, agent: false }, (response) => {
      const isJson = response.headers['content-type']?.includes('json') === true;
      (isJson ? json(response) : text(response)).then(
        (body) => resolve({ status: response.statusCode, body }),
        reject,
      );
    });
    asked.once('error', reject).end();
  });
}
