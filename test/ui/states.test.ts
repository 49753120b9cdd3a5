/** Every state of the UI, light and dark, in both languages, on a wide window and on narrow ones. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../e2e/renderer-page.ts';
import { accessibilityFaults, brokenTexts, shownTexts, tooWide, typedTexts } from './checks.ts';
import { untranslatedMessages, untranslatedTexts } from './language.ts';
import { STATES } from './states.ts';
import { speak, visit, visitIn } from './visit.ts';

/** 320 pixels are what 200 % zoom leaves of a window of 640, and 400 % of one of 1280 (WCAG 2.2, 1.4.10). */
const NARROW = [360, 320];
const NOT_LOADED = 'Failed to load resource';
const WIDE = { width: 900, height: 640 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('no two states have the same name', () => {
  expect(new Set(STATES.map(({ name }) => name)).size).toBe(STATES.length);
});

test('every message is translated', () => {
  expect(untranslatedMessages()).toEqual([]);
});

describe.concurrent('accessible, fits, speaks both languages', () => {
  test.for(STATES)('$name', async (state, { expect }) => {
    const wrong: Record<string, readonly string[]> = {};
    await using open = await visit(browser, state);
    const { page, harness, complaints, answers } = open;
    wrong.light = await accessibilityFaults(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    wrong.dark = await accessibilityFaults(page);
    const english = await shownTexts(page);
    Object.assign(wrong, await tooWideIn('English', page));

    await using german = state.isBrowserLanguage === true ? await visitIn('de', browser, state) : open;
    await german.page.setViewportSize(WIDE);
    await speak('de', german);
    const spoken = await shownTexts(german.page);
    wrong.untranslated = untranslatedTexts(english, spoken, [
      JSON.stringify(harness.host.snapshot()),
      ...answers,
      ...(await typedTexts(page)),
    ]);
    wrong.broken = brokenTexts([...english, ...spoken]);
    Object.assign(wrong, await tooWideIn('German', german.page));
    wrong.complaints = complaints.filter((line) => state.isCut !== true || !line.includes(NOT_LOADED));
    expect(Object.fromEntries(Object.entries(wrong).filter(([, lines]) => lines.length > 0))).toEqual({});
  });
});

async function tooWideIn(language: string, page: Page): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {};
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 560 });
    wrong[`${language} at ${width} px`] = await tooWide(page);
  }
  return wrong;
}
