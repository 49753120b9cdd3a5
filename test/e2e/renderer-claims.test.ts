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
      await expect.poll(() => panel.getByText(other, { exact: true }).count()).toBe(0);
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

  test('a client certificate is shown, with a warning in time to get another one', async () => {
    await using open = await openPage(browser, 'normal', { at: AT, timezoneId: 'Europe/Copenhagen' });
    const { page, complaints } = open;
    await detailsButton(page, 'raidiam/sandbox').click();
    const panel = page.getByRole('dialog', { name: 'Details of raidiam/sandbox' });
    const fact = panel.locator('.fact', { has: page.getByText('Client certificate', { exact: true }) });
    await fact.getByText('CN=api-client, O=Acme').waitFor();
    await fact.getByText('by CN=Raidiam Sandbox CA').waitFor();
    await expect
      .poll(() => fact.locator('.fact-warning').textContent())
      .toBe('expires in 12 d 1 h, Sun, 13 Sept 2026, 12:30:00 CEST');
    await page.clock.fastForward(13 * 24 * 3600 * 1000);
    await fact.getByText('expired 23 h').waitFor();
    expect(complaints).toEqual([]);
  });

  test.each([
    ['hub/active', 'The issuer says: active', 'There is no signature that could prove it.'],
    ['hub/revoked', 'The issuer says: not active', 'Refresh gets another one.'],
    [
      'hub/silent',
      'The IdP of hub/silent names no introspection_endpoint.',
      'write "introspection_endpoint"',
    ],
    ['hub/refused', 'The IdP refused hub/refused: invalid_client.', 'Check client_id'],
  ] as const)('the opaque token of %s is never shown as checked: "%s"', async (address, told, more) => {
    await using open = await openPage(browser, 'opaque');
    const { page, complaints } = open;
    await detailsButton(page, address).click();
    const panel = page.getByRole('dialog', { name: `Details of ${address}` });
    await panel.getByText('The access token is opaque').waitFor();
    await panel.getByText(told, { exact: true }).waitFor();
    await panel.getByText(more).waitFor();
    for (const state of STATES)
      await expect.poll(() => panel.getByText(state, { exact: true }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('what the issuer says of an opaque token is explained like claims', async () => {
    await using open = await openPage(browser, 'opaque', { at: AT, timezoneId: 'Europe/Copenhagen' });
    const { page } = open;
    await detailsButton(page, 'hub/active').click();
    const panel = page.getByRole('dialog', { name: 'Details of hub/active' });
    const row = (name: string) =>
      panel.locator('.claim', { has: page.locator('dt code', { hasText: name }) });
    for (const name of ['active', 'username', 'client_id', 'token_type', 'scope', 'exp'])
      await expect
        .poll(() => row(name).locator('.claim-help').first().textContent(), { message: name })
        .toMatch(/\w\.$/);
    await row('exp').getByText('in 14:00').waitFor();
  });

  test('the IdP is asked who this is when a person says so, and not before', async () => {
    await using open = await openPage(browser, 'opaque');
    const { page, harness, complaints } = open;
    const asked = () => harness.host.calls.filter(({ name }) => name === 'tokens.userinfo').length;
    await detailsButton(page, 'hub/active').click();
    const panel = page.getByRole('dialog', { name: 'Details of hub/active' });
    const ask = panel.getByRole('button', { name: 'Ask the IdP who this is' });
    await ask.waitFor();
    expect(asked()).toBe(0);
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
    await page.route('**/api/tokens.userinfo', (route) => held.then(() => route.continue()));
    await ask.click();
    await panel.getByRole('button', { name: 'Asking the IdP…' }).waitFor();
    letGo(undefined);
    await panel.getByText('It answered about the person that the ID token names.').waitFor();
    await panel.getByText('Ann Ångström').waitFor();
    expect(asked()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('an IdP without userinfo is told, and nobody is offered for client credentials', async () => {
    await using open = await openPage(browser, 'opaque');
    const { page } = open;
    await detailsButton(page, 'hub/revoked').click();
    const panel = page.getByRole('dialog', { name: 'Details of hub/revoked' });
    await panel.getByRole('button', { name: 'Ask the IdP who this is' }).click();
    await panel.getByRole('alert').getByText('The IdP names no userinfo_endpoint.').waitFor();
    await page.keyboard.press('Escape');
    await detailsButton(page, 'hub/silent').click();
    await page.getByText('names no introspection_endpoint').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Ask the IdP who this is' }).count()).toBe(0);
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
