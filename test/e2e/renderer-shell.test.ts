/** The frame around the views: the list's own keys, the way to every view, the palette, languages. */
import type { Browser, Page } from 'playwright-core';
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

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const copied = (page: Page, address: string) =>
  lastAction(page)
    .getByText(new RegExp(`^${address} copied`))
    .waitFor();

describe('the list', () => {
  test('another environment of the service and its token are two keys away', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    await page.keyboard.press('2');
    await isFocused(copyButton(page, 'salus/beta'));
    await page.keyboard.press('Enter');
    await copied(page, 'salus/beta');
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/beta', 'raw'));
    await page.keyboard.press('d');
    await page.keyboard.press('c');
    await copied(page, 'salus/dev');
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/dev', 'raw'));
    await page.keyboard.press('P');
    await isFocused(copyButton(page, 'salus/prod'));
    expect(complaints).toEqual([]);
  });

  test('a thousand environments are drawn only where they are in sight, and every one can be walked to', async () => {
    await using open = await openPage(browser, 'thousand');
    const { page, complaints } = open;
    const drawn = () => page.getByRole('button', { name: /^Copy token of/ }).count();
    await copyButton(page, 'ledger/dev').waitFor();
    await expect.poll(() => drawn()).toBeLessThan(100);
    await page.keyboard.press('End');
    await isFocused(copyButton(page, 'reporting-28/dev'));
    await expect.poll(() => drawn()).toBeLessThan(100);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await isFocused(copyButton(page, 'ledger/dev'));
    for (let row = 0; row < 30; row += 1) await page.keyboard.press('ArrowDown');
    await isFocused(copyButton(page, 'billing-3/dev'));
    expect(complaints).toEqual([]);
  });

  test('the focus stays where it was when the host pushes changes', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    await copyButton(page, 'ifs/dev').focus();
    harness.host.changeEnvironment('ifs/test', { status: 'fresh', pinned: true });
    await detailsButton(page, 'ifs/test').getByText('pinned').waitFor();
    await isFocused(copyButton(page, 'ifs/dev'));
  });
});

describe('views', () => {
  test.each([
    { width: 1024, height: 640 },
    { width: 360, height: 560 },
  ])('every one is reached at %j, is named, and leads back', async (viewport) => {
    await using open = await openPage(browser, 'normal', { viewport });
    const { page, complaints } = open;
    await copyButton(page, 'salus/dev').waitFor();
    const isNarrow = viewport.width < 640;
    const go = async (name: RegExp) => {
      if (isNarrow) await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole(isNarrow ? 'menuitemradio' : 'button', { name }).click();
    };
    for (const name of [/^Compare/, /^Inspect/, /^Why 401/, /^Settings/, /^About/]) {
      await go(name);
      const heading = page.getByRole('main').getByRole('heading', { level: 1 });
      await heading.waitFor();
      if (isNarrow) await page.getByRole('main').locator(':focus').waitFor();
      await expect.poll(() => page.title()).toMatch(/ · Fob$/);
      const tooWide = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth);
      expect(tooWide).toBe(0);
    }
    await go(/^(Tokens|Environments)$/);
    await copyButton(page, 'salus/dev').waitFor();
    expect(complaints).toEqual([]);
  });

  test('diagnostics are copied, and licences are shown on demand', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 1024, height: 640 } });
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'About' }).click();
    await page.getByRole('button', { name: 'Copy the diagnostics' }).click();
    await lastAction(page).getByText('Diagnostics copied').waitFor();
    expect(JSON.parse(await clipboardText(page))).toMatchObject({ host: 'browser', environments: 12 });
    await page.getByRole('button', { name: 'Show the licences' }).click();
    await page.getByRole('row', { name: /^openid-client .* MIT$/ }).waitFor();
    await page.getByRole('row', { name: /^react-dom .* MIT$/ }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the palette', () => {
  const box = (page: Page) => page.getByRole('searchbox', { name: 'Commands and addresses' });

  test('finds an address by a few letters; Enter copies its token and gives the focus back', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    await page.keyboard.press('Control+k');
    await isFocused(box(page));
    await page.keyboard.type('sg pp');
    await page
      .getByRole('status')
      .getByText(/^\d results$/)
      .waitFor();
    await page.keyboard.press('Enter');
    await copied(page, 'signaturgruppen/pp');
    await expect.poll(() => clipboardText(page)).toBe(tokenText('signaturgruppen/pp', 'raw'));
    await isFocused(copyButton(page, 'salus/dev'));
    expect(complaints).toEqual([]);
  });

  test('Tab leads to what else an address offers, Escape back and out', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    await copyButton(page, 'salus/dev').waitFor();
    await page.getByRole('button', { name: 'Commands' }).click();
    await box(page).waitFor();
    await page.keyboard.type('salus/dev');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Compare', exact: true }).waitFor();
    await page.keyboard.type('salus/dev');
    await page.keyboard.press('Tab');
    await page.keyboard.type('header');
    await page.keyboard.press('Enter');
    await lastAction(page)
      .getByText(/^salus\/dev as Authorization header copied/)
      .waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/dev', 'header'));
    await page.keyboard.press('Control+k');
    await box(page).waitFor();
    await page.keyboard.press('Escape');
    await box(page).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('does commands: a view, the theme, the keys', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    const run = async (query: string) => {
      await page.keyboard.press('Control+k');
      await box(page).waitFor();
      await page.keyboard.type(query);
      await page.keyboard.press('Enter');
    };
    await copyButton(page, 'salus/dev').waitFor();
    await run('about fob');
    await isFocused(page.getByRole('heading', { name: 'About Fob' }));
    await run('theme dark');
    await page.locator('html[data-theme=dark]').waitFor();
    expect(harness.host.snapshot().settings.theme).toBe('dark');
    await run('shortcuts');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });
});

describe('languages', () => {
  test('the first of the browser that Fob speaks, unless the settings name one', async () => {
    await using open = await openPage(browser, 'normal', { locale: 'de-DE' });
    const { page, harness, complaints } = open;
    await page.getByRole('button', { name: 'Token von salus/dev kopieren' }).waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de');
    harness.host.change({ settings: { ...harness.host.snapshot().settings, language: 'en' } });
    await copyButton(page, 'salus/dev').waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
    expect(complaints).toEqual([]);
  });

  test('an error that is shown follows; above what the host says in English stands what it means', async () => {
    await using open = await openPage(browser, 'errors');
    const { page, harness } = open;
    await copyButton(page, 'idp-refused/beta').click();
    const alert = page.getByRole('alert').filter({ hasText: 'The error idp_refused' });
    await alert.waitFor();
    await expect.poll(() => alert.getByRole('paragraph').count()).toBe(2);
    harness.host.change({ settings: { ...harness.host.snapshot().settings, language: 'de' } });
    await alert.getByText('Der Identitätsanbieter hat die Anfrage abgelehnt.').waitFor();
    await expect.poll(() => alert.getByText('The error idp_refused').getAttribute('lang')).toBe('en');
  });
});
