/** Shows the windows of a double of Electron in real Chromium: their pages come from the app's own protocol handler. */
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, CDPSession, Page, Request, Route } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, findChromium } from '../e2e/find-chromium.ts';
import type { ElectronDouble } from '../fakes/electron/electron-double.ts';
import type { BrowserWindowDouble } from '../fakes/electron/window-double.ts';
import { installPreload } from './preload-bridge.ts';

/** Chromium serves no scheme of ours here; this one stands for it, and is as much of a secure context. */
const ORIGIN = 'http://fob.localhost';
const APP = 'app://fob';
const CLOSE = 'fobTestClose';

/** Otherwise a heap snapshot cuts strings off after 1024 characters, and a search in it would find nothing further on. */
const WHOLE_STRINGS = '--js-flags=--heap-snapshot-string-limit=100000000';

export function launchForWindows(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS, WHOLE_STRINGS] });
}

export interface ShownWindow {
  readonly window: BrowserWindowDouble;
  readonly page: Page;
  readonly cdp: CDPSession;
}

export class ChromiumWindows {
  readonly shown: ShownWindow[] = [];
  /** Messages on the consoles, uncaught errors and violations of the content security policy. None is wanted. */
  readonly complaints: string[] = [];
  /** Everything that the main process told the pages and their preloads, as JSON. */
  readonly told: string[] = [];
  /** What pages asked for that is not theirs. */
  readonly blocked: string[] = [];
  readonly #contexts: BrowserContext[] = [];
  readonly #browser: Browser;
  readonly #electron: ElectronDouble;

  constructor(browser: Browser, electron: ElectronDouble) {
    this.#browser = browser;
    this.#electron = electron;
    electron.render = (window, url) => this.#show(window, url);
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }

  async #show(window: BrowserWindowDouble, url: string): Promise<void> {
    const { width = 800, height = 600 } = { ...window.options, ...window.bounds };
    const context = await this.#browser.newContext({
      viewport: { width, height },
      reducedMotion: 'reduce',
      locale: this.#electron.app.locale,
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    page.setDefaultTimeout(15_000);
    window.once('closed', () => void context.close());
    window.on('resized', () => void page.setViewportSize({ width, height, ...window.bounds }));
    this.#listen(page);
    await closeByScript(cdp, window);
    const { installed } = await installPreload(cdp, this.#electron, window, (told) => {
      this.told.push(told);
    });
    installed.catch((error: unknown) => this.complaints.push(`preload: ${String(error)}`));
    await this.#route(context, { window, page, cdp }, installed);
    await page.goto(url.replace(APP, ORIGIN), { waitUntil: 'load' });
    this.shown.push({ window, page, cdp });
  }

  #listen(page: Page): void {
    page.on('console', (message) => this.complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message}`));
  }

  async #route(context: BrowserContext, shown: ShownWindow, installed: Promise<unknown>): Promise<void> {
    const { window, page } = shown;
    const { webContents } = window;
    let isLoaded = false;
    // Whatever window the page opens: Electron asks first, so there is none.
    context.on('page', (popup) => void popup.close());
    await context.route('**/*', async (route) => {
      const request = route.request();
      const url = request.url();
      if (request.isNavigationRequest()) {
        const isOwn = frameOf(request) === page.mainFrame();
        if (!isOwn) webContents.tryOpen(url);
        if (!isOwn || (isLoaded && !webContents.tryLeave('will-navigate'))) {
          this.blocked.push(url);
          // Anything else would show a page about the failure.
          return route.abort('aborted');
        }
        isLoaded = true;
      }
      if (request.resourceType() === 'script') await installed;
      return this.#answer(route, url);
    });
  }

  async #answer(route: Route, url: string): Promise<void> {
    const isOwn = url.startsWith(`${ORIGIN}/`);
    const asked = isOwn ? url.replace(ORIGIN, APP) : url;
    const response = await this.#electron.session.load(asked, route.request().method());
    if (response === undefined || !isOwn) {
      this.blocked.push(url);
      return route.abort('blockedbyclient');
    }
    const headers = Object.fromEntries(response.headers);
    await route.fulfill({
      status: response.status,
      headers,
      body: Buffer.from(await response.arrayBuffer()),
    });
  }
}

/** A window that is being opened has no frame yet. */
function frameOf(request: Request): unknown {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

/** In Electron `window.close()` closes the window; in a browser it does nothing in a page that no script opened. */
async function closeByScript(cdp: CDPSession, window: BrowserWindowDouble): Promise<void> {
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: CLOSE });
  cdp.on('Runtime.bindingCalled', ({ name }) => {
    if (name === CLOSE) window.close();
  });
  await cdp.send('Page.enable');
  await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
    source: `{ const close = globalThis.${CLOSE}; delete globalThis.${CLOSE}; window.close = () => close(''); }`,
  });
}
