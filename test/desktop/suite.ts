/** What the tests of the desktop app share: one Chromium, a scene and a home for each, and what must be so after each of them. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchForWindows } from './chromium-windows.ts';
import type { ShownWindow } from './chromium-windows.ts';
import { makeHome, restoreProcess, startDesktop } from './desktop-app.ts';
import type { DesktopApp, Home, StartOptions } from './desktop-app.ts';
import { addProfiles, startScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { leaksInText } from '../e2e/leaks.ts';
import { leaksInPage } from './secrets-in-page.ts';

export interface Suite {
  readonly browser: Browser;
  readonly scene: Scene;
  /** The app that was started last. */
  readonly desktop: DesktopApp;
  readonly home: Home;
  /** Starts it, in the home that it was started in before where there was one. */
  start(options?: StartOptions & { readonly settings?: object }): Promise<DesktopApp>;
  /** Starts it with the scene's profiles. Answers its window. */
  startWithProfiles(options?: StartOptions & { readonly settings?: object }): Promise<ShownWindow>;
  /** Looks for the scene's secrets in every page that is open, and in what was ever told to one. */
  expectNoSecretInPages(): Promise<void>;
}

/** After each test no page holds a secret, none complained, and none asked for anything that is not its own. */
export function useDesktop(): Suite {
  let browser: Browser;
  let scene: Scene;
  let home: Home | undefined;
  const started: DesktopApp[] = [];
  beforeAll(async () => void (browser = await launchForWindows()));
  afterAll(() => browser.close());
  beforeEach(async () => void (scene = await startScene()));
  afterEach(async () => {
    try {
      await suite.expectNoSecretInPages();
      for (const { windows } of started) expect([windows.complaints, windows.blocked]).toEqual([[], []]);
    } finally {
      for (const desktop of started.splice(0)) await desktop[Symbol.asyncDispose]();
      restoreProcess();
      home?.remove();
      home = undefined;
      await scene[Symbol.asyncDispose]();
    }
  });

  const last = (): DesktopApp => {
    const desktop = started.at(-1);
    if (desktop === undefined) throw new Error('nothing was started');
    return desktop;
  };
  const suite: Suite = {
    get browser() {
      return browser;
    },
    get scene() {
      return scene;
    },
    get desktop() {
      return last();
    },
    get home() {
      return (home ??= makeHome());
    },
    async start({ settings, ...options } = {}) {
      home ??= makeHome(settings);
      const desktop = await startDesktop(browser, home, options);
      started.push(desktop);
      return desktop;
    },
    async startWithProfiles(options) {
      const desktop = await suite.start(options);
      await addProfiles(desktop, scene);
      return desktop.window();
    },
    async expectNoSecretInPages() {
      for (const { windows } of started) {
        expect(leaksInText('messages', windows.told.join('\n'), scene.canaries)).toEqual([]);
        for (const { window, page, cdp } of windows.shown)
          if (!window.webContents.destroyed) expect(await leaksInPage(page, cdp, scene.canaries)).toEqual([]);
      }
    },
  };
  return suite;
}
