/** Back and Forward: views and forms are entries of the browser's history, and what was typed is not lost to them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { copyButton, detailsButton, isFocused, launchChromium, openPage } from './renderer-page.ts';

const WIDE = { width: 1440, height: 900 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const panel = (page: Page, address: string) =>
  page.getByRole('complementary', { name: en.claims.detailsOf(address) });
const addForm = (page: Page) => page.getByRole('dialog', { name: en.profiles.add.title });

/** Goes to a view by the rail. */
async function goTo(page: Page, kind: 'inspect' | 'settings' | 'activity'): Promise<void> {
  const rail = page.getByRole('navigation', { name: en.navigation.label });
  await rail.getByRole('button', { name: en.navigation.short[kind] }).click();
  await heading(page, en[kind].title).waitFor();
}

/** What the page asks of the host from now on. */
function callsOf(page: Page): string[] {
  const calls: string[] = [];
  page.on('request', (request) => calls.push(new URL(request.url()).pathname));
  return calls;
}

test('Back goes through the views to where one came from, Forward comes again, and a reload stays', async () => {
  await using open = await openPage(browser, 'normal', { viewport: WIDE });
  const { page, harness, complaints } = open;
  await detailsButton(page, 'salus/beta').click();
  await panel(page, 'salus/beta').waitFor();
  await panel(page, 'salus/beta').getByRole('button', { name: en.claims.compare }).click();
  await heading(page, en.compare.title).waitFor();
  await goTo(page, 'settings');
  await page.goBack();
  await isFocused(heading(page, en.compare.title));
  await page.reload();
  await heading(page, en.compare.title).waitFor();
  await page.goBack();
  await isFocused(panel(page, 'salus/beta'));
  await page.goBack();
  await panel(page, 'salus/beta').waitFor({ state: 'detached' });
  await isFocused(detailsButton(page, 'salus/beta'));
  await page.goForward();
  await panel(page, 'salus/beta').waitFor();
  expect(page.url()).toBe(`${harness.origin}/`);
  expect(complaints).toEqual([]);
});

test('what is closed is gone back from: the entries do not grow', async () => {
  await using open = await openPage(browser, 'normal', { viewport: WIDE });
  const { page } = open;
  const entries = () => page.evaluate(() => (history.state as { index: number } | null)?.index ?? 0);
  for (const address of ['salus/beta', 'ifs/dev', 'salus/dev']) {
    await detailsButton(page, address).click();
    await panel(page, address).waitFor();
    await page.keyboard.press('Escape');
    await isFocused(detailsButton(page, address));
    await expect.poll(entries).toBe(0);
  }
  await page.getByRole('button', { name: en.shell.addProfile }).click();
  await addForm(page).waitFor();
  expect(await entries()).toBe(1);
  await page.keyboard.press('Escape');
  await isFocused(page.getByRole('button', { name: en.shell.addProfile }));
  await expect.poll(entries).toBe(0);
});

test('a place gone to before the browser is back is an entry of its own', async () => {
  await using open = await openPage(browser, 'normal', { viewport: WIDE });
  const { page } = open;
  await detailsButton(page, 'salus/beta').click();
  await panel(page, 'salus/beta').waitFor();
  await page.evaluate((name) => {
    document
      .querySelector('aside')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    [...document.querySelectorAll('nav button')]
      .find((button): button is HTMLButtonElement => button.textContent === name)
      ?.click();
  }, en.navigation.short.inspect);
  await heading(page, en.inspect.title).waitFor();
  await expect.poll(() => page.evaluate(() => JSON.stringify(history.state))).toContain('inspect');
  await page.goBack();
  await copyButton(page, 'salus/dev').waitFor();
  await panel(page, 'salus/beta').waitFor({ state: 'detached' });
});

test('a form is an entry too; Back asks before what was typed is lost', async () => {
  await using open = await openPage(browser, 'normal');
  const { page, complaints } = open;
  await copyButton(page, 'salus/dev').waitFor();
  await page.getByRole('button', { name: en.shell.addProfile }).click();
  await addForm(page).waitFor();
  await page.goBack();
  await addForm(page).waitFor({ state: 'detached' });
  await page.goForward();
  await addForm(page).getByRole('tab', { name: en.profiles.add.import }).click();
  const text = addForm(page).getByRole('textbox', { name: en.profiles.import.text });
  await text.fill('curl https://idp.example/token');

  const question = page.getByRole('alertdialog', { name: en.profiles.add.discardTitle });
  await page.goBack();
  await question.waitFor();
  // To go back from the question is to stay.
  await page.goBack();
  await question.waitFor({ state: 'detached' });
  expect(await text.inputValue()).toBe('curl https://idp.example/token');
  await page.goBack();
  await question.getByRole('button', { name: en.profiles.add.discard }).click();
  await addForm(page).waitFor({ state: 'detached' });
  await isFocused(copyButton(page, 'salus/dev').or(page.getByRole('button', { name: en.shell.addProfile })));
  expect(complaints).toEqual([]);
});

test('what was typed is not lost to a reload unasked', async () => {
  await using open = await openPage(browser, 'normal');
  const { page } = open;
  await detailsButton(page, 'salus/beta').waitFor();
  await page.getByRole('button', { name: en.shell.addProfile }).click();
  await addForm(page).getByRole('textbox').first().fill('https://idp.example');
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type());
      void dialog.dismiss();
    });
  });
  await page.evaluate(() => setTimeout(() => location.reload()));
  expect(await asked).toBe('beforeunload');
  expect(await addForm(page).getByRole('textbox').first().inputValue()).toBe('https://idp.example');
});

test('Back closes a question and leaves the view; nothing is asked of the host again', async () => {
  await using open = await openPage(browser, 'normal', { viewport: WIDE });
  const { page } = open;
  await goTo(page, 'inspect');
  await goTo(page, 'settings');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: en.palette.label });
  await palette.waitFor();
  const calls = callsOf(page);
  await page.goBack();
  await palette.waitFor({ state: 'detached' });
  await heading(page, en.settings.title).waitFor();
  await page.goBack();
  await isFocused(heading(page, en.inspect.title));
  await page.goBack();
  await isFocused(copyButton(page, 'salus/dev'));
  expect(calls.filter((path) => path.startsWith('/api/'))).toEqual([]);
});

test('an unlocked vault shows the view that was locked', async () => {
  await using open = await openPage(browser, 'normal', { viewport: WIDE });
  const { page, harness } = open;
  await goTo(page, 'activity');
  const { vault } = harness.host.snapshot();
  harness.host.change({ vault: { ...vault, state: 'locked' } });
  await page.getByLabel(en.vault.passphrase).waitFor();
  harness.host.change({ vault });
  await heading(page, en.activity.title).waitFor();
});
