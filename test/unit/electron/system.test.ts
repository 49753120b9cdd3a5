/** What the desktop app changes in the system: links, the start with the session, the `fob` command, newer versions. */
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { UpdateDownloadedEvent } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  commandScript,
  installCommand,
  lookAtCommand,
  mendCommand,
} from '../../../electron/main/command-line.ts';
import { watchUpdates } from '../../../electron/main/updates.ts';
import type { Updater } from '../../../electron/main/updates.ts';
import { EventDouble } from '../../fakes/electron/emitter.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createTestLog, startElectron } from './harness.ts';

const run = promisify(execFile);
let home: string;

beforeEach(async () => void (home = await mkdtemp(join(tmpdir(), 'fob-system-'))));
afterEach(() => rm(home, { recursive: true }));

describe('links from other programs', () => {
  const watch = async (isPackaged = true) => {
    const { app } = startElectron();
    app.isPackaged = isPackaged;
    const opened: (string | undefined)[] = [];
    const { watchLinks } = await import('../../../electron/main/open-links.ts');
    const { followLinks } = watchLinks([]);
    followLinks((address) => void opened.push(address));
    return { app, opened };
  };

  it.each([
    ['fob://open/salus/beta', 'salus/beta'],
    ['FOB://open/salus/beta', 'salus/beta'],
    ['fob://open/salus/beta?token=x', undefined],
    ['fob://open/salus/beta/../../x', undefined],
    ['fob://open/salus', undefined],
    ['fob://open/%2e%2e/beta', undefined],
    ['fob://login/salus/beta', undefined],
    ['fob://open/salus/beta\n--flag', undefined],
    ['https://fob.example/open/salus/beta', undefined],
    [`fob://open/${'a'.repeat(10_000)}/b`, undefined],
    ['--hidden', undefined],
    ['', undefined],
  ])('%j opens %s', async (link, address) => {
    const { app, opened } = await watch();
    app.happen('open-url', new EventDouble(), link);
    app.happen('second-instance', new EventDouble(), ['fob', link], '/', { address: 'evil/prod' });
    expect(opened).toEqual([address, address]);
  });

  it('are taken from the system once packaged alone', async () => {
    expect((await watch(false)).app.protocols).toEqual([]);
    expect((await watch()).app.protocols).toEqual(['fob']);
  });
});

describe('the network', () => {
  it('is looked at every 5 s, and its coming back is told', async () => {
    const { net } = startElectron();
    const clock = createFakeClock();
    net.online = false;
    const { watchNetwork } = await import('../../../electron/main/network.ts');
    let told = 0;
    const close = watchNetwork(clock, () => (told += 1));
    const seen: number[] = [];
    for (const online of [false, true, true, false, true]) {
      net.online = online;
      await clock.advance(5_000);
      seen.push(told);
    }
    expect(seen).toEqual([0, 1, 1, 1, 2]);
    close();
    expect(clock.pending()).toBe(0);
  });
});

describe('the start with the session', () => {
  const follow = async (platform: NodeJS.Platform, isWanted: boolean, env = {}) => {
    const { app } = startElectron();
    app.isPackaged = true;
    const { startAtLogin } = await import('../../../electron/main/start-at-login.ts');
    await startAtLogin(isWanted, { platform, env, home });
    return app;
  };
  const entry = () => readFile(join(home, '.config/autostart/fob.desktop'), 'utf8').catch(() => undefined);

  it('is a matter of the system on macOS and Windows', async () => {
    expect((await follow('darwin', true)).opensAtLogin).toBe(true);
    expect((await follow('win32', false)).opensAtLogin).toBe(false);
  });

  it.each<[NodeJS.Platform, Record<string, string>, object]>([
    ['darwin', {}, {}],
    ['win32', {}, { args: ['--hidden'] }],
    ['win32', { PORTABLE_EXECUTABLE_FILE: 'D:\\Fob.exe' }, { path: 'D:\\Fob.exe', args: ['--hidden'] }],
  ])('is switched off again on %s with %o', async (platform, env, item) => {
    const app = await follow(platform, true, env);
    expect(app.loginItem).toEqual(item);
    const { startAtLogin } = await import('../../../electron/main/start-at-login.ts');
    await startAtLogin(false, { platform, env, home });
    expect(app.opensAtLogin).toBe(false);
  });

  it('is an entry in the folder for that on Linux, of the AppImage where it is one', async () => {
    await follow('linux', true, { APPIMAGE: '/opt/My "Apps" 100%/Fob.AppImage' });
    expect(await entry()).toContain(String.raw`Exec="/opt/My \"Apps\" 100%%/Fob.AppImage" --hidden`);
    await follow('linux', false);
    expect(await entry()).toBeUndefined();
  });

  it('leaves an entry alone that a person wrote', async () => {
    await follow('linux', true);
    const own = '[Desktop Entry]\nType=Application\nName=Fob\nExec=fob-desktop\n';
    await writeFile(join(home, '.config/autostart/fob.desktop'), own);
    await follow('linux', false);
    expect(await entry()).toBe(own);
  });
});

describe('the fob command', () => {
  const options = (platform: NodeJS.Platform = 'linux', env: Record<string, string> = {}) => ({
    ...{ platform, env, home },
    program: join(home, "Dana's apps", 'fob.js'),
  });

  it('runs the program of the app with what it is given', async () => {
    const { program } = options();
    await mkdir(dirname(program));
    await writeFile(program, 'console.log(JSON.stringify(process.argv.slice(2)))');
    const { state, path, inPath } = await installCommand(
      options('linux', { PATH: `/bin:${home}/.local/bin` }),
    );
    expect([state, inPath]).toEqual(['installed', true]);
    const { stdout } = await run(path, ['token', 'a b', '$HOME']);
    expect(JSON.parse(stdout)).toEqual(['token', 'a b', '$HOME']);
    expect((await stat(path)).mode & 0o777).toBe(0o755);
  });

  it('runs a copy where the app does not stay', async () => {
    const { program } = options();
    await mkdir(dirname(program));
    await writeFile(program, "console.log(require('./part.js'))");
    await writeFile(join(dirname(program), 'part.js'), "module.exports = 'whole'");
    const { path } = await installCommand({ ...options(), copyTo: join(home, 'data', 'cli') });
    await rm(dirname(program), { recursive: true });
    expect((await run(path)).stdout).toBe('whole\n');
  });

  it('says what it needs where there is no Node', async () => {
    const { path } = await installCommand(options());
    const failure = await run('/bin/sh', [path], { env: { PATH: '/nowhere' } }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('Node.js') as string });
  });

  it('is written anew, but never over a file of somebody else', async () => {
    await installCommand(options());
    expect((await installCommand(options())).state).toBe('installed');
    const { path } = await lookAtCommand(options());
    await writeFile(path, '#!/bin/sh\n');
    await expect(installCommand(options())).rejects.toMatchObject({ code: 'usage' });
    expect(await readFile(path, 'utf8')).toBe('#!/bin/sh\n');
  });

  it('leads to where the app is, when that has moved', async () => {
    const { home: place, ...moved } = options();
    const { path } = await installCommand({ ...moved, home: place });
    const before = await readFile(path, 'utf8');
    const isThere = async (program: string) => {
      await mkdir(dirname(program), { recursive: true });
      await writeFile(program, '');
      return program;
    };
    const program = await isThere(join(home, 'elsewhere', 'fob.js'));
    await mendCommand({ ...options(), program });
    expect(await readFile(path, 'utf8')).toContain(program);
    // Of two apps that are there, the one that was chosen stays.
    await mendCommand({ ...options(), program: await isThere(join(home, 'another', 'fob.js')) });
    expect(await readFile(path, 'utf8')).toContain(program);
    await writeFile(path, before.replace('written by', 'copied from'));
    expect((await mendCommand({ ...options(), program })).state).toBe('other');
    expect(await readFile(path, 'utf8')).not.toContain(program);
  });

  it('says why it could not be written', async () => {
    await writeFile(join(home, '.local'), 'a file where a folder should be');
    await expect(installCommand(options())).rejects.toMatchObject({ code: 'storage_failed' });
    await chmod(home, 0o700);
  });

  it('is a batch file on Windows', async () => {
    const { path, state } = await installCommand(options('win32', { LOCALAPPDATA: home }));
    expect([path, state]).toEqual([join(home, 'Fob', 'bin', 'fob.cmd'), 'installed']);
    const script = (user: string, program: string) =>
      commandScript({ platform: 'win32', env: { LOCALAPPDATA: `${user}\\Local` }, home: user, program });
    expect(script('C:\\Dana', 'D:\\100%\\fob.js')).toContain('node "D:\\100%%\\fob.js" %*');
    // Batch files are read in the code page of the console, where a name may be another one.
    expect(script('C:\\Jürgen', 'C:\\Jürgen\\Local\\Programs\\Fob\\fob.js')).toContain(
      'node "%~dp0..\\..\\Programs\\Fob\\fob.js" %*',
    );
  });
});

describe('newer versions', () => {
  const begin = () => {
    const clock = createFakeClock();
    const log = createTestLog();
    const calls: string[] = [];
    let downloaded: ((update: UpdateDownloadedEvent) => void) | undefined;
    let failed: (() => void) | undefined;
    let checks = (): Promise<unknown> => Promise.resolve(null);
    const updater = {
      autoInstallOnAppQuit: false,
      logger: console as unknown,
      checkForUpdates: () => {
        calls.push('check');
        return checks();
      },
      quitAndInstall: () => void calls.push('install'),
      on: (event: string, listener: (update: UpdateDownloadedEvent) => void) => {
        if (event === 'update-downloaded') downloaded = listener;
        else failed = listener as () => void;
      },
    } as unknown as Updater;
    let changes = 0;
    const load = (): Promise<Updater> => Promise.resolve(updater);
    const updates = watchUpdates({ clock, log, load, changed: () => (changes += 1) });
    const arrive = (update: object): void => downloaded?.(update as UpdateDownloadedEvent);
    const fail = (): void => void (checks = () => Promise.reject(new Error('no network')));
    const startAgain = (): void => void calls.push('start again');
    const breakDown = (): void => failed?.();
    return {
      clock,
      log,
      calls,
      updater,
      updates,
      arrive,
      fail,
      changes: () => changes,
      startAgain,
      breakDown,
    };
  };

  it('are looked for a minute after the start and once a day, whatever became of it', async () => {
    const { clock, calls, fail, log } = begin();
    await clock.advance(59_000);
    expect(calls).toEqual([]);
    fail();
    await clock.advance(1_000 + 2 * 24 * 3_600_000);
    expect(calls).toEqual(['check', 'check', 'check']);
    expect(log.lines).toHaveLength(3);
  });

  it('wait for a person, with their notes as text', async () => {
    const { clock, calls, updates, arrive, updater, changes, startAgain, breakDown } = begin();
    await clock.advance(60_000);
    updates.install(startAgain);
    expect(calls).toEqual(['check']);
    arrive({ version: '2.0.0', releaseNotes: '<p>Faster <b>rings</b></p>' });
    expect(updates.ready()).toEqual({ version: '2.0.0', notes: 'Faster rings' });
    expect([changes(), updater.logger, updater.autoInstallOnAppQuit]).toEqual([1, null, true]);
    breakDown();
    updates.install(startAgain);
    expect(calls).toEqual(['check', 'install']);
    // The engine has stopped by then: what is left of the app is good for nothing.
    breakDown();
    expect(calls).toEqual(['check', 'install', 'start again']);
  });
});
