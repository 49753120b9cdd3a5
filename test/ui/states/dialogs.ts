/** Dialogs over the list: signing in and out, arming. */
import type { Page } from 'playwright-core';
import { en } from '../../../renderer/language/en.ts';
import type { Harness } from '../../e2e/renderer-harness.ts';
import { copyButton, lastAction } from '../../e2e/renderer-page.ts';
import { armed } from '../scenarios/guard.ts';
import { statesOf } from '../state.ts';
import { chooseFor, openDetails } from '../ways.ts';

const { environments, guard, sessions } = en;

/** Begins a sign-in. The page of the IdP that opens beside it is none of ours. */
async function signIn(page: Page, address: string): Promise<void> {
  page.context().once('page', (beside) => void beside.close());
  await page.getByRole('button', { name: environments.signIn.beginTo(address), exact: true }).click();
  await page.getByRole('dialog', { name: sessions.title(address) }).waitFor();
}

const waiting = async (page: Page) => {
  await signIn(page, 'acme/dev');
  await page.getByRole('button', { name: sessions.browser.elsewhere }).waitFor();
};

const failed = async (page: Page, { host }: Harness) => {
  await waiting(page);
  host.endSignIn('acme/dev', {
    code: 'idp_refused',
    message: 'The IdP ended the sign-in: access_denied.',
    hint: 'Ask for access, then try again.',
  });
  await page.getByText('access_denied').waitFor();
};

export const SIGN_IN_STATES = statesOf('sign-in', [
  { name: 'waiting for the browser', scenario: 'people', open: waiting },
  {
    name: 'by address',
    scenario: 'people',
    open: async (page) => {
      await waiting(page);
      await page.getByRole('button', { name: sessions.browser.elsewhere }).click();
      await page.getByRole('form', { name: sessions.browser.form }).waitFor();
    },
  },
  {
    name: 'by device code',
    scenario: 'people',
    open: async (page) => {
      await signIn(page, 'acme/tv');
      await page.getByRole('img', { name: sessions.device.qr }).waitFor();
    },
  },
  {
    name: 'several at once',
    scenario: 'people',
    open: async (page) => {
      await waiting(page);
      await page.keyboard.press('Escape');
      await signIn(page, 'acme/tv');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: environments.signIn.goOnTo('acme/tv') }).waitFor();
    },
  },
  { name: 'failed', scenario: 'people', open: failed },
  {
    name: 'sign out?',
    scenario: 'normal',
    open: async (page) => {
      await chooseFor(page, 'salus/beta', environments.more.signOut);
      await page.getByRole('button', { name: sessions.out.signOut, exact: true }).waitFor();
    },
  },
  {
    name: 'signed out',
    scenario: 'normal',
    open: async (page) => {
      await chooseFor(page, 'salus/beta', environments.more.signOut);
      await page.getByRole('button', { name: sessions.out.signOut, exact: true }).click();
      await page.getByText(sessions.out.revoked).waitFor();
    },
  },
]);

export const GUARD_STATES = statesOf('guard', [
  {
    name: 'asks before a copy',
    scenario: 'normal',
    open: async (page) => {
      await copyButton(page, 'salus/prod').click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'copied after arming',
    scenario: 'normal',
    open: async (page) => {
      await copyButton(page, 'salus/prod').click();
      await page.getByRole('button', { name: guard.confirm.copy }).click();
      await lastAction(page).getByText('salus/prod').waitFor();
    },
  },
  {
    name: 'asks before a token is shown',
    scenario: 'normal',
    open: async (page) => {
      const panel = await openDetails(page, 'compliance/prod');
      await panel.getByRole('button', { name: en.claims.reveal.show }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: guard.confirm.reveal }).waitFor();
    },
  },
  {
    name: 'armed from the menu, with undo',
    scenario: 'normal',
    open: async (page) => {
      await chooseFor(page, 'salus/prod', guard.arm);
      await page.getByRole('button', { name: guard.confirm.arm, exact: true }).click();
      await lastAction(page).getByText('salus/prod armed').waitFor();
    },
  },
  { name: 'armed', scenario: armed },
]);
