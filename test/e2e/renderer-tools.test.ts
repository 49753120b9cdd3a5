/** Compare, inspect and "why 401?" as a person uses them, and the raw token that hides itself. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailsButton, launchChromium, openPage } from './renderer-page.ts';

const AT = Date.UTC(2026, 8, 1, 9, 30);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const TOKEN = `${part({ alg: 'ES256', typ: 'at+jwt' })}.${part({
  iss: 'https://login.beta.salus.example',
  aud: 'https://api.beta.salus.example',
  scope: 'sls:idn',
  iat: AT / 1000 - 600,
  exp: AT / 1000 - 300,
})}.${'s'.repeat(86)}`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const goTo = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: true }).click();
const asked = (open: Awaited<ReturnType<typeof openPage>>, noun = 'tokens.') =>
  open.harness.host.calls.filter(({ name }) => name.startsWith(noun));
const heading = (page: Page, name: string): Locator => page.getByRole('heading', { name, exact: true });

describe('inspect', () => {
  test('a token in a curl command is decoded in the page, and nothing is asked', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page, complaints } = open;
    await goTo(page, 'Inspect');
    await heading(page, 'Inspect a token').waitFor();
    await page
      .getByRole('textbox', { name: 'Token, or a text that holds one' })
      .fill(`curl https://api.beta.salus.example -H 'Authorization: Bearer ${TOKEN}'`);
    await page.getByText('Found in a curl command.').waitFor();
    await page.getByText('Decoded only', { exact: true }).waitFor();
    await page.getByRole('list', { name: 'Remarks' }).getByText('It expired 05:00 ago.').waitFor();
    await page.getByText('Who made this token.').waitFor();
    expect(asked(open)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('verifying says what it fetches, and asks for that alone', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await goTo(page, 'Inspect');
    await page.getByRole('textbox', { name: 'Token, or a text that holds one' }).fill(TOKEN);
    const verify = page.getByRole('button', { name: 'Verify', exact: true });
    await page.getByText('Address of keys').click();
    await expect.poll(() => verify.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Address of the key set' }).fill('https://keys.example/jwks');
    await page.getByText('Fob fetches the keys from keys.example.').waitFor();
    await verify.click();
    await page.getByText('there is nothing to check against').waitFor();
    await page.getByText('Pasted keys').click();
    await page.getByRole('textbox', { name: 'Key set (JWKS)' }).fill('{"keys":[]}');
    await page.getByText('Nothing is fetched').waitFor();
    await verify.click();
    await expect
      .poll(() => asked(open).map(({ argument }) => argument))
      .toEqual([
        { jwt: TOKEN, jwksUri: 'https://keys.example/jwks' },
        { jwt: TOKEN, jwks: '{"keys":[]}' },
      ]);
  });

  test.each([
    ['2YotnFZFEjr1zCsicMWpAA', 'This is an opaque token'],
    [`${part({ alg: 'dir', enc: 'A256GCM' })}..aaaa.bbbb.cccc`, 'This is an encrypted token (JWE).'],
    ['eyJhbGciOiJub25lIn0.e3.x', 'cannot be decoded'],
    ['hello', 'There is no token in this text.'],
  ])('%s: %s', async (text, told) => {
    await using open = await openPage(browser, 'normal');
    await goTo(open.page, 'Inspect');
    await open.page.getByRole('textbox', { name: 'Token, or a text that holds one' }).fill(text);
    await open.page.getByText(told).waitFor();
  });
});

describe('why 401?', () => {
  test('the likeliest cause comes first, with what was expected and found', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT, timezoneId: 'Europe/Copenhagen' });
    const { page, complaints } = open;
    await goTo(page, 'Why 401?');
    await page
      .getByRole('textbox', { name: 'Response, failing curl command, or both' })
      .fill(
        `curl https://api.beta.salus.example -H 'Authorization: Bearer ${TOKEN}'\nHTTP/1.1 401 Unauthorized\n`,
      );
    const first = page.getByRole('list', { name: 'Findings' }).getByRole('listitem').first();
    await first.getByRole('heading', { name: 'The token has expired' }).waitFor();
    await first.getByText('Certain').waitFor();
    await first.getByText('05:00 ago').waitFor();
    await first.getByText('fob token salus/beta').waitFor();
    await expect.poll(() => page.getByText(TOKEN.slice(0, 40)).count()).toBe(1); // in the text area alone
    expect(asked(open)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('without a token in the text the one at hand is looked at when a person says so', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await detailsButton(page, 'salus/beta').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Why 401?' }).click();
    await page.getByRole('textbox', { name: /Response/ }).fill('HTTP/1.1 403 Forbidden\n');
    await page.getByRole('button', { name: 'Look at the token of salus/beta at hand' }).click();
    await page.getByText('Compared with the token of salus/beta').waitFor();
    await heading(page, 'The token lacks a scope').waitFor();
  });
});

describe('compare', () => {
  test('differences are told by sign and word, and the rest can be left out', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page, complaints } = open;
    await detailsButton(page, 'salus/beta').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
    const table = page.getByRole('table', { name: 'Claims of the access token' });
    await table.getByRole('row', { name: /^iss.*the same/ }).waitFor();
    await page.getByText('Only differences').click();
    await page.getByText('No claim differs but those that always do.').waitFor();
    await expect.poll(() => table.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a side without a token offers to get one, and asks for none by itself', async () => {
    await using open = await openPage(browser, 'normal', { dateAt: AT });
    const { page } = open;
    await detailsButton(page, 'salus/prod').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Get a token of salus/prod' }).waitFor();
    expect(asked(open, 'tokens.refresh')).toEqual([]);
  });
});

describe('one of a thousand environments', () => {
  const options = (page: Page) => page.getByRole('option');

  test('is found by typing; what was not chosen is thrown away', async () => {
    await using open = await openPage(browser, 'thousand', { dateAt: AT });
    const { page, complaints } = open;
    await goTo(page, 'Compare');
    const left = page.getByRole('combobox', { name: 'Left' });
    const before = await left.inputValue();
    await left.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('950 more: type to find them.').waitFor();
    await expect.poll(() => options(page).count()).toBe(50);
    await page.keyboard.type('no such thing');
    await page.getByText('No environment matches.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await expect.poll(() => left.inputValue()).toBe(before);
    await left.fill('bill prod');
    await page.getByRole('option', { name: 'billing/prod' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page
      .getByText(/token of billing\/prod/)
      .first()
      .waitFor();
    await expect.poll(() => left.inputValue()).toBe('billing/prod');
    expect(complaints).toEqual([]);
  });

  test('can also be none', async () => {
    await using open = await openPage(browser, 'thousand', { dateAt: AT });
    const { page } = open;
    await goTo(page, 'Why 401?');
    const profile = page.getByRole('combobox', { name: 'Profile' });
    await expect.poll(() => profile.inputValue()).toBe('None');
    await profile.fill('bill prod');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => profile.inputValue()).toBe('billing/prod');
    await profile.fill('none');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => profile.inputValue()).toBe('None');
  });
});

describe('the raw token', () => {
  const reveal = async (page: Page) => {
    await detailsButton(page, 'salus/beta').click();
    await page.getByRole('button', { name: 'Show the raw token' }).click();
    const shown = page.getByRole('group', { name: 'Access token as it is sent' });
    await shown.getByText('raw of salus/beta').waitFor();
    return shown;
  };

  test.each<[string, (page: Page) => Promise<unknown>]>([
    ['after 20 seconds', (page) => page.clock.fastForward(20_500)],
    ['when the window is left', (page) => page.evaluate(() => window.dispatchEvent(new Event('blur')))],
    ['when a person says so', (page) => page.getByRole('button', { name: 'Hide it' }).click()],
    ['with the panel', (page) => page.getByRole('button', { name: 'Close' }).click()],
  ])('hides %s', async (_when, leave) => {
    await using open = await openPage(browser, 'normal', { at: AT, viewport: { width: 1440, height: 900 } });
    const shown = await reveal(open.page);
    await leave(open.page);
    await shown.waitFor({ state: 'detached' });
    await expect.poll(() => open.page.getByText('raw of salus/beta').count()).toBe(0);
  });
});
