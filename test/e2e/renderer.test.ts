import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenText } from './renderer-fake-host.ts';
import {
  clipboardText,
  copyButton,
  detailsButton,
  isFocused,
  lastAction,
  launchChromium,
  openPage,
} from './renderer-page.ts';
import { SCENARIOS } from './renderer-scenarios.ts';
import type { ScenarioName } from './renderer-scenarios.ts';

const AT = Date.UTC(2026, 8, 1, 9, 30);
const MINUTE = 60_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('copying', () => {
  test('one click puts the token into the clipboard and says what was copied', async () => {
    await using open = await openPage(browser, 'normal', { at: AT });
    const { page, harness, complaints } = open;
    await copyButton(page, 'salus/beta').click();
    await lastAction(page).getByText('salus/beta copied, 14:02 left').waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/beta', 'raw'));
    expect(await page.content()).not.toContain(tokenText('salus/beta', 'raw'));
    expect(harness.host.calls.filter(({ name }) => name === 'tokens.copy')).toEqual([
      { name: 'tokens.copy', argument: { address: 'salus/beta', format: 'raw' } },
    ]);
    expect(complaints).toEqual([]);
  });

  test('the menu copies it in another form', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'Copy salus/dev as…' }).click();
    await page.getByRole('menuitem', { name: 'Authorization header' }).click();
    await lastAction(page)
      .getByText(/^salus\/dev as Authorization header copied, 5\d:\d\d left$/)
      .waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/dev', 'header'));
    expect(complaints).toEqual([]);
  });

  test('a refusal is told with its next step, and the clipboard stays as it was', async () => {
    await using open = await openPage(browser, 'normal');
    const { page } = open;
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    await copyButton(page, 'signaturgruppen/prod').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Arm and copy' }).click();
    const alert = page.getByRole('alert', { name: 'Last problem' });
    await alert.getByText('invalid_client').waitFor();
    await alert.getByText('fob secret set signaturgruppen/prod client_secret').waitFor();
    await expect.poll(() => clipboardText(page)).toBe('before');
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await alert.getByText('invalid_client').waitFor({ state: 'detached' });
  });
});

describe('time', () => {
  test('ticks in the view while the host says nothing, down to expired', async () => {
    await using open = await openPage(browser, 'normal', { at: AT });
    const { page, harness, complaints } = open;
    const beta = detailsButton(page, 'salus/beta');
    await beta.getByText('14:02 left').waitFor();
    const calls = harness.host.calls.length;
    await page.clock.runFor(2 * MINUTE);
    await beta.getByText('12:02 left').waitFor();
    await page.clock.runFor(13 * MINUTE);
    await beta.getByText('Expired').waitFor();
    await detailsButton(page, 'compliance/prod').getByText('Failed · 1 h 50 min').waitFor();
    expect(harness.host.calls).toHaveLength(calls);
    expect(complaints).toEqual([]);
  });

  test('a change pushed by the host is shown at once', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    await detailsButton(page, 'salus/prod').getByText('No token yet').waitFor();
    harness.host.changeEnvironment('salus/prod', { status: 'refreshing' });
    await detailsButton(page, 'salus/prod').getByText('Refreshing').waitFor();
  });
});

describe('keyboard', () => {
  test('searches, walks, copies, opens and closes without a mouse', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    await copyButton(page, 'salus/dev').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('salus');
    await page.getByRole('status', { name: 'Search result' }).getByText('3 environments found').waitFor();
    await page.keyboard.press('Enter');
    await isFocused(copyButton(page, 'salus/dev'));
    await page.keyboard.press('ArrowRight');
    await isFocused(copyButton(page, 'salus/beta'));
    await page.keyboard.press('Enter');
    await lastAction(page)
      .getByText(/^salus\/beta copied/)
      .waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/beta', 'raw'));

    await page.keyboard.press('Shift+Tab');
    await isFocused(detailsButton(page, 'salus/beta'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Details of salus/beta' }).waitFor();
    await page.keyboard.press('Escape');
    await isFocused(detailsButton(page, 'salus/beta'));

    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await copyButton(page, 'ifs/dev').waitFor();
    expect(complaints).toEqual([]);
  });

  test('down goes to the row below, and Tab leaves the list after one environment', async () => {
    await using open = await openPage(browser, 'normal');
    const { page } = open;
    await copyButton(page, 'salus/prod').focus();
    await page.keyboard.press('ArrowDown');
    await isFocused(copyButton(page, 'ifs/prod'));
    await page.keyboard.press('Tab');
    await isFocused(page.getByRole('button', { name: 'Copy ifs/prod as…' }));
    await page.keyboard.press('Tab');
    await isFocused(page.getByRole('button', { name: 'More for ifs/prod' }));
    await page.keyboard.press('Tab');
    expect(
      await page
        .getByRole('button', { name: /^(Copy|Details|More)/ })
        .and(page.locator(':focus'))
        .count(),
    ).toBe(0);
  });
});

describe('the connection', () => {
  test('the launch token leaves the address at once and a reload stays signed in', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness, complaints } = open;
    await copyButton(page, 'salus/dev').waitFor();
    expect(page.url()).toBe(`${harness.origin}/`);
    await page.reload();
    await copyButton(page, 'salus/dev').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a page that nobody launched says how to open it', async () => {
    await using open = await openPage(browser, 'normal', { isUninvited: true });
    await open.page.getByRole('heading', { name: 'This page is not signed in' }).waitFor();
    await open.page.getByText('fob ui').waitFor();
    expect(open.complaints).toEqual([]);
  });

  test('a lost connection is told quietly, and what changed meanwhile is there afterwards', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    await copyButton(page, 'salus/dev').waitFor();
    harness.cutStreams();
    harness.host.changeEnvironment('salus/prod', { status: 'refreshing' });
    const bar = page.getByText('Connection to Fob lost. Retrying…');
    await bar.waitFor();
    await detailsButton(page, 'salus/prod').getByText('Refreshing').waitFor();
    await bar.waitFor({ state: 'detached' });
  });

  test('what is shown grows old in sight while the connection is lost; a screen reader hears of the loss alone', async () => {
    await using open = await openPage(browser, 'normal', { at: AT });
    const { page, harness } = open;
    await copyButton(page, 'salus/dev').waitFor();
    const heard = page.getByRole('status').filter({ hasText: 'Connection to Fob lost' });
    await expect.poll(() => heard.count()).toBe(0);
    await page.route(/\/api\/events$/, (route) => route.abort());
    harness.cutStreams();
    await page.getByText('Last update just now.').waitFor();
    await page.clock.runFor(5 * MINUTE);
    await page.getByText('Last update 5 min ago.').waitFor();
    await expect.poll(() => heard.innerText()).toBe('Connection to Fob lost. Retrying…');
  });

  test('a session that ended says so', async () => {
    await using open = await openPage(browser, 'normal');
    await copyButton(open.page, 'salus/dev').waitFor();
    open.harness.cutStreams(true);
    await open.page.getByRole('heading', { name: 'The session of this page is over' }).waitFor();
  });
});

describe('layout', () => {
  const names = Object.keys(SCENARIOS) as ScenarioName[];

  test.each(names)('%s fits a popover of 360 pixels', async (name) => {
    await using open = await openPage(browser, name, { viewport: { width: 360, height: 560 } });
    const { page, complaints } = open;
    await page.getByRole('heading').first().waitFor();
    await page.getByRole('main').and(page.locator('[aria-busy="false"]')).waitFor();
    const tooWide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('main')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => `${element.tagName} ${element.scrollWidth} > ${element.clientWidth}`),
    );
    expect(tooWide).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
