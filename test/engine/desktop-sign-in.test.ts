/** Signing in from the desktop's window: the system's browser opens what the engine handed out, and nothing else. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startSignInIdp } from '../e2e/sign-in-idp.ts';
import type { SignInIdp } from '../e2e/sign-in-idp.ts';
import type { ElectronDouble } from '../fakes/electron/electron-double.ts';
import { signInByScript } from '../provider/scripted-browser.ts';
import { askSocket, makePlace, openPage, quit, startDesktop } from './desktop-kit.ts';
import type { Page, Place } from './desktop-kit.ts';

const ADDRESS = 'acme/user';

let idp: SignInIdp;
let place: Place;
let electron: ElectronDouble;
let page: Page;
let logged: string;
beforeEach(async () => {
  logged = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    logged += String(text);
    return true;
  });
  [idp, place] = [await startSignInIdp(), makePlace()];
  electron = await startDesktop(place);
  page = await openPage(electron);
  const members = { issuer: idp.issuer, client_id: 'app', scope: 'openid' };
  const grant = { grant_type: 'authorization_code', token_endpoint_auth_method: 'none' };
  const environments = [{ id: 'user', ...members, ...grant }];
  const text = JSON.stringify({ version: 1, services: [{ id: 'acme', environments }] });
  await page.call('profiles.add', { text });
});
afterEach(async () => {
  await quit(electron);
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  place.remove();
  await idp[Symbol.asyncDispose]();
});

it('opens the address of a sign-in once, and has a token when the person is done', async () => {
  const { url } = (await page.call('sessions.login', { address: ADDRESS })) as { url: string };
  const { webContents } = page.window;
  for (const other of ['https://evil.example/', `${idp.issuer}/auth`, `${url}&prompt=none`, 'file:///bin/sh'])
    expect(webContents.tryOpen(other)).toBe('deny');
  expect(electron.shell.opened).toEqual([]);
  expect(webContents.tryOpen(url)).toBe('deny');
  expect(webContents.tryOpen(url)).toBe('deny');
  expect(electron.shell.opened).toEqual([url]);

  await signInByScript(url);
  await page.call('sessions.done', { address: ADDRESS });
  expect(await askSocket(place, 'GET', `/v1/token/${ADDRESS}`)).toMatchObject({ status: 200 });
});

it('keeps waiting, and says so, where the system has no browser', async () => {
  electron.shell.hasBrowser = false;
  const { url } = (await page.call('sessions.login', { address: ADDRESS })) as { url: string };
  expect(page.window.webContents.tryOpen(url)).toBe('deny');
  await expect.poll(() => logged).toContain('The system opened no browser.');
  expect((await page.snapshot()).services[0]?.environments[0]?.signIn?.kind).toBe('browser');
  await page.call('sessions.cancel', { address: ADDRESS });
  await expect(page.call('sessions.done', { address: ADDRESS })).rejects.toMatchObject({
    code: 'sign_in_cancelled',
  });
});
