import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVER } from './renderer-fake-editor.ts';
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
import type { OpenPage } from './renderer-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The one service of the profile file that was added. */
function addedService({ harness }: OpenPage): unknown {
  const call = harness.host.calls.find(({ name }) => name === 'profiles.add');
  return (JSON.parse((call?.argument as { text: string }).text) as { services: unknown[] }).services[0];
}

describe('profiles', () => {
  test.each([
    ['From an issuer URL', 'Provider'],
    ['From a known service', 'Known service'],
    ['From another tool', 'Import'],
  ])('the first step "%s" leads to the tab "%s"', async (step, tab) => {
    await using open = await openPage(browser, 'empty');
    const { page } = open;
    await page
      .getByRole('group', { name: 'Ways to a first profile' })
      .getByRole('button', { name: step })
      .click();
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
  });

  test('what the server supports decides what is offered; secret and token go where they belong', async () => {
    await using open = await openPage(browser, 'empty');
    const { page, harness, complaints } = open;
    await page.getByRole('button', { name: 'From an issuer URL' }).click();
    const form = page.getByRole('form', { name: 'New profile' });
    await isFocused(form.getByLabel('Issuer URL'));
    await form.getByRole('button', { name: 'Save and copy token' }).click();
    await form.getByText('Give the client id that the service gave you.').waitFor();
    await isFocused(form.getByLabel('Issuer URL'));
    await form.getByLabel('Issuer URL').fill(`${SERVER.issuer}/.well-known/openid-configuration`);
    await form.getByRole('region', { name: 'What the server says' }).getByText('orders:read').waitFor();
    await expect.poll(() => form.getByLabel('Service id').inputValue()).toBe('acme');
    await expect.poll(() => form.getByLabel('Environment id').inputValue()).toBe('beta');
    await form.getByRole('button', { name: /Client authentication/ }).click();
    await expect
      .poll(() => page.getByRole('option').locator('[slot=label]').allInnerTexts())
      .toEqual(['client_secret_post', 'private_key_jwt']);
    await page.keyboard.press('Escape');
    await form.getByLabel('Client id').fill('c1');
    await form.getByLabel('Client secret', { exact: true }).fill('canary-secret');
    await form.getByRole('button', { name: 'Save and copy token' }).click();
    await lastAction(page)
      .getByText(/^acme\/beta copied/)
      .waitFor();
    await expect.poll(() => clipboardText(page)).toBe(tokenText('acme/beta', 'raw'));
    await copyButton(page, 'acme/beta').waitFor();
    expect(await page.content()).not.toContain('canary-secret');
    expect(addedService(open)).toEqual({
      id: 'acme',
      environments: [
        {
          id: 'beta',
          tier: 'test',
          issuer: SERVER.issuer,
          grant_type: 'client_credentials',
          client_id: 'c1',
          token_endpoint_auth_method: 'client_secret_post',
          client_secret: { from: 'vault' },
        },
      ],
    });
    expect(harness.host.calls.find(({ name }) => name === 'secrets.set')?.argument).toEqual({
      address: 'acme/beta',
      member: 'client_secret',
      value: 'canary-secret',
    });
    expect(complaints).toEqual([]);
  });

  test('a secret can be kept elsewhere: then only where goes into the profile', async () => {
    await using open = await openPage(browser, 'empty');
    const { page, harness, complaints } = open;
    await page.getByRole('button', { name: 'From an issuer URL' }).click();
    const form = page.getByRole('form', { name: 'New profile' });
    await form.getByLabel('Issuer URL').fill(SERVER.issuer);
    await form.getByLabel('Client id').fill('c1');
    const secret = form.getByLabel('Client secret', { exact: true });
    await secret.fill('typed by mistake');
    await form.getByRole('button', { name: /Client secret: where it is kept/ }).click();
    await page.getByRole('option', { name: 'Command' }).click();
    await expect.poll(() => secret.inputValue()).toBe('');
    await secret.fill('op read "op://dev/my acme/secret"');
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await lastAction(page).getByText('acme/beta added').waitFor();
    expect(addedService(open)).toMatchObject({
      environments: [{ client_secret: { from: 'exec', command: ['op', 'read', 'op://dev/my acme/secret'] } }],
    });
    expect(harness.host.calls.some(({ name }) => name === 'secrets.set')).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('a profile that people sign in with goes on to the sign-in; a password is offered to those who insist', async () => {
    await using open = await openPage(browser, 'empty');
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'From an issuer URL' }).click();
    const form = page.getByRole('form', { name: 'New profile' });
    const grant = form.getByRole('button', { name: /Grant type/ });
    await grant.click();
    await expect
      .poll(() => page.getByRole('option').locator('[slot=label]').allInnerTexts())
      .toEqual(['client_credentials', 'authorization_code', 'device_code']);
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Only a user name and password?' }).click();
    await form
      .getByRole('alert')
      .getByText(/legacy.*RFC 9700 section 2\.4/)
      .waitFor();
    await form.getByRole('button', { name: 'Use it all the same' }).click();
    await grant.getByText('password', { exact: true }).waitFor();
    await grant.click();
    await page.getByRole('option', { name: 'authorization_code' }).click();
    await expect.poll(() => form.getByText(/RFC 9700/).count()).toBe(0);

    await form.getByText('Token endpoint', { exact: true }).click();
    await form.getByLabel('Token endpoint URL').fill('https://idp.dev.acme.example/token');
    await form.getByLabel('Authorization endpoint URL').fill('https://idp.dev.acme.example/authorize');
    await form.getByLabel('Redirect URI (optional)').fill('http://127.0.0.1:8123/callback');
    await form.getByLabel('Client id').fill('app');
    await form.getByRole('button', { name: /Client authentication/ }).click();
    await page.getByRole('option', { name: 'none' }).click();
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await lastAction(page).getByText('acme/dev added').waitFor();
    expect(addedService(open)).toMatchObject({
      environments: [
        {
          grant_type: 'authorization_code',
          authorization_endpoint: 'https://idp.dev.acme.example/authorize',
          redirect_uri: 'http://127.0.0.1:8123/callback',
        },
      ],
    });
    expect(complaints).toEqual([]);
  });

  test('leaving with something typed asks first', async () => {
    await using open = await openPage(browser, 'empty');
    const { page } = open;
    await page.getByRole('button', { name: 'From an issuer URL' }).click();
    await page.getByLabel('Client id').fill('c1');
    await page.keyboard.press('Escape');
    await isFocused(page.getByRole('button', { name: 'Go on editing' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByLabel('Client id').inputValue()).toBe('c1');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Throw away' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('a pasted profile file is checked with line and column before it can be saved', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('tab', { name: 'Profile file' }).click();
    const text = page.getByRole('textbox', { name: 'Profile file' });
    const save = page.getByRole('button', { name: 'Add to profiles' });
    await text.fill('{\n  "version": 1,');
    await page.getByRole('button', { name: '2:16, go to line 2, column 16' }).click();
    await isFocused(text);
    await expect.poll(() => save.isDisabled()).toBe(true);
    await text.fill('{"version":1,"services":[{"id":"acme","environments":[{"id":"dev","client_id":"x"}]}]}');
    await page.getByText('Adds or changes acme/dev.').waitFor();
    await save.click();
    await page.getByText('acme/dev can be used now.').waitFor();
    await page.keyboard.press('Escape');
    await copyButton(page, 'acme/dev').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a missing secret is set in place, one after the other', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    await page.getByRole('button', { name: 'Set user name of compliance/dev' }).click();
    await page.keyboard.type('alice');
    await page.keyboard.press('Enter');
    await page.getByRole('form', { name: 'Password of compliance/dev' }).getByLabel('Password').fill('pw');
    await page.keyboard.press('Enter');
    await detailsButton(page, 'compliance/dev').getByText('No token yet').waitFor();
    expect(
      harness.host.calls.filter(({ name }) => name === 'secrets.set').map(({ argument }) => argument),
    ).toEqual([
      { address: 'compliance/dev', member: 'username', value: 'alice' },
      { address: 'compliance/dev', member: 'password', value: 'pw' },
    ]);
  });

  test('removing asks first, and Escape keeps the profile', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness, complaints } = open;
    const askToRemove = async () => {
      await page.getByRole('button', { name: 'More for salus/prod' }).click();
      await page.getByRole('menuitem', { name: 'Remove profile…' }).click();
      await page.getByRole('alertdialog', { name: 'Remove salus/prod?' }).waitFor();
    };
    await askToRemove();
    await page.keyboard.press('Escape');
    await isFocused(page.getByRole('button', { name: 'More for salus/prod' }));
    expect(harness.host.calls.some(({ name }) => name === 'profiles.remove')).toBe(false);
    await askToRemove();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await lastAction(page).getByText('salus/prod removed').waitFor();
    await expect.poll(() => detailsButton(page, 'salus/prod').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await lastAction(page)
      .getByText(/^Brought back\./)
      .waitFor();
    await detailsButton(page, 'salus/prod').waitFor();
    expect(complaints).toEqual([]);
  });

  test('pinning and refreshing are two clicks away', async () => {
    await using open = await openPage(browser, 'normal');
    const { page } = open;
    await page.getByRole('button', { name: 'More for salus/dev' }).click();
    await page.getByRole('menuitem', { name: 'Pin' }).click();
    await page.getByRole('button', { name: /^Details of salus\/dev,.*pinned/ }).waitFor();
    await page.getByRole('button', { name: 'More for salus/prod' }).click();
    await page.getByRole('menuitem', { name: 'Refresh now' }).click();
    await detailsButton(page, 'salus/prod')
      .getByText(/^59:5\d left$|^1 h 00 min left$/)
      .waitFor();
  });

  test('problems of the profile file are told with their places', async () => {
    await using open = await openPage(browser, 'problems');
    const { page } = open;
    await page.getByRole('button', { name: /The profile file has 2 problems/ }).click();
    await page.getByText('84:9').waitFor();
    await page.getByText(/client_secret is a secret in plain text; write/).waitFor();
  });
});
