/** What stands in for the views: loading, failed, signed out, the vault's gates. */
import type { Page } from 'playwright-core';
import { statesOf } from '../state.ts';

const SILENT = /\/api\//;

const failing = (page: Page) =>
  page.route(/\/api\/snapshot\.get$/, (route) =>
    route.fulfill({
      json: {
        ok: false,
        error: {
          code: 'storage_failed',
          message: 'The profile file cannot be read: permission denied.',
          hint: 'Make it readable for you, then try again.',
        },
      },
    }),
  );

const ready = (page: Page) => page.getByRole('searchbox').waitFor();

export const FRAME_STATES = statesOf('frame', [
  {
    name: 'loading',
    scenario: 'normal',
    isBrowserLanguage: true,
    before: (page) => page.route(SILENT, () => undefined),
  },
  {
    name: 'failed',
    scenario: 'normal',
    isBrowserLanguage: true,
    before: async (page) => {
      await page.route(/\/api\/events$/, () => undefined);
      await failing(page);
    },
    open: (page) => page.getByRole('alert').getByText('permission denied').waitFor(),
  },
  { name: 'signed out', scenario: 'normal', isUninvited: true, isBrowserLanguage: true },
  {
    name: 'session over',
    scenario: 'normal',
    isCut: true,
    isBrowserLanguage: true,
    open: async (page, harness) => {
      await ready(page);
      harness.cutStreams(true);
      await page.getByRole('searchbox').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'connection lost',
    scenario: 'normal',
    isCut: true,
    isBrowserLanguage: true,
    open: async (page, harness) => {
      await ready(page);
      await page.route(/\/api\/events$/, (route) => route.abort());
      harness.cutStreams();
      await page.locator('.lost-bar').waitFor();
    },
  },
]);

export const VAULT_STATES = statesOf('vault', [
  { name: 'locked', scenario: 'locked' },
  {
    name: 'wrong passphrase',
    scenario: 'locked',
    open: async (page) => {
      await page.getByLabel('Passphrase', { exact: true }).fill('not this one');
      await page.getByRole('button', { name: 'Unlock' }).click();
      await page.getByText('does not open the vault').waitFor();
    },
  },
  { name: 'behind the keychain', scenario: 'keychain' },
  { name: 'none yet', scenario: 'absent' },
  { name: 'damaged', scenario: 'damaged' },
]);
