/** The editor of a whole service and the import, in the page, with a scripted host. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProfilesFile } from '../../shared/profile.ts';
import { copyButton, detailsButton, lastAction, launchChromium, openPage } from './renderer-page.ts';
import type { OpenPage } from './renderer-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** The editor of the service of an address, opened from its menu. */
async function edit(page: Page, address: string): Promise<Locator> {
  await page.getByRole('button', { name: `More for ${address}` }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog', { name: `Edit ${address.split('/')[0] ?? ''}` });
  await dialog.getByRole('table').waitFor();
  return dialog;
}

const saved = ({ harness }: OpenPage): ProfilesFile['services'][number] | undefined => {
  const call = harness.host.calls.findLast(({ name }) => name === 'profiles.save');
  const { text } = (call?.argument ?? {}) as { readonly text?: string };
  return text === undefined ? undefined : (JSON.parse(text) as ProfilesFile).services[0];
};

describe('a whole service', () => {
  test('only what is typed is written; empty cells show what they inherit, and undo brings the file back', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 1440, height: 900 } });
    const { page, harness, complaints } = open;
    const dialog = await edit(page, 'salus/beta');
    const scope = dialog.getByRole('textbox', { name: 'scope of beta', exact: true });
    await expect.poll(() => scope.getAttribute('placeholder')).toBe('orders:read');
    await dialog.getByText('Inherited: client_credentials').first().waitFor();
    await scope.fill('orders:write');
    await dialog.getByRole('textbox', { name: 'client_secret of prod', exact: true }).fill('canary-secret');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await lastAction(page).getByText('salus saved').waitFor();
    const service = saved(open);
    expect(service?.defaults).toMatchObject({ scope: 'orders:read' });
    expect(service?.environments.map(({ id, scope: own }) => [id, own])).toEqual([
      ['dev', undefined],
      ['beta', 'orders:write'],
      ['prod', undefined],
    ]);
    expect(JSON.stringify(service)).not.toContain('canary');
    expect(
      harness.host.calls.filter(({ name }) => name === 'secrets.set').map(({ argument }) => argument),
    ).toEqual([{ address: 'salus/prod', member: 'client_secret', value: 'canary-secret' }]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await lastAction(page).getByText('Undone').waitFor();
    expect(saved(open)?.environments.map(({ scope: own }) => own)).toEqual([undefined, undefined, undefined]);
    expect(complaints).toEqual([]);
  });

  test('an environment is added by a click and named; one that is removed is told before it is saved', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 1440, height: 900 } });
    const { page, complaints } = open;
    const dialog = await edit(page, 'salus/dev');
    await dialog.getByRole('button', { name: 'Add an environment' }).click();
    const id = dialog.getByRole('textbox', { name: 'Environment id of test' });
    await id.fill('Not An Id');
    await dialog.getByText(/Give it a name of its own/).waitFor();
    await dialog.getByRole('textbox', { name: 'Environment id of Not An Id' }).fill('sandbox');
    await dialog.getByRole('textbox', { name: 'client_id of sandbox' }).fill('c5');
    await dialog.getByRole('button', { name: 'Remove prod' }).click();
    await dialog.getByText(/^salus\/prod will be removed with their secrets/).waitFor();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await detailsButton(page, 'salus/sandbox').waitFor();
    await expect.poll(() => detailsButton(page, 'salus/prod').count()).toBe(0);
    expect(saved(open)?.environments.at(-1)).toEqual({ id: 'sandbox', tier: 'dev', client_id: 'c5' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await detailsButton(page, 'salus/prod').waitFor();
    expect(complaints).toEqual([]);
  });

  test('more settings are a choice away, and what is no JSON is told as it is typed', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, complaints } = open;
    const dialog = await edit(page, 'salus/dev');
    await dialog.getByRole('button', { name: /Add a setting/ }).click();
    await page.getByRole('option', { name: 'extra_token_params' }).click();
    const cell = dialog.getByRole('textbox', { name: 'extra_token_params of dev' });
    await cell.fill('{"resource": ');
    await dialog.getByText(/^Write a JSON object/).waitFor();
    await cell.fill('{"realm": "one"}');
    await dialog.getByText(/^Write a JSON object/).waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await lastAction(page).getByText('salus saved').waitFor();
    expect(saved(open)?.environments[0]).toMatchObject({ extra_token_params: { realm: 'one' } });
    expect(complaints).toEqual([]);
  });

  test('one environment is tested as it is typed, before anything is saved', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    const dialog = await edit(page, 'salus/dev');
    const test = dialog.getByRole('button', { name: 'Test beta', exact: true });
    await test.click();
    await dialog.getByText('It does not work yet.').waitFor();
    await dialog.getByText('Fill it in, or say where it is kept.').waitFor();
    await dialog.getByRole('textbox', { name: 'client_secret of beta', exact: true }).fill('pw');
    await test.click();
    await dialog.getByText('It works. Nothing was saved yet.').waitFor();
    const { text, secrets } = harness.host.calls.findLast(({ name }) => name === 'profiles.test')
      ?.argument as { text: string; secrets: object };
    expect((JSON.parse(text) as ProfilesFile).services[0]?.environments.map(({ id }) => id)).toEqual([
      'beta',
    ]);
    expect(secrets).toEqual({ client_secret: 'pw' });
    expect(harness.host.calls.some(({ name }) => name === 'profiles.save')).toBe(false);
  });

  test('a change in the file meanwhile is told and nothing is lost', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    const dialog = await edit(page, 'salus/dev');
    await dialog.getByLabel('Display name').fill('Another name');
    const other = { id: 'salus', name: 'By hand', environments: [{ id: 'dev' }] };
    await harness.host.handlers['profiles.add']({ text: JSON.stringify({ version: 1, services: [other] }) });
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog
      .getByRole('alert')
      .getByText(/was changed in the profile file meanwhile/)
      .waitFor();
    await expect.poll(() => dialog.getByLabel('Display name').inputValue()).toBe('Another name');
  });

  test('a popover of 360 pixels shows one environment at a time, beginning with the one it was opened from', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 360, height: 560 } });
    const { page } = open;
    const dialog = await edit(page, 'salus/beta');
    await dialog.getByRole('textbox', { name: 'client_id of beta' }).waitFor();
    await expect.poll(() => dialog.getByRole('textbox', { name: 'client_id of dev' }).count()).toBe(0);
    await dialog.getByRole('button', { name: /Shown/ }).click();
    await page.getByRole('option', { name: 'All environments' }).click();
    await dialog.getByRole('textbox', { name: 'scope of All environments' }).waitFor();
    await expect.poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });

  test('an environment is taken out of the prod guard only after a question', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 1440, height: 900 } });
    const { page } = open;
    const dialog = await edit(page, 'salus/beta');
    await dialog.getByRole('button', { name: /Tier of prod/ }).click();
    await page.getByRole('option', { name: 'test' }).click();
    const save = dialog.getByRole('button', { name: 'Save', exact: true });
    await save.click();
    const question = page.getByRole('alertdialog', { name: 'Take salus/prod out of the prod guard?' });
    await question.getByRole('button', { name: 'Go back' }).click();
    await question.waitFor({ state: 'detached' });
    expect(saved(open)).toBeUndefined();
    await save.click();
    await question.getByRole('button', { name: 'Save without the guard' }).click();
    await lastAction(page).getByText('salus saved').waitFor();
    expect(saved(open)?.environments.map(({ tier }) => tier)).toEqual(['dev', 'test', 'test']);
  });

  test('opens from the details as well, and asks nothing where the guard is off', async () => {
    await using open = await openPage(browser, 'normal', { viewport: { width: 1440, height: 900 } });
    const { page, harness } = open;
    const { settings } = harness.host.snapshot();
    harness.host.change({ settings: { ...settings, guard: { ...settings.guard, on: false } } });
    await detailsButton(page, 'salus/prod').click();
    await page.getByRole('complementary').getByRole('button', { name: 'Edit…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit salus' });
    await dialog.getByRole('button', { name: /Tier of prod/ }).click();
    await page.getByRole('option', { name: 'test' }).click();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await lastAction(page).getByText('salus saved').waitFor();
  });

  test('what the form has goes on with every setting', async () => {
    await using open = await openPage(browser, 'empty');
    const { page, harness } = open;
    await page.getByRole('button', { name: 'From an issuer URL' }).click();
    await page.getByLabel('Issuer URL').fill('https://login.acme.example');
    await page.getByLabel('Client id').fill('c1');
    await page.getByLabel('Client secret', { exact: true }).fill('canary-secret');
    await page.getByRole('button', { name: 'All settings…' }).click();
    const dialog = page.getByRole('dialog', { name: 'All settings' });
    await expect
      .poll(() => dialog.getByRole('textbox', { name: 'client_id of prod' }).inputValue())
      .toBe('c1');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await lastAction(page).getByText('acme saved').waitFor();
    expect(saved(open)?.environments[0]).toMatchObject({ id: 'prod', tier: 'prod', client_id: 'c1' });
    expect(harness.host.calls.find(({ name }) => name === 'secrets.set')?.argument).toMatchObject({
      address: 'acme/prod',
      value: 'canary-secret',
    });
  });
});

describe('an import', () => {
  test('shows what was found before it is saved, and can be changed', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness, complaints } = open;
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('tab', { name: 'Import' }).click();
    const text = page.getByLabel('What you have');
    await text.fill('nothing');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('alert').getByText('This is nothing that Fob can import.').waitFor();
    await text.fill('curl -k -u c7:canary https://billing.example/token');
    await page.getByRole('button', { name: 'Look at it' }).click();
    const form = page.getByRole('form', { name: 'What was found' });
    await form.getByText('Makes billing/prod.').waitFor();
    await form.getByText('Client secret of billing/prod').waitFor();
    await form.getByText('billing/prod: The option --insecure was left out.').waitFor();
    const file = form.getByLabel('As a profile file');
    await file.fill((await file.inputValue()).replaceAll('billing"', 'invoices"'));
    await form.getByText('Adds or changes invoices/prod.').waitFor();
    await form.getByRole('button', { name: 'Save these profiles' }).click();
    await page.getByText('invoices/prod can be used now.').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await detailsButton(page, 'invoices/prod').waitFor();
    expect(harness.host.calls.filter(({ name }) => name === 'profiles.importSave')).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  test('takes files', async () => {
    await using open = await openPage(browser, 'normal');
    const { page, harness } = open;
    await copyButton(page, 'salus/dev').waitFor();
    await page.getByRole('button', { name: 'Add profile' }).click();
    await page.getByRole('tab', { name: 'Import' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose files…' }).click(),
    ]);
    await chooser.setFiles([{ name: 'a.sh', mimeType: 'text/plain', buffer: Buffer.from('curl x') }]);
    await page.getByRole('form', { name: 'What was found' }).waitFor();
    expect(harness.host.calls.find(({ name }) => name === 'profiles.import')?.argument).toEqual({
      files: [{ name: 'a.sh', text: 'curl x' }],
    });
  });
});
