/** Ways through the UI that many states begin with, at every width. By role and name only. */
import type { Locator, Page } from 'playwright-core';
import { en } from '../../renderer/language/en.ts';
import type { View } from '../../renderer/navigation/navigation.tsx';
import { detailsButton } from '../e2e/renderer-page.ts';

const words = en.navigation;

/** Goes to a view by the rail, or by the menu where there is no room for one. */
export async function goTo(page: Page, kind: View['kind']): Promise<void> {
  const views = page.getByRole('navigation', { name: words.label });
  await views.getByRole('button').first().waitFor();
  const menu = views.getByRole('button', { name: words.label, exact: true });
  if (await menu.isVisible()) {
    await menu.click();
    await page.getByRole('menuitemradio', { name: words[kind] }).click();
  } else await views.getByRole('button', { name: words.short[kind] }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Opens the details of an address. Answers the panel that shows them. */
export async function openDetails(page: Page, address: string): Promise<Locator> {
  await detailsButton(page, address).click();
  const name = { name: en.claims.detailsOf(address) };
  // A sheet over the page, or a panel beside it where there is room.
  const panel = page.getByRole('dialog', name).or(page.getByRole('complementary', name));
  await panel.waitFor();
  return panel;
}

/** Opens the menu of an environment and chooses from it. */
export async function chooseFor(page: Page, address: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: en.environments.more.label(address), exact: true }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** The live region that tells what went wrong. */
export const lastProblem = (page: Page): Locator => page.getByRole('alert', { name: en.ui.lastProblem });
