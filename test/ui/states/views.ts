/** The palette, and the views that are about Fob itself. */
import type { Page } from 'playwright-core';
import { en } from '../../../renderer/language/en.ts';
import { statesOf } from '../state.ts';
import { desktopApp } from '../scenarios/desktop.ts';
import { failingHistory, noActivity } from '../scenarios/tokens.ts';
import { goTo } from '../ways.ts';

const { about, activity, palette } = en;

const openPalette = async (page: Page, typed = '') => {
  await page.getByRole('searchbox').waitFor();
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: palette.label });
  await dialog.getByRole('searchbox').fill(typed);
  return dialog;
};

export const PALETTE_STATES = statesOf('palette', [
  {
    name: 'open',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await openPalette(page);
      await dialog.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'filtered',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await openPalette(page, 'slbt');
      await dialog.getByRole('menuitem', { name: 'salus/beta' }).waitFor();
    },
  },
  {
    name: 'more for an address',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await openPalette(page, 'salus/beta');
      await dialog.getByRole('menuitem', { name: 'salus/beta' }).first().waitFor();
      await page.keyboard.press('Tab');
      await dialog.getByRole('menuitem', { name: palette.copyAs(en.environments.formats.curl) }).waitFor();
    },
  },
  {
    name: 'nothing',
    scenario: 'normal',
    open: async (page) => {
      const dialog = await openPalette(page, 'nothing like this');
      await dialog.getByText(palette.nothing).waitFor();
    },
  },
  {
    name: 'keys',
    scenario: 'normal',
    open: async (page) => {
      await page.getByRole('searchbox').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: about.keys.title }).waitFor();
    },
  },
]);

const showActivity = async (page: Page) => {
  await goTo(page, 'activity');
  await page.getByText('salus/beta').first().waitFor();
};

export const FOB_STATES = [
  ...statesOf('activity', [
    { name: 'filled', scenario: 'normal', open: showActivity },
    {
      name: 'filtered to nothing',
      scenario: 'normal',
      open: async (page) => {
        await showActivity(page);
        await page.getByRole('button', { name: new RegExp(activity.kind) }).click();
        await page.getByRole('option', { name: activity.groups.slept }).click();
        await page.getByRole('button', { name: new RegExp(activity.taker) }).click();
        await page.getByRole('option', { name: activity.takers.socket }).click();
        await page.getByText(activity.nothingFound).waitFor();
      },
    },
    {
      name: 'empty',
      scenario: noActivity,
      open: async (page) => {
        await goTo(page, 'activity');
        await page.getByText(activity.empty).waitFor();
      },
    },
    {
      name: 'cannot be read',
      scenario: failingHistory,
      open: async (page) => {
        await goTo(page, 'activity');
        await page.getByText('history cannot be read').waitFor();
      },
    },
  ]),
  ...statesOf('settings', [
    { name: 'all', scenario: 'normal', open: (page) => goTo(page, 'settings') },
    { name: 'desktop app', scenario: desktopApp, open: (page) => goTo(page, 'settings') },
  ]),
  ...statesOf('about', [
    { name: 'all', scenario: 'normal', open: (page) => goTo(page, 'about') },
    { name: 'newer version', scenario: desktopApp, open: (page) => goTo(page, 'about') },
    {
      name: 'licences',
      scenario: 'normal',
      open: async (page) => {
        await goTo(page, 'about');
        await page.getByRole('button', { name: about.licences.show }).click();
        await page.getByText('react-aria-components').first().waitFor();
      },
    },
  ]),
];
