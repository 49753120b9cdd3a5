import { beforeEach, describe, expect, it } from 'vitest';
import type { PageOptions } from '../../../electron/main/window/page.ts';
import type { Pages } from '../../../electron/main/window/pages.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import type { BrowserWindowDouble } from '../../fakes/electron/window-double.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createTestLog, newest, startElectron } from './harness.ts';

const OPTIONS = (): PageOptions => ({
  ...{ clock: createFakeClock(), log: createTestLog(), platform: 'linux', preload: '', icon: '' },
  onOpen: () => undefined,
});

describe('what a page may not do', () => {
  let electron: ElectronDouble;
  let pages: Pages;
  const wanted: string[] = [];

  const opened = (): BrowserWindowDouble => {
    pages.show();
    return newest(electron.windows);
  };

  beforeEach(async () => {
    electron = startElectron();
    const { hardenApp, hardenSession } = await import('../../../electron/main/hardening.ts');
    const { createPages } = await import('../../../electron/main/window/pages.ts');
    const { registerPageScheme, servePage } = await import('../../../electron/main/app-protocol.ts');
    registerPageScheme();
    hardenApp();
    hardenSession();
    servePage(new Map([['/', { type: 'text/html', bytes: Buffer.from('<!doctype html>') }]]));
    pages = createPages({
      ...OPTIONS(),
      preload: '/fob/preload.cjs',
      onOpen: (url) => void wanted.push(url),
    });
  });

  it('gets a sandboxed, isolated window and no Node (E02 to E10)', () => {
    expect(electron.app.sandboxed).toBe(true);
    expect(opened().options.webPreferences).toEqual({
      preload: '/fob/preload.cjs',
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
      spellcheck: false,
      devTools: true,
    });
  });

  it('has no DevTools and no remote debugging once packaged (E37)', async () => {
    electron = startElectron();
    electron.app.isPackaged = true;
    electron.app.switches.add('remote-debugging-port').add('remote-debugging-pipe').add('lang');
    const { hardenApp } = await import('../../../electron/main/hardening.ts');
    const { createPages } = await import('../../../electron/main/window/pages.ts');
    hardenApp();
    pages = createPages(OPTIONS());
    expect(opened().options.webPreferences?.devTools).toBe(false);
    expect([...electron.app.switches]).toEqual(['lang']);
  });

  it.each(['clipboard-read', 'notifications', 'media', 'geolocation', 'openExternal', 'unknown'] as const)(
    'has no permission, asked for or looked up: %s (E05)',
    (permission) => {
      expect(electron.session.isGranted(permission)).toBe(false);
      expect(electron.session.isCheckedTrue(permission)).toBe(false);
      expect(electron.session.isDeviceGranted()).toBe(false);
    },
  );

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'] as const)(
    'stays where it is: %s (E12, E13)',
    (event) => {
      expect(opened().webContents.tryLeave(event)).toBe(false);
    },
  );

  it('opens no window (E14), and tells which one it wanted', () => {
    const { webContents } = opened();
    expect(webContents.tryOpen('https://evil.example/')).toBe('deny');
    expect(webContents.tryOpen('app://fob/')).toBe('deny');
    expect(wanted).toEqual(['https://evil.example/', 'app://fob/']);
    expect(electron.shell.opened).toEqual([]);
  });

  it.each<[string, boolean]>([
    ['app://fob/assets/index.js', false],
    ['devtools://devtools/bundled/inspector.html', false],
    ['data:image/svg+xml,x', false],
    ['https://evil.example/', true],
    ['http://127.0.0.1:1/', true],
    ['wss://evil.example/', true],
    ['file:///etc/passwd', true],
    ['not a url', true],
  ])('loads nothing from elsewhere: %s (E01)', (url, blocked) => {
    expect(electron.session.isBlocked(url)).toBe(blocked);
  });

  it('registers a scheme that is an origin and nothing more (E18, E32)', () => {
    expect(electron.session.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ]);
  });

  it.each<[NodeJS.Platform, string[] | null]>([
    ['linux', null],
    ['win32', null],
    ['darwin', ['appMenu', 'editMenu', 'windowMenu']],
  ])('has no menu with reload or DevTools: %s', async (platform, roles) => {
    const { replaceDefaultMenu } = await import('../../../electron/main/hardening.ts');
    replaceDefaultMenu(platform);
    expect(electron.menus.application?.template.map(({ role }) => role) ?? null).toEqual(roles);
  });
});

describe('the window', () => {
  let electron: ElectronDouble;
  let pages: Pages;

  beforeEach(async () => {
    electron = startElectron();
    const { createPages } = await import('../../../electron/main/window/pages.ts');
    const { servePage } = await import('../../../electron/main/app-protocol.ts');
    servePage(new Map([['/', { type: 'text/html', bytes: Buffer.from('<!doctype html>') }]]));
    pages = createPages(OPTIONS());
  });

  it('shows itself when its page is ready', async () => {
    expect(pages.contents()).toEqual([]);
    pages.show();
    const [window] = electron.windows;
    expect(window?.options).toMatchObject({ width: 900, height: 640, show: false });
    expect(window?.isShown).toBe(false);
    await expect.poll(() => window?.isShown).toBe(true);
    expect(window?.webContents.frame.url).toBe('app://fob/');
  });

  it('comes to the front instead of opening twice, also when minimized', () => {
    pages.show();
    const [window] = electron.windows;
    window?.minimize();
    pages.show();
    expect(electron.windows).toHaveLength(1);
    expect(window).toMatchObject({ minimized: false, isShown: true, focusCount: 1 });
  });

  it('leaves Fob running when it closes, and is made anew', () => {
    pages.show();
    electron.windows[0]?.close();
    expect(electron.app.quitDone).toBe(false);
    expect(pages.contents()).toEqual([]);
    pages.show();
    expect(pages.contents()).toEqual([electron.windows[1]?.webContents]);
  });
});
