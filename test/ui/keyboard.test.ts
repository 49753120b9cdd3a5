/** Fob without a mouse, and for those who see it otherwise than most. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { tokenText } from '../e2e/renderer-fake-host.ts';
import {
  clipboardText,
  copyButton,
  detailsButton,
  isFocused,
  lastAction,
  launchChromium,
  openPage,
} from '../e2e/renderer-page.ts';
import { accessibilityFaults, runningAnimations, tooWide } from './checks.ts';
import { AT } from './moment.ts';
import { lastProblem } from './ways.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** What is wrong with where the focus lies: nowhere, or somewhere that does not show it. */
const focusFault = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return 'nothing has the focus';
    const shows = (element: Element | null, depth: number): boolean => {
      if (element === null || depth === 0) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const hasOutline = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      // A field may show it on the box around it.
      return hasOutline || boxShadow !== 'none' || shows(element.parentElement, depth - 1);
    };
    const name = `${focused.tagName.toLowerCase()}.${focused.className} ${focused.ariaLabel ?? ''}`;
    return shows(focused, 3) ? undefined : `${name} does not show that it has the focus`;
  });

/** What has the focus, when something lies over its middle. Runs in the page. */
function hiddenFocus(): string[] {
  const focused = document.activeElement ?? document.body;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  // A hidden input lies in the label that shows it.
  const isSeen =
    seen !== null && (focused.contains(seen) || focused.closest('label')?.contains(seen) === true);
  return isSeen ? [] : [`${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent}`];
}

/** Presses keys one after the other; after each, the focus has to be somewhere and to be seen. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await expect.poll(() => focusFault(page), { message: `after ${key}`, timeout: 5000 }).toBeUndefined();
  }
}

/** Tabs on until the focus is on what is looked for. */
async function tabTo(page: Page, role: 'button' | 'searchbox', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).and(page.locator(':focus'));
  for (let steps = 0; steps < 40; steps += 1) {
    if ((await wanted.count()) > 0) return;
    await press(page, 'Tab');
  }
  throw new Error(`40 times Tab do not lead to the ${role} ${String(name)}`);
}

describe('with the keyboard alone', () => {
  test('from the load through the list to a copied token', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page, complaints } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    await expect.poll(() => focusFault(page)).toBeUndefined();
    await press(page, 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'Home');
    await isFocused(copyButton(page, 'salus/dev'));
    for (const [key, address] of [
      ['2', 'salus/beta'],
      ['3', 'salus/prod'],
      ['1', 'salus/dev'],
      ['b', 'salus/beta'],
      ['p', 'salus/prod'],
      ['d', 'salus/dev'],
    ] as const) {
      await press(page, key);
      await isFocused(copyButton(page, address));
    }
    await press(page, 'b', 'Enter');
    await lastAction(page).getByText('salus/beta copied').waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/beta', 'raw'));
    expect(complaints).toEqual([]);
  });

  test('into the details and back to where they were opened', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    await press(page, 'b', 'Shift+Tab', 'Enter');
    const panel = page.getByRole('dialog', { name: en.claims.detailsOf('salus/beta') });
    await panel.waitFor();
    for (let steps = 0; steps < 12; steps += 1) await press(page, 'Tab');
    await press(page, 'Escape');
    await isFocused(detailsButton(page, 'salus/beta'));
    await expect.poll(() => focusFault(page)).toBeUndefined();
  });

  test('through the menus of an environment', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    await press(page, 'Tab', 'Enter');
    await page.getByRole('menu').waitFor();
    await press(page, 'ArrowDown', 'Enter');
    await lastAction(page).getByText(en.environments.formats.header).waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('salus/dev', 'header'));
    await isFocused(page.getByRole('button', { name: en.environments.copy.as('salus/dev') }));
    await press(page, 'Tab', 'Enter', 'Escape');
    await isFocused(page.getByRole('button', { name: en.environments.more.label('salus/dev') }));
  });

  test('by the palette: an address is copied, a view is gone to, Escape leads back', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    const dialog = page.getByRole('dialog', { name: en.palette.label });
    await press(page, 'Control+k');
    await dialog.waitFor();
    await page.keyboard.type('ifs dev');
    await press(page, 'Enter');
    await lastAction(page).getByText('ifs/dev copied').waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('ifs/dev', 'raw'));
    await isFocused(copyButton(page, 'salus/dev'));
    await press(page, 'Control+k');
    await dialog.waitFor();
    await press(page, 'Escape');
    await isFocused(copyButton(page, 'salus/dev'));
    await press(page, 'Control+k');
    await dialog.waitFor();
    await page.keyboard.type('settings');
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 1, name: en.settings.title }).waitFor();
  });

  test('to every view by the rail', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    const { short } = en.navigation;
    for (const kind of ['compare', 'inspect', 'refusal', 'activity', 'settings', 'about'] as const) {
      const entry = page
        .getByRole('navigation', { name: en.navigation.label })
        .getByRole('button', { name: short[kind] });
      await entry.focus();
      await press(page, 'Enter');
      await page.getByRole('heading', { level: 1, name: en[kind].title }).waitFor();
      await press(page, 'Tab', 'Tab');
    }
  });

  test.each([
    { width: 900, height: 640 },
    { width: 360, height: 560 },
  ])('through a long form at %j, and nothing that has the focus is out of sight', async (viewport) => {
    await using open = await openPage(browser, 'normal', { dateAt: AT, viewport });
    const { page } = open;
    await page.getByRole('button', { name: en.shell.addProfile }).click();
    const form = page.getByRole('form', { name: en.profiles.form.label });
    await form.getByRole('textbox').first().focus();
    const hidden: string[] = [];
    for (let steps = 0; steps < 16; steps += 1) {
      await press(page, 'Tab');
      hidden.push(...(await page.evaluate(hiddenFocus)));
    }
    expect(hidden).toEqual([]);
  });

  test('adds, locks and searches from the top bar', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    await press(page, '/');
    await isFocused(page.getByRole('searchbox'));
    await press(page, 'Escape');
    await tabTo(page, 'button', en.shell.addProfile);
    await press(page, 'Enter');
    await page.getByRole('dialog', { name: en.profiles.add.title }).waitFor();
    await press(page, 'Escape');
    await isFocused(page.getByRole('button', { name: en.shell.addProfile }));
    await tabTo(page, 'button', en.shell.lock);
    await press(page, 'Enter');
    await isFocused(page.getByLabel(en.vault.passphrase));
  });
});

describe('announced to a screen reader', () => {
  test('a copy and a refresh politely, an error at once', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    const said = page.getByRole('status', { name: en.ui.lastAction });
    await copyButton(page, 'salus/beta').click();
    await said.getByText('salus/beta copied, 14:02 left').waitFor();
    await page.getByRole('button', { name: en.environments.more.label('salus/dev') }).click();
    await page.getByRole('menuitem', { name: en.environments.more.refresh }).click();
    await said.getByText(en.environments.done.refreshed('salus/dev')).waitFor();
    await using failing = await openPage(browser, 'errors', { dateAt: AT });
    await copyButton(failing.page, 'idp-refused/beta').click();
    await lastProblem(failing.page).getByText('The error idp_refused').waitFor();
  });

  test('what a search finds', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await page.getByRole('searchbox').fill('salus');
    await page.getByRole('status', { name: 'Search result' }).getByText(en.environments.found(3)).waitFor();
  });
});

describe('seen otherwise', () => {
  test('with less motion nothing moves', async () => {
    await using open = await openPage(browser, 'normal', { reducedMotion: 'reduce' });
    const { page } = open;
    await detailsButton(page, 'salus/beta').click();
    await page.getByRole('dialog', { name: en.claims.detailsOf('salus/beta') }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: en.palette.label }).waitFor();
    expect(await runningAnimations(page)).toEqual([]);
  });

  test('in forced colours every status still has its words, and the focus its outline', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT, forcedColors: 'active' });
    const { page } = open;
    await isFocused(copyButton(page, 'salus/dev'));
    const statuses = {
      'salus/beta': '14:02 left',
      'ifs/prod': 'Sign-in needed',
      'signaturgruppen/prod': 'Failed',
    };
    for (const [address, words] of Object.entries(statuses))
      await detailsButton(page, address).getByText(words).waitFor();
    await press(page, 'ArrowRight');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('at 200 % of a window of 640 pixels nothing is lost', async () => {
    const viewport = { width: 320, height: 240 };
    await using open = await openPage(browser, 'normal', { dateAt: AT, viewport, deviceScaleFactor: 2 });
    const { page } = open;
    await copyButton(page, 'salus/beta').click();
    await lastAction(page).getByText('salus/beta copied').waitFor();
    expect(await tooWide(page)).toEqual([]);
  });
});
