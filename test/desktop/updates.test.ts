/** A newer version of the app: offered once it is fetched, and started when everything under way has ended. */
import { expect, it, vi } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { goTo } from '../ui/ways.ts';
import { call, quicken } from './desktop-app.ts';
import type { DesktopApp } from './desktop-app.ts';
import type { ShownWindow } from './chromium-windows.ts';
import { ask, signIn, USER } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();
const NEWER = { version: '99.0.0', releaseNotes: '<p>Faster <b>rings</b></p>' };
const RESTART = 'Restart for Fob 99.0.0';

/** Starts it as it is packaged, with a place of releases. They are looked at a minute after the start. */
function startPackaged(): Promise<ShownWindow> {
  quicken(60_000);
  return suite.startWithProfiles({ newer: NEWER, prepare: ({ app }) => (app.isPackaged = true) });
}

const offered = ({ tray }: DesktopApp) => vi.waitFor(() => expect(tray.labels()).toContain(RESTART));

it.each([
  [
    'the page About',
    async ({ page }: ShownWindow) => {
      await goTo(page, 'about');
      const section = page
        .getByRole('region')
        .or(page.locator('section'))
        .filter({
          has: page.getByRole('heading', { name: en.about.update.title(NEWER.version) }),
        });
      await section.getByText('Faster rings', { exact: true }).waitFor();
      await section.getByRole('button', { name: en.about.update.restart }).click();
    },
  ],
  ['the tray', () => suite.desktop.choose(RESTART)],
])('is started from %s, once a rotation under way is stored', async (_where, restart) => {
  const shown = await startPackaged();
  const { desktop, scene } = suite;
  await offered(desktop);
  expect(desktop.updater).toMatchObject({ autoInstallOnAppQuit: true, logger: null, installs: [] });
  await signIn(desktop);
  const { asked, release } = scene.hold();
  const refreshing = ask(desktop, 'tokens.refresh', { address: USER }).catch(() => undefined);
  await asked;

  await restart(shown);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([desktop.updater.installs, desktop.electron.app.quitDone]).toEqual([[], false]);
  release();
  await desktop.ended();
  await refreshing;
  expect(desktop.updater.installs).toEqual([{ isSilent: true, isForceRunAfter: true }]);
  expect(desktop.log).not.toMatch(/did not stop cleanly/);

  // The newer version finds the refresh token that came last.
  await suite.start();
  await suite.desktop.window();
  await ask(suite.desktop, 'tokens.refresh', { address: USER });
  const used = scene.idp.tokenRequests.map(({ refresh_token }) => refresh_token).filter(Boolean);
  expect([used.length, new Set(used).size]).toEqual([2, 2]);
});

it('that cannot be installed leaves the version that there is running', async () => {
  await startPackaged();
  const { desktop } = suite;
  desktop.updater.isBroken = true;
  await offered(desktop);
  await desktop.choose(RESTART);
  await desktop.ended();
  expect(desktop.electron.app.relaunched).toBe(true);
});

it('is started by nobody before there is one', async () => {
  const shown = await suite.startWithProfiles({ prepare: ({ app }) => (app.isPackaged = true) });
  await expect(call(shown, 'desktop.restart')).rejects.toThrow('usage');
  expect(suite.desktop.updater.installs).toEqual([]);
  expect(suite.desktop.electron.app.quitDone).toBe(false);
});
