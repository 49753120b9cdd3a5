/** The browser UI of a real agent, at a real IdP: the sign-in of a person who has nothing but a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import { copyButton, lastAction, launchChromium } from './renderer-page.ts';
import { startSignInIdp } from './sign-in-idp.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('signs in at the IdP in a page beside it, and out again', async () => {
  await using idp = await startSignInIdp();
  await using home = await makeFobHome();
  await home.fob(['profile', 'add', 'acme/user', ...idp.members]);
  await home.fob(['unlock']);
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto((await home.fob(['ui', '--no-open'])).trim());

  const [beside] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('button', { name: 'Sign in to acme/user', exact: true }).click(),
  ]);
  await page.getByText(/^Fob waits 0[45]:\d\d more\.$/).waitFor();
  await beside.getByRole('button', { name: 'Sign in' }).click();
  await beside.getByText('You can close this page and go back to Fob.').waitFor();
  await lastAction(page).getByText('acme/user signed in').waitFor();
  await copyButton(page, 'acme/user').waitFor();
  expect(await home.fob(['token', 'acme/user'])).toMatch(/^\S+\n$/);

  await page.getByRole('button', { name: 'More for acme/user' }).click();
  await page.getByRole('menuitem', { name: 'Sign out…' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText(/has revoked its tokens/).waitFor();
  expect((await home.run(['token', 'acme/user'])).code).toBe(3);
});
