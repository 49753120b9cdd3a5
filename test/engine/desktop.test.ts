import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { acquireHostLock } from '../../core/node/host-lock.ts';
import type { ElectronDouble } from '../fakes/electron/electron-double.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';
import { askSocket, makePlace, openPage, quit, startDesktop } from './desktop-kit.ts';
import type { Page, Place } from './desktop-kit.ts';

const ADDRESS = 'salus/dev';
const RAW = { address: ADDRESS, format: 'raw' };

describe('the desktop host', () => {
  let world: World;
  let place: Place;
  let electron: ElectronDouble;

  const start = async (prepare?: (electron: ElectronDouble) => void): Promise<ElectronDouble> =>
    (electron = await startDesktop(place, prepare));
  const clipboard = (): string | undefined => electron.clipboard.content.get('text/plain');
  const addDemoProfile = async (page: Page): Promise<void> => {
    await page.call('profiles.add', { text: JSON.stringify(world.profiles) });
    for (const { address, member, value } of world.secrets)
      if (address === ADDRESS) await page.call('secrets.set', { address, member, value });
  };

  beforeAll(async () => void (world = await startWorld()));
  afterAll(() => world.close());
  beforeEach(() => {
    place = makePlace();
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    // A real keyring on the developer's machine is no place for a test's keys.
    vi.doMock('@napi-rs/keyring', () => ({
      AsyncEntry: class {
        getPassword = (): Promise<never> => Promise.reject(new Error('no keyring here'));
      },
      findCredentialsAsync: () => Promise.reject(new Error('no keyring here')),
    }));
  });
  afterEach(async () => {
    if (!electron.app.quitDone && electron.app.exitCode === undefined) await quit(electron);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    place.remove();
  });

  it('starts: one window on our page, one tray, one IPC channel, Chromium in the data directory', async () => {
    await start();
    expect(electron.app.calls).toEqual(['enableSandbox', 'setPath', 'requestSingleInstanceLock', 'ready']);
    expect(electron.dialog.errors).toEqual([]);
    const [window] = electron.windows;
    await expect.poll(() => window?.isShown).toBe(true);
    expect(window?.webContents.frame.url).toBe('app://fob/');
    expect(window?.options.webPreferences?.preload).toBe(join(place.app, 'dist/electron/preload.cjs'));
    expect(electron.trays).toHaveLength(1);
    expect([...electron.ipcMain.handlers.keys()]).toEqual(['fob:call']);
    expect(electron.session.isGranted('notifications')).toBe(false);
    expect(electron.session.isBlocked('https://evil.example/')).toBe(true);
    expect(window?.webContents.tryLeave('will-navigate')).toBe(false);
    expect(electron.menus.application).not.toBeUndefined();
    const chromium = join(place.dataDirectory, 'chromium');
    expect(electron.app.paths.get('userData')).toBe(chromium);
    for (const folder of [chromium, place.dataDirectory]) expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is the host that the command line finds', async () => {
    await start();
    const { status, body } = await askSocket(place, 'GET', '/v1/status');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'desktop',
      pid: process.pid,
      data_directory: place.dataDirectory,
      vault: { state: 'absent' },
    });
  });

  it('copies a token without the window ever holding it, and forgets it at lock', async () => {
    await start();
    const page = await openPage(electron);
    expect(await page.snapshot()).toMatchObject({ services: [], vault: { state: 'absent' } });
    await addDemoProfile(page);
    expect((await page.snapshot()).vault).toMatchObject({ state: 'unlocked', slots: ['safe-storage'] });

    expect(await page.call('tokens.copy', RAW)).toMatchObject(RAW);
    const token = clipboard() ?? '';
    expect(token.split('.')).toHaveLength(3);
    expect(await askSocket(place, 'GET', `/v1/token/${ADDRESS}`)).toEqual({ status: 200, body: token });
    await expect.poll(() => JSON.stringify(page.window.webContents.sent)).toContain('"status":"fresh"');

    const seen = page.answers.join() + JSON.stringify(page.window.webContents.sent);
    for (const secret of [token, ...world.secrets.map(({ value }) => value)])
      expect(seen).not.toContain(secret);

    await page.call('vault.lock');
    await expect.poll(clipboard).toBeUndefined();
    expect((await page.snapshot()).vault.state).toBe('locked');
  });

  it('has a demo, which listens once it is asked for and ends with the app', async () => {
    await start();
    const page = await openPage(electron);
    expect(await page.call('demo.start')).toEqual({ addresses: ['demo/dev', 'demo/beta', 'demo/prod'] });
    await page.call('tokens.copy', { address: 'demo/dev', format: 'raw' });
    expect(clipboard()).toMatch(/^eyJ/);
    const { issuer = '' } = (await page.snapshot()).services[0]?.environments[0] ?? {};
    const isThere = (): Promise<boolean> =>
      fetch(`${issuer}/jwks`).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await isThere()).toBe(true);
    await quit(electron);
    expect(await isThere()).toBe(false);
  });

  it('copies from the tray, and opens the window when it cannot', async () => {
    await start();
    await addDemoProfile(await openPage(electron));
    const [tray] = electron.trays;
    await expect.poll(() => tray?.labels()).toContainEqual(expect.stringMatching(/^dev: /));
    tray?.choose('dev: ', 'Copy token');
    await expect.poll(clipboard).toMatch(/^eyJ/);
    await expect
      .poll(() => tray?.labels())
      .toContainEqual(expect.stringMatching(/^dev: valid, \d+ min left$/));
    electron.windows[0]?.close();
    tray?.choose('beta: secret missing', 'Copy token');
    await expect.poll(() => electron.windows.length).toBe(2);
  });

  it('quits in order and clears the clipboard; the next start opens the vault by itself', async () => {
    await start();
    const first = electron.safeStorage;
    const page = await openPage(electron);
    await addDemoProfile(page);
    await page.call('tokens.copy', RAW);
    const token = clipboard();
    await quit(electron);
    expect(clipboard()).toBeUndefined();
    expect(electron.trays[0]?.isDestroyed()).toBe(true);
    expect(existsSync(place.socket)).toBe(false);

    await start();
    expect(electron.safeStorage).not.toBe(first);
    const { vault } = await (await openPage(electron)).snapshot();
    expect(vault.state).toBe('unlocked');
    expect(await askSocket(place, 'GET', `/v1/token/${ADDRESS}`)).toEqual({ status: 200, body: token });
  });

  it('stays locked, loses nothing and makes no new vault while the keychain is away', async () => {
    await start();
    await addDemoProfile(await openPage(electron));
    await quit(electron);
    await start(({ safeStorage }) => (safeStorage.state = 'temporarily unavailable'));
    const page = await openPage(electron);
    expect((await page.snapshot()).vault.state).toBe('locked');
    await expect(page.call('tokens.copy', RAW)).rejects.toMatchObject({ code: 'vault_locked' });
    electron.safeStorage.state = 'ready';
    await page.call('vault.unlock', {});
    expect(await page.call('tokens.copy', RAW)).toMatchObject(RAW);
  });

  it('never falls back to plaintext: without a keychain a vault needs a passphrase', async () => {
    await start(({ safeStorage }) => Object.assign(safeStorage, { backend: 'basic_text', tag: 'v10' }));
    const page = await openPage(electron);
    await expect(addDemoProfile(page)).rejects.toMatchObject({ code: 'vault_absent' });
    expect(existsSync(join(place.dataDirectory, 'vault'))).toBe(false);
    await page.call('vault.unlock', { passphrase: 'correct horse battery' });
    expect((await page.snapshot()).vault).toMatchObject({ state: 'unlocked', slots: ['passphrase'] });
  });

  it('takes FOB_PASSPHRASE once and keeps it from whatever it starts', async () => {
    vi.stubEnv('FOB_PASSPHRASE', 'correct horse battery');
    await start();
    expect(process.env.FOB_PASSPHRASE).toBeUndefined();
    const { body } = await askSocket(place, 'GET', '/v1/status');
    expect(body).toMatchObject({ vault: { state: 'unlocked', slots: ['passphrase'] } });
  });

  it('is one per data directory: a second start shows the window of the first and ends', async () => {
    await start();
    const first = electron;
    await expect.poll(() => first.windows[0]?.isShown).toBe(true);
    await start((second) => (second.app.isFirstInstance = false));
    expect(electron.app.quitDone).toBe(true);
    expect(electron.windows).toEqual([]);
    first.windows[0]?.minimize();
    first.app.happen('second-instance', {} as never, ['fob', '--evil', 'app://evil/'], '/tmp', {
      evil: true,
    });
    expect(first.windows).toHaveLength(1);
    expect(first.windows[0]).toMatchObject({ minimized: false, isShown: true });
    await quit(first);
  });

  it('says which process has the data directory, and leaves that one alone', async () => {
    const lock = await acquireHostLock(place.dataDirectory, { kind: 'agent', pid: process.pid });
    await start();
    expect(electron.dialog.errors).toEqual([
      {
        title: 'Fob cannot start',
        content: expect.stringContaining(`agent (process ${process.pid})`) as string,
      },
    ]);
    expect(electron.app.exitCode).toBe(8);
    expect(electron.windows).toEqual([]);
    if ('release' in lock) lock.release();
  });

  it('names what is missing when its page was not built, and lets go of the directory', async () => {
    rmSync(join(place.app, 'dist'), { recursive: true });
    await start();
    expect(electron.dialog.errors[0]?.content).toContain('npm run build');
    expect(electron.app.exitCode).toBe(10);
    expect(await acquireHostLock(place.dataDirectory, { kind: 'agent', pid: process.pid })).toHaveProperty(
      'release',
    );
  });

  it('names the directory that it cannot keep anything in', async () => {
    writeFileSync(place.dataDirectory, 'a file is in the way');
    await start();
    expect(electron.dialog.errors[0]?.content).toContain(place.dataDirectory);
    expect(electron.app.exitCode).toBe(10);
  });

  it('quits when it is asked to over the socket', async () => {
    await start();
    expect(await askSocket(place, 'POST', '/v1/shutdown')).toMatchObject({ status: 202 });
    await expect.poll(() => electron.app.quitDone, { timeout: 5000 }).toBe(true);
  });
});
