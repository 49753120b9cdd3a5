import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyButton, launchChromium, openPage } from './renderer-page.ts';
import type { OpenPage } from './renderer-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The dialog's tab with this service chosen. */
async function choose({ page }: OpenPage, title: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add profile' }).click();
  await page.getByRole('tab', { name: 'Known service' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Service/ })
    .click();
  await page.getByRole('option', { name: title }).click();
  return page.getByRole('form', { name: title });
}

async function pick(page: Page, form: Locator, label: string, value: string): Promise<void> {
  await form.getByRole('button', { name: new RegExp(label) }).click();
  await page.getByRole('option', { name: value }).click();
}

const added = ({ harness }: OpenPage): unknown => {
  const call = harness.host.calls.find(({ name }) => name === 'profiles.add');
  return call === undefined ? undefined : JSON.parse((call.argument as { text: string }).text);
};

describe('a known service', () => {
  test('asks only what Fob cannot know, follows the answers, and adds the profile', async () => {
    await using open = await openPage(browser, 'empty');
    const { page, complaints } = open;
    await page.getByRole('searchbox').waitFor();
    const form = await choose(open, 'SALUS Developer API');
    const redirect = form.getByLabel('Redirect URI, as it is registered for the client');
    await expect.poll(() => redirect.count()).toBe(0);
    await pick(page, form, 'Who gets the token', 'authorization_code');
    await expect.poll(() => redirect.inputValue()).toBe('http://127.0.0.1/callback');
    await pick(page, form, 'Which Guardian IdP', 'beta');
    await expect.poll(() => form.getByLabel('Name of the environment').inputValue()).toBe('beta-user');
    await form.getByRole('button', { name: 'Add profile' }).click();
    await form.getByText('This needs an answer.').waitFor();
    expect(added(open)).toBeUndefined();
    await form.getByLabel('Client id').fill('client_333');
    await form.getByRole('button', { name: 'Add profile' }).click();
    await page.getByText('salus/beta-user can be used now.').waitFor();
    expect(added(open)).toEqual({
      version: 1,
      services: [
        {
          id: 'salus',
          name: 'SALUS Developer API',
          environments: [
            {
              id: 'beta-user',
              tier: 'test',
              authorization_endpoint: 'https://guardian.beta.salussafety.io/authorize',
              token_endpoint: 'https://guardian.beta.salussafety.io/token',
              grant_type: 'authorization_code',
              client_id: 'client_333',
              token_endpoint_auth_method: 'none',
              token_request_encoding: 'json',
              scope: 'sls:idn',
              redirect_uri: 'http://127.0.0.1/callback',
              extra_authorization_params: { request_scope: 'idtoken+email' },
            },
          ],
        },
      ],
    });
    await page.getByRole('button', { name: 'Done' }).click();
    await copyButton(page, 'salus/beta-user').waitFor();
    expect(complaints).toEqual([]);
  });

  test('asks for its secrets next', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    const form = await choose(open, 'IFS Cloud');
    await form.getByLabel('SYSTEM_URL of your IFS Cloud').fill('ifs.example.com');
    await form.getByLabel('NAMESPACE (the realm)').fill('realm one');
    await form.getByLabel('Client id').fill('IFS_app');
    await form.getByRole('button', { name: 'Add profile' }).click();
    const dialog = page.getByRole('dialog', { name: 'Set its secrets' });
    await dialog.getByRole('form', { name: 'Client secret of ifs/test' }).waitFor();
    expect(added(open)).toMatchObject({
      services: [{ environments: [{ issuer: 'https://ifs.example.com/auth/realms/realm%20one' }] }],
    });
    expect(complaints).toEqual([]);
  });

  test('says what the password grant means where it comes up, and only there', async () => {
    await using open = await openPage(browser, 'normal');
    const { page } = open;
    const form = await choose(open, 'IFS Cloud');
    const note = form.getByText('This is the password grant, which RFC 9700 section 2.4 advises against.');
    await expect.poll(() => note.count()).toBe(0);
    await pick(page, form, 'How the IAM client shows who it is', 'none');
    await pick(page, form, 'Who gets the token', 'password');
    await note.waitFor();
    await form
      .getByRole('button', { name: /How the IAM client shows who it is/ })
      .getByText('client_secret_post')
      .waitFor();
    await pick(page, form, 'Who gets the token', 'client_credentials');
    await note.waitFor({ state: 'detached' });
  });

  test('fits a popover of 360 pixels', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 360, height: 640 } });
    const form = await choose(open, 'Raidiam');
    await form.getByLabel('File of the transport certificate (PEM)').waitFor();
    const width = await open.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });

  test('asks in the language of the page, and what was refused before follows', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    const form = await choose(open, 'Raidiam');
    await form.getByRole('button', { name: 'Add profile' }).click();
    await form.getByText('This needs an answer.').first().waitFor();
    harness.host.change({ settings: { ...harness.host.snapshot().settings, language: 'de' } });
    await form.getByLabel('Datei des Transport-Zertifikats (PEM)').waitFor();
    await form.getByText('Ohne /.well-known/openid-configuration').waitFor();
    await form.getByText('Hier fehlt eine Antwort.').first().waitFor();
    await form.getByRole('button', { name: /Wie sich die Anwendung ausweist/ }).click();
    await page.getByText('mit einer unterschriebenen Assertion, am gewöhnlichen Endpunkt').waitFor();
  });
});
