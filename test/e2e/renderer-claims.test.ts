import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailsButton, isFocused, launchChromium, openPage } from './renderer-page.ts';

const AT = Date.UTC(2026, 8, 1, 9, 30);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('claims', () => {
  const STATES = ['Verified', 'Decoded only', 'Not verified'];

  test.each([
    ['salus/beta', 'Verified', 'key 2026-07-guardian-1'],
    ['salus/dev', 'Decoded only', 'No keys of an issuer are known'],
    ['ifs/dev', 'Not verified', 'names the issuer https://old.example'],
  ] as const)('the token of %s is shown as "%s"', async (address, state, reason) => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 1440, height: 900 } });
    const { page, complaints } = open;
    await detailsButton(page, address).click();
    const panel = page.getByRole('complementary', { name: `Details of ${address}` });
    await panel.getByText(state, { exact: true }).waitFor();
    await panel.getByText(reason).waitFor();
    for (const other of STATES.filter((one) => one !== state)) {
      expect(await panel.getByText(other, { exact: true }).count()).toBe(0);
    }
    await page.keyboard.press('Escape');
    await isFocused(detailsButton(page, address));
    expect(complaints).toEqual([]);
  });

  test('claims are explained, times are told in words, scopes are compared', async () => {
    await using open = await openPage(browser, 'normal', { at: AT, timezoneId: 'Europe/Copenhagen' });
    const { page } = open;
    await detailsButton(page, 'salus/beta').click();
    const panel = page.getByRole('dialog', { name: 'Details of salus/beta' });
    const exp = panel.getByText('From this moment on the token must be refused.').locator('..');
    await exp.getByText('in 14:02').waitFor();
    await exp.getByText('Tue, 1 Sept 2026, 11:44:02 CEST').waitFor();
    await exp.getByText('2026-09-01T09:44:02Z').waitFor();
    const scopes = panel.getByRole('list', { name: 'Scopes' });
    await scopes.getByText('asked for, not granted').waitFor();
    await scopes.getByText('not asked for', { exact: true }).waitFor();
    await panel.getByRole('tab', { name: 'ID token' }).click();
    await panel.getByText('Decoded only').waitFor();
  });

  test('opening the details of an environment without a token asks the IdP for none', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    await detailsButton(page, 'salus/prod').click();
    const mint = page.getByRole('button', { name: 'Get a token and show its claims' });
    await mint.waitFor();
    expect(harness.host.calls.map(({ name }) => name).filter((name) => name.startsWith('tokens.'))).toEqual(
      [],
    );
    await mint.click();
    await page.getByText('The access token is opaque').waitFor();
  });
});
