/** Adding and editing profiles, each way in. */
import type { Locator, Page } from 'playwright-core';
import { en } from '../../../renderer/language/en.ts';
import { SERVER } from '../../e2e/renderer-fake-editor.ts';
import { imported } from '../scenarios/imports.ts';
import { statesOf } from '../state.ts';
import { chooseFor } from '../ways.ts';

const { add, editor, form: words, import: importing, preset, remove, trial } = en.profiles;

type Way = 'issuer' | 'preset' | 'import' | 'file' | 'blank';

/** Opens the dialog that adds profiles, on the tab of one way. */
async function adding(page: Page, way: Way): Promise<Locator> {
  await page.getByRole('button', { name: en.shell.addProfile }).click();
  const dialog = page.getByRole('dialog', { name: add.title });
  await dialog.getByRole('tab', { name: add[way] }).click();
  return dialog;
}

async function fromIssuer(page: Page): Promise<Locator> {
  const dialog = await adding(page, 'issuer');
  await dialog.getByLabel(words.issuerUrl).fill(SERVER.issuer);
  await dialog.getByText('orders:read').waitFor();
  return dialog;
}

async function editing(page: Page): Promise<Locator> {
  await chooseFor(page, 'salus/beta', editor.menu);
  const dialog = page.getByRole('dialog', { name: editor.title('salus') });
  await dialog.getByRole('table', { name: editor.table }).waitFor();
  return dialog;
}

export const EDITOR_STATES = statesOf('editor', [
  { name: 'by issuer', scenario: 'normal', open: (page) => adding(page, 'issuer') },
  { name: 'by issuer, discovered', scenario: 'normal', open: fromIssuer },
  {
    name: 'by issuer, not reached',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await adding(page, 'issuer');
      await dialog.getByLabel(words.issuerUrl).fill('https://login.nowhere.example');
      await dialog.getByText('connection refused').waitFor();
    },
  },
  {
    name: 'by issuer, incomplete',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await adding(page, 'issuer');
      await dialog.getByRole('button', { name: words.saveAndCopy }).click();
      await dialog.getByText(en.profiles.problems.clientId).waitFor();
    },
  },
  {
    name: 'test that passed',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await fromIssuer(page);
      await dialog.getByLabel(words.clientId).fill('orders-client');
      await dialog.getByLabel(en.profiles.secret.names.client_secret, { exact: true }).fill('a secret');
      await dialog.getByRole('button', { name: words.test, exact: true }).click();
      await dialog.getByText(trial.passed).waitFor();
    },
  },
  { name: 'by preset', scenario: 'normal', open: (page) => adding(page, 'preset') },
  {
    name: 'by preset, questions',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await adding(page, 'preset');
      await dialog.getByRole('button', { name: new RegExp(preset.service) }).click();
      await page.getByRole('option', { name: 'Raidiam' }).click();
      await dialog.getByRole('button', { name: preset.add }).click();
      await dialog.getByText('This needs an answer.').first().waitFor();
    },
  },
  { name: 'by import', scenario: 'normal', open: (page) => adding(page, 'import') },
  {
    name: 'by import, not understood',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await adding(page, 'import');
      await dialog.getByLabel(importing.text).fill('what is this');
      await dialog.getByRole('button', { name: importing.look }).click();
      await dialog.getByText('nothing that Fob can import').waitFor();
    },
  },
  {
    name: 'by import, found',
    scenario: imported,
    open: async (page) => {
      const dialog = await adding(page, 'import');
      await dialog.getByLabel(importing.text).fill('curl -u orders:secret https://login.acme.example/token');
      await dialog.getByRole('button', { name: importing.look }).click();
      await dialog.getByRole('button', { name: importing.save }).waitFor();
    },
  },
  { name: 'by file', scenario: 'normal', open: (page) => adding(page, 'file') },
  {
    name: 'by file, with a mistake',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await adding(page, 'file');
      await dialog.getByRole('textbox').fill('{ "version": 1,\n "services": [ }');
      await dialog.getByText('closing brace').waitFor();
    },
  },
  { name: 'by hand', scenario: 'normal', open: (page) => adding(page, 'blank') },
  { name: 'dev, beta and prod side by side', scenario: 'normal', open: editing },
  {
    name: 'out of the guard?',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await editing(page);
      await dialog.getByRole('button', { name: new RegExp(editor.tierOf('prod')) }).click();
      await page.getByRole('option', { name: 'test' }).click();
      await dialog.getByRole('button', { name: editor.save, exact: true }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: editor.unguard.keep }).waitFor();
    },
  },
  {
    name: 'test that failed',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await editing(page);
      await dialog.getByRole('button', { name: editor.test('beta') }).click();
      await dialog.getByText(trial.failed).waitFor();
    },
  },
  {
    name: 'throw away?',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await adding(page, 'issuer');
      await dialog.getByLabel(words.issuerUrl).fill('https://login');
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog', { name: add.discardTitle }).waitFor();
    },
  },
  {
    name: 'remove?',
    scenario: 'normal',
    open: async (page) => {
      await chooseFor(page, 'salus/beta', en.environments.more.remove);
      await page.getByRole('button', { name: remove.keep }).waitFor();
    },
  },
  {
    name: 'removed, with undo',
    scenario: 'normal',
    open: async (page) => {
      await chooseFor(page, 'salus/beta', en.environments.more.remove);
      await page.getByRole('button', { name: remove.remove, exact: true }).click();
      await page.getByText(remove.removed('salus/beta')).waitFor();
    },
  },
]);
