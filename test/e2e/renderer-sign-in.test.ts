/** Signing in and out in the page, with a scripted host; the IdP's pages are what the browser opens beside it. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { END_SESSION_URL, SIGN_IN_URL, USER_CODE, VERIFICATION_URI } from './renderer-fake-sessions.ts';
import {
  clipboardText,
  copyButton,
  detailsButton,
  isFocused,
  lastAction,
  launchChromium,
  openPage,
} from './renderer-page.ts';
import type { OpenPage } from './renderer-page.ts';

const AT = Date.UTC(2026, 8, 1, 9, 30);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens the page; what it opens beside itself gets an empty answer. */
async function open(options?: Parameters<typeof openPage>[2]): Promise<OpenPage> {
  const opened = await openPage(browser, 'people', options);
  await opened.page
    .context()
    .route('https://idp.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>IdP</title>' }),
    );
  return opened;
}

const signInButton = (page: Page, address: string): Locator =>
  page.getByRole('button', { name: `Sign in to ${address}`, exact: true });
const goOnButton = (page: Page, address: string): Locator =>
  page.getByRole('button', { name: `Go on with the sign-in to ${address}`, exact: true });
const dialogOf = (page: Page, address: string): Locator =>
  page.getByRole('dialog', { name: `Sign in to ${address}` });

/** The next page that is opened beside ours, by its address. */
async function openedBeside(context: BrowserContext, act: () => Promise<void>): Promise<string> {
  const [beside] = await Promise.all([context.waitForEvent('page'), act()]);
  await beside.waitForURL('https://idp.example/**');
  expect(await beside.evaluate(() => window.opener as unknown)).toBeNull();
  return beside.url();
}

const names = ({ harness }: OpenPage): string[] =>
  harness.host.calls.map(({ name }) => name).filter((name) => name.startsWith('sessions.'));

describe('in a browser', () => {
  test('one click opens the IdP; the cell and the dialog wait, and the token is there when the person is done', async () => {
    await using opened = await open({ at: AT });
    const { page, harness, complaints } = opened;
    await detailsButton(page, 'acme/dev').getByText('Sign-in needed').waitFor();
    await expect.poll(() => copyButton(page, 'acme/dev').count()).toBe(0);
    const url = await openedBeside(page.context(), () => signInButton(page, 'acme/dev').click());
    expect(url).toBe(`${SIGN_IN_URL}?for=acme/dev`);
    const dialog = dialogOf(page, 'acme/dev');
    await dialog.getByText('Fob waits 05:00 more.').waitFor();
    await page.clock.runFor(60_000);
    await dialog.getByText('Fob waits 04:00 more.').waitFor();
    await detailsButton(page, 'acme/dev').getByText('Signing in · 04:00').waitFor({ state: 'attached' });
    expect(names(opened), 'no question is left open while it waits').toEqual(['sessions.login']);
    harness.host.endSignIn('acme/dev');
    await lastAction(page).getByText('acme/dev signed in').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await copyButton(page, 'acme/dev').waitFor();
    await isFocused(detailsButton(page, 'acme/dev'));
    expect(names(opened)).toEqual(['sessions.login', 'sessions.done']);
    expect(complaints).toEqual([]);
  });

  test('a link does where the browser kept the new page from opening', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await signInButton(page, 'acme/dev').waitFor();
    await page.evaluate(() => void (window.open = () => null));
    await signInButton(page, 'acme/dev').click();
    const link = dialogOf(page, 'acme/dev').getByRole('link', { name: 'Continue in your browser' });
    expect(await openedBeside(page.context(), () => link.click())).toBe(`${SIGN_IN_URL}?for=acme/dev`);
    expect(complaints).toEqual([]);
  });

  test('a pasted address finishes it where the browser is on another machine', async () => {
    await using opened = await open();
    const { page, harness, complaints } = opened;
    await signInButton(page, 'acme/dev').click();
    const dialog = dialogOf(page, 'acme/dev');
    await dialog.getByRole('button', { name: 'My browser is on another machine' }).click();
    const field = dialog.getByLabel('Address that your browser ended at');
    await isFocused(field);
    await field.fill('https://example.org/');
    await page.keyboard.press('Enter');
    await dialog.getByText('That is not the address that the sign-in came back to.').waitFor();
    await field.fill(' http://127.0.0.1:1/cb?code=x&state=y ');
    await dialog.getByRole('button', { name: 'Finish sign-in' }).click();
    await lastAction(page).getByText('acme/dev signed in').waitFor();
    expect(harness.host.calls.findLast(({ name }) => name === 'sessions.paste')?.argument).toEqual({
      address: 'acme/dev',
      callback: 'http://127.0.0.1:1/cb?code=x&state=y',
    });
    expect(complaints).toEqual([]);
  });

  test('a code can be asked for instead', async () => {
    await using opened = await open();
    const { page } = opened;
    await signInButton(page, 'acme/dev').click();
    const dialog = dialogOf(page, 'acme/dev');
    await dialog.getByRole('button', { name: 'My browser is on another machine' }).click();
    await dialog.getByRole('button', { name: 'Use a code instead' }).click();
    await dialog.getByText(USER_CODE).waitFor();
    expect(names(opened)).toEqual(['sessions.login', 'sessions.login']);
  });

  test('what went wrong is told, and can be tried again', async () => {
    await using opened = await open();
    const { page, harness, complaints } = opened;
    await signInButton(page, 'acme/dev').click();
    const dialog = dialogOf(page, 'acme/dev');
    await dialog.getByText(/^Fob waits/).waitFor();
    harness.host.endSignIn('acme/dev', { code: 'idp_refused', message: 'The IdP refused: access_denied.' });
    await dialog.getByRole('alert').getByText('access_denied').waitFor();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText(/^Fob waits/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel sign-in' }).click();
    await dialog.waitFor({ state: 'detached' });
    await signInButton(page, 'acme/dev').waitFor();
    await expect
      .poll(() => page.getByRole('alert').getByText(/./).count(), { message: 'a cancel is no problem' })
      .toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('several at once', () => {
  test('each waits on its own, out of sight, and tells how it ended', async () => {
    await using opened = await open();
    const { page, harness, complaints } = opened;
    for (const address of ['acme/dev', 'acme/prod']) {
      await signInButton(page, address).click();
      await dialogOf(page, address)
        .getByText(/^Fob waits/)
        .waitFor();
      await page.keyboard.press('Escape');
      await goOnButton(page, address).waitFor();
    }
    await copyButton(page, 'salus/dev').click();
    await lastAction(page)
      .getByText(/^salus\/dev copied/)
      .waitFor();
    harness.host.endSignIn('acme/prod');
    await lastAction(page).getByText('acme/prod signed in').waitFor();
    harness.host.endSignIn('acme/dev', { code: 'idp_refused', message: 'The IdP refused: access_denied.' });
    await page.getByRole('alert', { name: 'Last problem' }).getByText('access_denied').waitFor();
    await signInButton(page, 'acme/dev').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a reload goes on waiting', async () => {
    await using opened = await open();
    const { page, harness, complaints } = opened;
    await signInButton(page, 'acme/dev').click();
    await dialogOf(page, 'acme/dev')
      .getByText(/^Fob waits/)
      .waitFor();
    await page.reload();
    await goOnButton(page, 'acme/dev').click();
    const dialog = dialogOf(page, 'acme/dev');
    await dialog.getByText(/begun in another window/).waitFor();
    await expect.poll(() => dialog.getByRole('link').count()).toBe(0);
    harness.host.endSignIn('acme/dev');
    await lastAction(page).getByText('acme/dev signed in').waitFor();
    await copyButton(page, 'acme/dev').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('by a code', () => {
  test('shows the code, its address and a QR code, and keeps the policy of the page', async () => {
    await using opened = await open();
    const { page, harness, complaints } = opened;
    await signInButton(page, 'acme/tv').click();
    const dialog = dialogOf(page, 'acme/tv');
    await dialog.getByText(VERIFICATION_URI, { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Copy code' }).click();
    await lastAction(page).getByText('Code copied').waitFor();
    await expect.poll(() => clipboardText(page)).toBe(USER_CODE);
    const picture = dialog.getByRole('img', { name: 'The same address as a QR code' });
    expect(
      await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(100);
    const link = dialog.getByRole('link', { name: 'Open it here' });
    expect(await openedBeside(page.context(), () => link.click())).toBe(
      `${VERIFICATION_URI}?user_code=${USER_CODE}`,
    );
    await page.bringToFront();
    await page.reload();
    await goOnButton(page, 'acme/tv').click();
    await dialog.getByText(USER_CODE).waitFor();
    harness.host.endSignIn('acme/tv');
    await copyButton(page, 'acme/tv').waitFor();
    expect(complaints).toEqual([]);
  });

  test('fits a popover of 360 pixels', async () => {
    await using opened = await open({ viewport: { width: 360, height: 560 } });
    const { page } = opened;
    await signInButton(page, 'acme/tv').click();
    const dialog = dialogOf(page, 'acme/tv');
    await dialog.getByRole('img').waitFor();
    await expect.poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });
});

describe('signing out', () => {
  test('asks first, says what became of the tokens, and leads to the end of the session', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    const ask = async () => {
      await page.getByRole('button', { name: 'More for acme/beta' }).click();
      await page.getByRole('menuitem', { name: 'Sign out…' }).click();
    };
    await ask();
    await page.getByRole('alertdialog', { name: 'Sign out of acme/beta?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(names(opened)).toEqual([]);
    await ask();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Signed out of acme/beta' });
    await dialog.getByText(/has revoked its tokens/).waitFor();
    const link = dialog.getByRole('link', { name: 'End that session, too' });
    expect(await openedBeside(page.context(), () => link.click())).toBe(END_SESSION_URL);
    await page.bringToFront();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await signInButton(page, 'acme/beta').waitFor();
    expect(complaints).toEqual([]);
  });

  test('is offered only where there is a token, and signing in again only where people sign in', async () => {
    await using opened = await open();
    const { page } = opened;
    const items = async (address: string): Promise<string[]> => {
      await page.getByRole('button', { name: `More for ${address}` }).click();
      await page.getByRole('menu').waitFor();
      const shown = await page.getByRole('menuitem').locator('[slot=label]').allInnerTexts();
      await page.keyboard.press('Escape');
      return shown.filter((label) => label.startsWith('Sign'));
    };
    expect(await items('acme/dev')).toEqual(['Sign in…']);
    expect(await items('acme/beta')).toEqual(['Sign in again…', 'Sign out…']);
    expect(await items('salus/prod')).toEqual([]);
    expect(await items('salus/dev')).toEqual(['Sign out…']);
  });
});
