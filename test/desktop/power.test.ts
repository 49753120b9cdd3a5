/** Sleep, a locked screen and the end of the session, as the system tells of them. */
import { expect, it, vi } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { quicken, snapshotOf } from './desktop-app.ts';
import { addProfiles, ask, DEV, signIn, USER } from './scene.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();
const HOUR = 3_600_000;

const refreshes = (): number =>
  suite.scene.idp.tokenRequests.filter(({ grant_type }) => grant_type === 'refresh_token').length;

/** Every clock of this process is later all of a sudden, as after a sleep; timers that were to ring meanwhile wait for the next one. */
function sleep(ms: number): void {
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}

/** Timers of more than a second never ring from now on: what looks at the clock by itself would hide whether a wake does. */
function stopLongTimers(): void {
  const start = setTimeout;
  const quiet = (run: () => void, delay = 0, ...values: []) =>
    start(delay > 1000 ? () => undefined : run, delay, ...values);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(quiet);
}

it('fetches what expired during a sleep as soon as the machine is back, and before anybody asks', async () => {
  stopLongTimers();
  const shown = await suite.startWithProfiles();
  const { powerMonitor } = suite.desktop.electron;
  await signIn(suite.desktop);
  await ask(suite.desktop, 'profiles.pin', { address: USER, pinned: true });
  // Whatever the sign-in still has to write aims the alarms anew.
  for (let waits = 0; waits < 3; waits += 1) await shown.page.waitForTimeout(500);
  expect(refreshes()).toBe(0);
  powerMonitor.happen('suspend');
  sleep(2 * HOUR);
  expect(refreshes()).toBe(0);
  powerMonitor.happen('resume');
  await expect.poll(refreshes).toBe(1);
  const user = async () =>
    (await snapshotOf(shown)).services[0]?.environments.find(({ address }) => address === USER);
  await expect.poll(user).toMatchObject({ status: 'fresh' });
  expect((await user())?.expiresAt).toBeGreaterThan(Date.now());
});

it.each([
  ['lock-screen', 'unlock-screen', { on_screen_lock: true }],
  ['suspend', 'resume', { on_sleep: true }],
] as const)('locks at %s when the settings say so', async (leave, comeBack, lock) => {
  const { page } = await suite.startWithProfiles({ settings: { lock } });
  const { powerMonitor } = suite.desktop.electron;
  const other = leave === 'suspend' ? 'lock-screen' : 'suspend';
  powerMonitor.happen(other);
  await ask(suite.desktop, 'tokens.copy', { address: 'acme/dev', format: 'raw' });
  expect(suite.desktop.clipboard).toBeDefined();
  powerMonitor.happen(leave);
  await page.getByRole('heading', { name: en.vault.lockedTitle }).waitFor();
  expect(suite.desktop.clipboard).toBeUndefined();
  expect(suite.desktop.tray.tooltip).toBe('Fob: vault locked');
  powerMonitor.happen(comeBack);
  await page.getByRole('button', { name: en.vault.unlockByKeychain }).click();
  await page.getByRole('button', { name: en.environments.copy.token('acme/dev') }).waitFor();
});

it('stays open at both when the settings do not', async () => {
  const shown = await suite.startWithProfiles();
  const { powerMonitor } = suite.desktop.electron;
  for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen'] as const)
    powerMonitor.happen(event);
  expect((await snapshotOf(shown)).vault.state).toBe('unlocked');
});

it('fetches what failed without a network as soon as the network is back', async () => {
  quicken(5_000);
  const shown = await suite.startWithProfiles();
  const { net } = suite.desktop.electron;
  const environment = async () =>
    (await snapshotOf(shown)).services[0]?.environments.find(({ address }) => address === DEV);
  net.online = false;
  suite.scene.isDown = true;
  await ask(suite.desktop, 'tokens.copy', { address: DEV, format: 'raw' }).catch(() => undefined);
  // It tries again by itself soon, and then waits for a minute.
  await expect.poll(() => suite.scene.idp.tokenRequests.length, { timeout: 10_000 }).toBe(2);
  await expect.poll(async () => ((await environment())?.refreshAt ?? 0) - Date.now()).toBeGreaterThan(50_000);
  suite.scene.isDown = false;
  await shown.page.waitForTimeout(500);
  expect(await environment()).toMatchObject({ status: 'error' });
  net.online = true;
  await expect.poll(async () => (await environment())?.status, { timeout: 10_000 }).toBe('fresh');
});

it('holds the end of the session up and quits in order', async () => {
  await suite.start();
  await addProfiles(suite.desktop, suite.scene);
  const event = { preventDefault: vi.fn() };
  suite.desktop.electron.powerMonitor.happen('shutdown', event);
  expect(event.preventDefault).toHaveBeenCalled();
  await suite.desktop.ended();
  expect(suite.desktop.tray.isDestroyed()).toBe(true);
});
