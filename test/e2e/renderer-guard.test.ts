/** The prod guard and the settings as a person meets them: asked before a copy, counted down in sight, undone at once. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenText } from './renderer-fake-host.ts';
import { clipboardText, copyButton, lastAction, launchChromium, openPage } from './renderer-page.ts';

const AT = 1_767_268_800_000;
const MINUTE = 60_000;
const ADDRESS = 'salus/prod';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const question = (page: Page) => page.getByRole('alertdialog', { name: `Arm ${ADDRESS} for 15 minutes?` });
const armedList = (page: Page) => page.getByRole('complementary', { name: 'Armed environments' });

describe('copying a token of prod', () => {
  test('asks first; Escape leaves it, Enter arms and copies', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness, complaints } = open;
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    await copyButton(page, ADDRESS).click();
    await question(page).waitFor();
    await page.keyboard.press('Escape');
    await question(page).waitFor({ state: 'detached' });
    const names = () => harness.host.calls.map(({ name }) => name);
    expect(names()).not.toContain('guard.arm');
    expect(names()).not.toContain('tokens.copy');
    await expect.poll(() => clipboardText(page)).toBe('before');

    await copyButton(page, ADDRESS).click();
    await question(page).waitFor();
    await page.keyboard.press('Enter');
    await lastAction(page)
      .getByText(/^salus\/prod copied/)
      .waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText(ADDRESS, 'raw'));
    await page.getByRole('status', { name: 'Armed environments' }).getByText(`Armed: ${ADDRESS}`).waitFor();

    await copyButton(page, ADDRESS).click();
    await expect.poll(() => question(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('is open for the time that is counted down, and asks again after it', async () => {
    await using open = await openPage(browser, 'normal', { at: AT });
    const { page } = open;
    await page.getByRole('button', { name: `More for ${ADDRESS}` }).click();
    await page.getByRole('menuitem', { name: 'Arm…' }).click();
    await question(page).getByRole('button', { name: 'Arm' }).click();
    await armedList(page).getByText('15:00').waitFor();
    await page.clock.runFor(14 * MINUTE);
    await armedList(page).getByText('01:00').waitFor();
    await page.clock.runFor(MINUTE);
    await armedList(page).waitFor({ state: 'detached' });
    await copyButton(page, ADDRESS).click();
    await question(page).waitFor();
  });

  test('is closed again by Disarm', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    harness.host.changeEnvironment(ADDRESS, { guard: { armedUntil: Date.now() + MINUTE } });
    await armedList(page)
      .getByRole('button', { name: `Disarm ${ADDRESS}` })
      .click();
    await lastAction(page).getByText(`${ADDRESS} disarmed`).waitFor();
    await armedList(page).waitFor({ state: 'detached' });
    expect(harness.host.snapshot().services[0]?.environments[2]?.guard).toEqual({});
  });
});

describe('the settings', () => {
  const openSettings = async (page: Page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  };
  const choose = async (page: Page, label: string, choice: string) => {
    await page.getByRole('button', { name: label }).click();
    await page.getByRole('option', { name: choice }).click();
  };
  const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme);

  test('count at once, and are taken back by Undo', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness, complaints } = open;
    await openSettings(page);
    await choose(page, 'Theme', 'Dark');
    await lastAction(page).getByText('Theme: Dark').waitFor();
    await expect.poll(() => theme(page)).toBe('dark');
    await lastAction(page).getByRole('button', { name: 'Undo' }).click();
    await lastAction(page).getByText('Changed back').waitFor();
    await expect.poll(() => theme(page)).toBeUndefined();

    await choose(page, 'Take a copied token', 'Never');
    await lastAction(page).getByText('Never').waitFor();
    await page.getByText('Guard environments of tier prod').click();
    await lastAction(page).getByText('off').waitFor();
    expect(harness.host.snapshot().settings).toMatchObject({ clipboard_seconds: 0, guard: { on: false } });
    await expect.poll(() => page.getByRole('heading', { name: 'Shortcuts' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('speak German when they are told to', async () => {
    await using open = await openPage(browser, 'normal');
    const { page } = open;
    await openSettings(page);
    await choose(page, 'Language', 'Deutsch');
    await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('de');
  });
});
