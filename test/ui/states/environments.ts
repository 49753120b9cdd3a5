/** The list of environments, its menus, its search. */
import type { Page } from 'playwright-core';
import { copyButton, lastAction } from '../../e2e/renderer-page.ts';
import { statesOf } from '../state.ts';
import { changedEndpoints, everyStatus } from '../scenarios/environments.ts';
import { lastProblem } from '../ways.ts';

const search = (page: Page, text: string) => page.getByRole('searchbox').fill(text);

export const ENVIRONMENT_STATES = statesOf('environments', [
  { name: 'of all kinds', scenario: 'normal' },
  { name: '15', scenario: 'fifteen' },
  { name: 'none', scenario: 'empty' },
  { name: '1', scenario: 'one' },
  { name: '60', scenario: 'sixty' },
  { name: '1,000', scenario: 'thousand' },
  { name: 'long names', scenario: 'long' },
  { name: 'right-to-left names', scenario: 'rightToLeft' },
  { name: 'every status', scenario: everyStatus },
  { name: 'every error', scenario: 'errors' },
  { name: 'problems in the file', scenario: 'problems' },
  { name: 'addresses changed', scenario: changedEndpoints },
  { name: 'people who sign in', scenario: 'people' },
  {
    name: 'search that finds',
    scenario: 'normal',
    open: async (page) => {
      await search(page, 'salus');
      await page.getByRole('status', { name: 'Search result' }).getByText('found').waitFor();
    },
  },
  {
    name: 'search that finds nothing',
    scenario: 'normal',
    open: async (page) => {
      await search(page, 'nothing like this');
      await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    },
  },
  {
    name: 'copied',
    scenario: 'normal',
    open: async (page) => {
      await copyButton(page, 'salus/beta').click();
      await lastAction(page).getByText('salus/beta copied').waitFor();
    },
  },
  {
    name: 'copy refused',
    scenario: 'errors',
    open: async (page) => {
      await copyButton(page, 'idp-refused/beta').click();
      await lastProblem(page).getByText('The error idp_refused').waitFor();
    },
  },
  {
    name: 'copy menu',
    scenario: 'normal',
    open: async (page) => {
      await page.getByRole('button', { name: 'Copy salus/beta as…' }).click();
      await page.getByRole('menuitem', { name: 'Authorization header' }).waitFor();
    },
  },
  {
    name: 'menu',
    scenario: 'normal',
    open: async (page) => {
      await page.getByRole('button', { name: 'More for salus/beta' }).click();
      await page.getByRole('menuitem', { name: 'Sign out…' }).waitFor();
    },
  },
]);
