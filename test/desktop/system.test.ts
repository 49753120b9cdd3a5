/** What reaches Fob from outside of its windows: keys, links, a second start, notifications, and the popover's ways. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { copyButton } from '../e2e/renderer-page.ts';
import { makeCertificateFolder } from '../provider/tls/certificate-folder.ts';
import { signInByScript } from '../provider/scripted-browser.ts';
import { goTo } from '../ui/ways.ts';
import type { ElectronDouble } from '../fakes/electron/electron-double.ts';
import { EventDouble } from '../fakes/electron/emitter.ts';
import { snapshotOf } from './desktop-app.ts';
import type { StartOptions } from './desktop-app.ts';
import { ask, DEV, signIn, USER } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();
const DAY_MS = 24 * 3_600_000;

const details = (page: Page, address: string) => {
  const name = { name: en.claims.detailsOf(address) };
  return page.getByRole('dialog', name).or(page.getByRole('complementary', name));
};

describe('shortcuts of the whole system', () => {
  const shortcuts = { show: 'Control+Alt+S', palette: 'Control+Alt+P', copy: { [DEV]: 'Control+Alt+1' } };

  it('open the palette and copy a token; one that another program has is named', async () => {
    const shown = await suite.startWithProfiles({
      settings: { shortcuts },
      prepare: ({ globalShortcut }) => globalShortcut.others.add('Control+Alt+S'),
    });
    const { globalShortcut } = suite.desktop.electron;
    expect([...globalShortcut.taken.keys()].sort()).toEqual(['Control+Alt+1', 'Control+Alt+P']);
    globalShortcut.taken.get('Control+Alt+1')?.();
    await expect.poll(() => suite.desktop.clipboard).toMatch(/^\S{40,}$/);
    expect(suite.desktop.electron.notifications[0]?.title).toBe('Copied acme/dev');

    shown.window.minimize();
    globalShortcut.taken.get('Control+Alt+P')?.();
    await shown.page.getByRole('dialog', { name: en.palette.label }).waitFor();
    expect(shown.window.minimized).toBe(false);
    await shown.page.keyboard.press('Escape');

    expect(suite.desktop.log).toContain('Control+Alt+S');
    await goTo(shown.page, 'settings');
    const field = shown.page.getByRole('textbox', { name: en.settings.shortcuts.show });
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await shown.page.getByText(en.settings.shortcuts.refused).waitFor();
    await suite.desktop.quit();
    expect(globalShortcut.taken.size).toBe(0);
  });

  it('are taken as they are typed in the settings', async () => {
    const { page } = await suite.startWithProfiles();
    const { globalShortcut } = suite.desktop.electron;
    await goTo(page, 'settings');
    await page.getByRole('textbox', { name: en.settings.shortcuts.palette }).focus();
    await page.keyboard.press('Control+Shift+K');
    await expect.poll(() => [...globalShortcut.taken.keys()]).toEqual(['CommandOrControl+Shift+K']);
  });
});

describe('a link from another program', () => {
  it.each(['open-url', 'second-instance'] as const)(
    'by %s opens a view and does nothing else',
    async (how) => {
      const { page, window } = await suite.startWithProfiles();
      const { app, windows, shell } = suite.desktop.electron;
      const open = (link: string): void => {
        if (how === 'open-url') app.happen(how, new EventDouble(), link);
        else app.happen(how, new EventDouble(), ['fob', '--some', link], '/tmp', { evil: true });
      };
      window.minimize();
      open(`fob://open/${DEV}`);
      await details(page, DEV).waitFor();
      expect(window).toMatchObject({ minimized: false, isShown: true });
      const { revision } = await ask(suite.desktop, 'snapshot.get');
      for (const link of HOSTILE_LINKS) open(link);
      await page.waitForTimeout(500);
      // Still the one that was opened, and nothing was copied, refreshed, signed in to or opened.
      expect(await details(page, DEV).isVisible()).toBe(true);
      expect(suite.scene.idp.tokenRequests).toEqual([]);
      expect(suite.desktop.clipboard).toBeUndefined();
      expect(shell.opened).toEqual([]);
      expect(windows).toHaveLength(1);
      expect((await ask(suite.desktop, 'snapshot.get')).revision).toBe(revision);
    },
  );

  const HOSTILE_LINKS = [
    `fob://open/${USER}?copy=1`,
    `fob://open/${USER}#token=x`,
    `fob://copy/${USER}`,
    `fob://login/${USER}`,
    `fob://open/../${USER}`,
    `fob://open/${USER}/`,
    'fob://open/',
    'fob://open/__proto__/x',
    `fob://evil@open/${USER}`,
    `FOB:open/${USER}`,
    'https://evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    `fob://open/${'a'.repeat(100_000)}/b`,
  ];

  it.each<[string, (link: string) => StartOptions]>([
    ['as an argument', (link) => ({ argv: ['--some', link] })],
    [
      'before the app is ready',
      (link) => ({
        prepare: ({ app }) => {
          app.whenReady = () => {
            app.happen('open-url', new EventDouble(), link);
            return Promise.resolve();
          };
        },
      }),
    ],
    ['with the session, as a hidden app', (link) => ({ argv: ['--hidden', link] })],
  ])('that starts Fob opens its view: it comes %s', async (_how, options) => {
    await suite.startWithProfiles();
    await suite.desktop.quit();
    await suite.start(options(`fob://open/${DEV}`));
    const { page } = await suite.desktop.window();
    await details(page, DEV).waitFor();
    expect(suite.desktop.electron.windows).toHaveLength(1);
  });

  it('that names an address which is not there shows the list', async () => {
    const { page } = await suite.startWithProfiles();
    suite.desktop.electron.app.happen('open-url', new EventDouble(), 'fob://open/acme/none');
    await copyButton(page, DEV).waitFor();
    expect(suite.desktop.electron.windows).toHaveLength(1);
  });
});

it('tells of a session that has ended, and a click on it signs in', async () => {
  const { page } = await suite.startWithProfiles();
  const { desktop, scene } = suite;
  const { electron } = desktop;
  await signIn(desktop);
  await ask(desktop, 'tokens.copy', { address: USER, format: 'raw' });
  scene.endSessions();
  await ask(desktop, 'tokens.refresh', { address: USER }).catch(() => undefined);
  const told = () => electron.notifications.find(({ title }) => title === `${USER}: sign-in needed`);
  await expect.poll(told).toMatchObject({ isShown: true });
  expect(electron.shell.opened).toEqual([]);
  const secrets = [...scene.canaries.values()].filter((secret) =>
    JSON.stringify(electron.notifications).includes(secret),
  );
  expect(secrets).toEqual([]);

  told()?.happen('click');
  await expect.poll(() => electron.shell.opened).toHaveLength(1);
  expect(electron.shell.opened[0]).toContain(`${scene.idp.issuer}/auth?`);
  await signInByScript(electron.shell.opened[0] ?? '');
  await expect.poll(() => desktop.tray.labels()).toContainEqual(expect.stringMatching(/^user: valid/));
  // The IdP was in the system's browser alone.
  expect(new URL(page.url()).host).toBe('fob.localhost');
  expect(electron.windows).toHaveLength(1);
});

it('tells once of a client certificate that ends soon, and a click on it shows it', async () => {
  const folder = await makeCertificateFolder('Acme');
  try {
    const { page } = await suite.startWithProfiles();
    const { electron } = suite.desktop;
    const left = { soon: 5 * DAY_MS, later: 30 * DAY_MS };
    const environments = await Promise.all(
      Object.entries(left).map(async ([id, ms]) => {
        const notAfter = new Date(Date.now() + ms);
        const identity = folder.authority.issue({ commonName: id, purpose: 'client', notAfter });
        return { id, tier: 'dev', client_id: id, tls: await folder.write(id, identity) };
      }),
    );
    const defaults = {
      issuer: 'https://idp.invalid',
      grant_type: 'client_credentials',
      token_endpoint_auth_method: 'tls_client_auth',
    };
    const text = JSON.stringify({ version: 1, services: [{ id: 'cert', defaults, environments }] });
    await ask(suite.desktop, 'profiles.add', { text });
    for (const id of Object.keys(left))
      await ask(suite.desktop, 'profiles.pin', { address: `cert/${id}`, pinned: true });
    const told = () => electron.notifications.filter(({ title }) => title.endsWith(': client certificate'));
    await expect.poll(() => told().length).toBe(1);
    expect(told()[0]).toMatchObject({
      isShown: true,
      title: 'cert/soon: client certificate',
      body: 'It expires in 4 d. Ask for a new one in time.',
    });
    // Later news of the same profile are none of it.
    await ask(suite.desktop, 'profiles.pin', { address: 'cert/soon', pinned: false });
    await ask(suite.desktop, 'profiles.pin', { address: 'cert/later', pinned: false });
    told()[0]?.happen('click');
    await details(page, 'cert/soon').getByText(en.claims.facts.certificate, { exact: true }).waitFor();
    expect(told()).toHaveLength(1);
  } finally {
    await folder.remove();
  }
});

describe('the popover', () => {
  it('comes under the icon at a click, and goes at Escape, at the next click and with the focus', async () => {
    await suite.startWithProfiles({ platform: 'darwin' });
    const { tray } = suite.desktop;
    tray.clickIcon();
    const { page, window } = await suite.desktop.window(1);
    expect(window.bounds).toEqual({ x: 832, y: 28, width: 360, height: 560 });
    expect(page.url()).toMatch(/\?popover$/);
    await copyButton(page, DEV).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

    await page.keyboard.press('Escape');
    await expect.poll(() => window.isShown).toBe(false);
    await page.waitForTimeout(300);
    tray.clickIcon();
    expect(window.isShown).toBe(true);
    window.happen('blur');
    expect(window.isShown).toBe(false);
    tray.clickIcon(); // the very click that took the focus
    expect(window.isShown).toBe(false);
    expect(suite.desktop.electron.windows).toHaveLength(2);
    // It was only hidden, and still hears of changes.
    await copyButton(page, DEV).waitFor();
  });

  it('leaves Escape to what is open in it', async () => {
    await suite.startWithProfiles({ platform: 'darwin' });
    suite.desktop.tray.clickIcon();
    const { page, window } = await suite.desktop.window(1);
    await copyButton(page, DEV).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(window.isShown).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => window.isShown).toBe(false);
  });
});

describe('the start with the session', () => {
  it.each(['linux', 'darwin'] as const)('is switched on and off in the settings on %s', async (platform) => {
    const { page } = await suite.startWithProfiles({
      platform,
      prepare: ({ app }) => (app.isPackaged = true),
    });
    const { app } = suite.desktop.electron;
    const entry = join(suite.home.home, '.config', 'autostart', 'fob.desktop');
    const written = (): string => (existsSync(entry) ? readFileSync(entry, 'utf8') : '');
    const isOn = (): boolean =>
      platform === 'linux' ? /^Exec=".*" --hidden$/m.test(written()) : app.opensAtLogin;
    expect(isOn()).toBe(false);
    await goTo(page, 'settings');
    const toggle = page.getByRole('switch', { name: en.settings.desktop.start });
    await toggle.press('Space');
    await expect.poll(isOn).toBe(true);
    await toggle.press('Space');
    await expect.poll(isOn).toBe(false);
    await expect.poll(() => existsSync(entry)).toBe(false);
  });

  it.each([
    ['linux', { argv: ['--hidden'] }],
    ['darwin', { prepare: ({ app }: ElectronDouble) => (app.wasOpenedAtLogin = true) }],
  ] as const)('shows no window on %s, and the tray opens one', async (platform, options) => {
    await suite.start({ platform, ...options });
    expect(suite.desktop.electron.windows).toEqual([]);
    await suite.desktop.choose('Open Fob');
    const shown = await suite.desktop.window();
    expect((await snapshotOf(shown)).services).toEqual([]);
  });
});

it('closing the window leaves Fob in the tray; the next one is a new page that knows everything', async () => {
  const { window, page } = await suite.startWithProfiles();
  window.close();
  await expect.poll(() => page.isClosed()).toBe(true);
  expect(suite.desktop.electron.app.quitDone).toBe(false);
  await suite.desktop.choose('dev: ', 'Open in Fob');
  const next = await suite.desktop.window(1);
  await details(next.page, DEV).waitFor();
  expect(readdirSync(suite.home.data)).toContain('vault');
});
