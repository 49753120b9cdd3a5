/** What the desktop opens in the system's browser: addresses that the engine handed out, checked, and each once. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { HandedLinks } from '../../../electron/main/handed-links.ts';
import type { IpcContract } from '../../../shared/ipc-contract.ts';
import type { Handlers } from '../../../shared/ipc-kit.ts';
import type { LoginStart, LogoutResult } from '../../../shared/session-view.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createRecordingHandlers, startElectron } from './harness.ts';

describe('the door to the browser', () => {
  let electron: ElectronDouble;
  let open: (url: string) => Promise<void>;
  beforeEach(async () => {
    electron = startElectron();
    ({ openInBrowser: open } = await import('../../../electron/main/adapters/open-in-browser.ts'));
  });

  it.each([
    ['https://idp.example/auth?a=1', 'https://idp.example/auth?a=1'],
    ['https://IDP.example', 'https://idp.example/'],
    ['https://idp.example/b"c`d?e="$(id)', 'https://idp.example/b%22c%60d?e=%22$(id)'],
    ['http://127.0.0.1:8080/auth', 'http://127.0.0.1:8080/auth'],
  ])('opens %s, written anew', async (url, written) => {
    await open(url);
    expect(electron.shell.opened).toEqual([written]);
  });

  it.each([
    'http://idp.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'smb://evil.example/share',
    'https://user:password@idp.example/',
    'https://idp.example/#fragment',
    'https://idp.example/a b',
    'https://idp.example/\u001b[2J',
    '\\\\evil\\share',
    '-a Calculator',
    '',
  ])('refuses %j', async (url) => {
    await expect(open(url)).rejects.toMatchObject({ code: 'refused_by_policy' });
    expect(electron.shell.opened).toEqual([]);
  });

  it('says so when the system has no browser', async () => {
    electron.shell.hasBrowser = false;
    await expect(open('https://idp.example/')).rejects.toMatchObject({ code: 'runtime_unsupported' });
  });
});

describe('the addresses that the window may have opened', () => {
  const ADDRESS = 'acme/user';
  let links: HandedLinks;
  let login: LoginStart;
  let logout: LogoutResult;
  let handlers: Handlers<IpcContract>;
  beforeEach(async () => {
    const { createHandedLinks } = await import('../../../electron/main/handed-links.ts');
    links = createHandedLinks();
    const answers = { 'sessions.login': () => login, 'sessions.logout': () => logout };
    handlers = links.noting({ ...createRecordingHandlers().handlers, ...answers });
  });

  const begin = (url: string) => {
    login = { kind: 'browser', url, redirectUri: 'http://127.0.0.1:1/cb' };
    return handlers['sessions.login']({ address: ADDRESS });
  };

  it('are those of a sign-in, each once', async () => {
    expect(links.take('https://idp.example/auth?state=1')).toBeUndefined();
    expect(await begin('https://idp.example/auth?state=1')).toBe(login);
    expect(links.take('https://idp.example/auth?state=2')).toBeUndefined();
    expect(links.take('https://idp.example/auth?state=1')).toBe('https://idp.example/auth?state=1');
    expect(links.take('https://idp.example/auth?state=1')).toBeUndefined();
  });

  it('are found however the page writes them', async () => {
    await begin('https://idp.example/auth?state=1');
    expect(links.take('HTTPS://idp.EXAMPLE:443/x/../auth?state=1')).toBe('https://idp.example/auth?state=1');
    expect(links.take('not a url')).toBeUndefined();
  });

  it('are both of a device code, and the last step of a sign-out', async () => {
    const [verificationUri, complete] = ['https://idp.example/device', 'https://idp.example/device?c=A'];
    login = {
      kind: 'device',
      userCode: 'A',
      verificationUri,
      verificationUriComplete: complete,
      expiresInMs: 1,
    };
    await handlers['sessions.login']({ address: ADDRESS, device: true });
    logout = { revoked: true, endSessionUrl: 'https://idp.example/end' };
    await handlers['sessions.logout']({ address: ADDRESS });
    for (const url of [verificationUri, complete, 'https://idp.example/end'])
      expect(links.take(url)).toBe(url);
  });

  it('are the newest, where somebody begins without end', async () => {
    for (let number = 0; number < 100; number += 1) await begin(`https://idp.example/auth?state=${number}`);
    expect(links.take('https://idp.example/auth?state=67')).toBeUndefined();
    expect(links.take('https://idp.example/auth?state=68')).toBeDefined();
  });
});
