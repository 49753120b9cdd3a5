/** How much a person has to do until the first token: the browser UI of a real agent, at a real IdP. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { clipboardText, lastAction, launchChromium } from './renderer-page.ts';
import { startSignInIdp } from './sign-in-idp.ts';

const MOST_INTERACTIONS = 6;
const CLIENT = {
  client_id: 'reports',
  client_secret: 'canary-reports-secret-0123456789',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function openUi(home: FobHome): Promise<Page> {
  await home.fob(['unlock']);
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto((await home.fob(['ui', '--no-open'])).trim());
  return page;
}

test('from an issuer URL, client id and secret in hand to a token in the clipboard', async () => {
  await using idp = await startSignInIdp([CLIENT]);
  await using home = await makeFobHome();
  const page = await openUi(home);
  const form = page.getByRole('form', { name: 'New profile' });

  // A click, a key chord, or filling one field each.
  const interactions: (() => Promise<void>)[] = [
    () => page.getByRole('button', { name: 'From an issuer URL' }).click(),
    () => form.getByLabel('Issuer URL').fill(idp.issuer),
    () => form.getByLabel('Client id').fill(CLIENT.client_id),
    () => form.getByLabel('Client secret', { exact: true }).fill(CLIENT.client_secret),
    () => form.getByRole('button', { name: 'Save and copy token' }).click(),
  ];
  for (const interaction of interactions) await interaction();
  await lastAction(page)
    .getByText(/^local\/dev copied/)
    .waitFor();
  expect(interactions.length).toBeLessThanOrEqual(MOST_INTERACTIONS);
  await expect.poll(() => clipboardText(page)).toBe((await home.fob(['token', 'local/dev'])).trim());
  expect(idp.requests.filter((path) => path === '/token')).toHaveLength(1);
  expect(await page.content()).not.toContain(CLIENT.client_secret);
});

test('a test before saving shows each step and keeps nothing; undo takes a saved profile away again', async () => {
  await using idp = await startSignInIdp([CLIENT]);
  await using home = await makeFobHome();
  const page = await openUi(home);
  const form = page.getByRole('form', { name: 'New profile' });
  await page.getByRole('button', { name: 'From an issuer URL' }).click();
  await form.getByLabel('Issuer URL').fill(idp.issuer);
  await form.getByLabel('Client id').fill(CLIENT.client_id);
  const secret = form.getByLabel('Client secret', { exact: true });

  await secret.fill('not-the-secret');
  await form.getByRole('button', { name: 'Test', exact: true }).click();
  await form.getByText('It does not work yet.').waitFor();
  await form.getByText(/The IdP refused local\/dev: invalid_client/).waitFor();

  await secret.fill(CLIENT.client_secret);
  await form.getByRole('button', { name: 'Test', exact: true }).click();
  await form.getByText('It works. Nothing was saved yet.').waitFor();
  await form.getByRole('button', { name: 'Token request: the request and its answer' }).click();
  const exchange = form.getByRole('article', { name: /^POST/ });
  await exchange.getByText(`${idp.issuer}/token`).waitFor();
  await exchange.getByRole('button', { name: /^Request headers/ }).click();
  await exchange.getByText('Basic base64(reports:$CLIENT_SECRET)').waitFor();
  const steps = await form.getByRole('region', { name: 'Test' }).innerHTML();
  expect(steps).not.toContain(CLIENT.client_secret);
  expect(steps).not.toContain(btoa(`${CLIENT.client_id}:${CLIENT.client_secret}`));
  expect(await home.json(['list'])).toEqual([]);

  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await lastAction(page).getByText('local/dev added').waitFor();
  expect((await home.run(['token', 'local/dev'])).code).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'From an issuer URL' }).waitFor();
  expect((await home.run(['token', 'local/dev'])).code).toBe(9);
});
