/** With colours that the system forces (high contrast), what is chosen, focused or done can still be told apart. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { detailsButton, launchChromium, openPage } from '../e2e/renderer-page.ts';
import { openDetails } from './ways.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const styleOf = (locator: Locator, property: string): Promise<string> =>
  locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

/** What a colour of the system is at the moment, such as `Highlight`. */
const systemColor = (page: Page, name: string): Promise<string> =>
  page.evaluate((color) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.setProperty('forced-color-adjust', 'none');
    probe.style.color = color;
    const shown = getComputedStyle(probe).color;
    probe.remove();
    return shown;
  }, name);

describe.each(['light', 'dark'] as const)('forced colours, %s', (colorScheme) => {
  const options = { forcedColors: 'active', colorScheme, viewport: { width: 1440, height: 900 } } as const;

  test('status, tier and the environment whose details are open', async () => {
    await using open = await openPage(browser, 'normal', options);
    const { page } = open;
    const text = await systemColor(page, 'CanvasText');
    const panel = await openDetails(page, 'salus/beta');
    for (const address of ['salus/beta', 'salus/prod', 'ifs/prod', 'compliance/prod']) {
      const [ring, tier] = [0, 1].map((index) => detailsButton(page, address).locator('svg').nth(index));
      if (ring === undefined || tier === undefined) throw new Error('There are two pictures.');
      await expect.poll(() => styleOf(ring.locator('circle').first(), 'stroke')).toBe(text);
      await expect.poll(() => styleOf(tier, 'fill')).toBe(text);
    }
    const highlight = await systemColor(page, 'Highlight');
    const cells = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: /^Details of/ }) });
    const marked = await cells.evaluateAll((items) =>
      items
        .map((item) => getComputedStyle(item))
        .map((style) => `${style.outlineStyle} ${style.outlineColor}`),
    );
    expect(marked.filter((outline) => outline === `solid ${highlight}`)).toHaveLength(1);
    const pinned = panel.getByRole('button', { name: en.claims.pinned, exact: true });
    await expect.poll(() => styleOf(pinned, 'border-block-end-color')).toBe(highlight);
    const tab = (name: string) => styleOf(panel.getByRole('tab', { name }), 'border-block-end-color');
    await expect.poll(() => tab(en.claims.token.access)).toBe(highlight);
    await expect.poll(() => tab(en.claims.token.id)).toBe(await systemColor(page, 'Canvas'));
  });

  test('what the keyboard is at in a menu and in the palette', async () => {
    await using open = await openPage(browser, 'normal', options);
    const { page } = open;
    const [highlight, text] = [
      await systemColor(page, 'Highlight'),
      await systemColor(page, 'HighlightText'),
    ];
    const expectMarked = async (entry: Locator) => {
      await entry.and(page.locator('[data-focused]')).waitFor();
      await expect.poll(() => styleOf(entry, 'background-color')).toBe(highlight);
      const colors = await entry
        .locator('*')
        .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).color));
      expect(new Set([await styleOf(entry, 'color'), ...colors])).toEqual(new Set([text]));
    };
    await page.getByRole('button', { name: en.environments.more.label('salus/beta') }).click();
    await page.getByRole('menu').and(page.locator(':focus, :focus-within')).waitFor();
    await page.keyboard.press('End');
    await expectMarked(page.getByRole('menuitem', { name: en.environments.more.remove }));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('ArrowDown');
    await expectMarked(page.getByRole('menuitem', { name: 'salus/dev' }).first());
  });
});
