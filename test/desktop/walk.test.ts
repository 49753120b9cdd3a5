/** A person's first day: a vault, a first profile with its secret typed in, a token, and the vault locked and opened again. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../renderer/language/en.ts';
import { copyButton, lastAction } from '../e2e/renderer-page.ts';
import { callApi } from '../provider/plain-client.ts';
import { startWorld } from '../provider/world.ts';
import type { World } from '../provider/world.ts';
import { snapshotOf } from './desktop-app.ts';
import { leaksInPage } from './secrets-in-page.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

const PASSPHRASE = 'canary correct horse battery';
/** Of the demo: client credentials, found by its issuer. */
const MODEL = 'ifs/test-batch';
const ADDRESS = 'demo/first';

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.close());

it.each([
  ['the system’s keychain', 'safe-storage', keychain],
  ['a passphrase', 'passphrase', passphrase],
] as const)('from the first start to the token, with %s', async (_how, slot, makeVault) => {
  await suite.start();
  const { desktop } = suite;
  const shown = await desktop.window();
  const { page, cdp } = shown;
  await expect.poll(() => currentStep(page)).toBe(en.firstRun.steps.vault);
  await makeVault(page);
  await expect.poll(() => currentStep(page)).toBe(en.firstRun.steps.service);
  const { clientId, issuer, secret } = demoClient();
  await page.getByRole('button', { name: en.environments.empty.steps.issuer }).click();
  const form = page.getByRole('form', { name: 'New profile' });
  await form.getByLabel('Issuer URL').fill(issuer);
  await form.getByRole('region', { name: 'What the server says' }).waitFor();
  await form.getByLabel('Client id').fill(clientId);
  await form.getByLabel('Client secret', { exact: true }).fill(secret);
  await form.getByLabel('Service id').fill('demo');
  await form.getByLabel('Environment id').fill('first');
  await form.getByRole('button', { name: 'Save and copy token' }).click();
  await lastAction(page)
    .getByText(/^demo\/first copied/)
    .waitFor();
  const token = desktop.clipboard ?? '';
  expect(token.split('.')).toHaveLength(3);
  const api = await callApi(world.resourceServers.get(MODEL) ?? '', token, world.tls.get(MODEL));
  expect(api.status).toBe(200);
  await expect
    .poll(() => desktop.tray.labels())
    .toContainEqual(expect.stringMatching(/^Copy demo\/first: valid, /));
  expect((await snapshotOf(shown)).vault).toMatchObject({ state: 'unlocked', slots: [slot] });
  const canaries = new Map([
    ['the passphrase', PASSPHRASE],
    ['the client secret', secret],
    ['the access token', token],
  ]);
  expect(await leaksInPage(page, cdp, canaries)).toEqual([]);

  await desktop.choose('Lock');
  await page.getByRole('heading', { name: en.vault.lockedTitle }).waitFor();
  await expect.poll(() => desktop.clipboard).toBeUndefined();
  if (slot === 'passphrase') {
    await page.getByLabel(en.vault.passphrase).fill(PASSPHRASE);
    await page.getByRole('button', { name: en.vault.unlock, exact: true }).click();
  } else await page.getByRole('button', { name: en.vault.unlockByKeychain }).click();
  await copyButton(page, ADDRESS).click();
  await expect.poll(() => desktop.clipboard).toBe(token);
  expect(await leaksInPage(page, cdp, canaries)).toEqual([]);

  // The next day.
  await desktop.quit();
  await suite.start();
  const next = await suite.desktop.window();
  if (slot === 'passphrase') {
    await next.page.getByLabel(en.vault.passphrase).fill(PASSPHRASE);
    await next.page.keyboard.press('Enter');
  }
  await copyButton(next.page, ADDRESS).click();
  await expect.poll(() => suite.desktop.clipboard).toBe(token);
  expect(await leaksInPage(next.page, next.cdp, canaries)).toEqual([]);
});

it('lets a person look around first', async () => {
  await suite.start();
  const { page } = await suite.desktop.window();
  await page.getByRole('button', { name: en.firstRun.skip }).click();
  await page.getByRole('heading', { name: en.environments.empty.title }).waitFor();
});

/** Of the way that a new person goes. */
function currentStep(page: Page): Promise<string> {
  return page.getByRole('list', { name: en.firstRun.label }).locator('[aria-current=step]').innerText();
}

async function keychain(page: Page): Promise<void> {
  await page.getByRole('button', { name: en.vault.useKeychain }).click();
}

async function passphrase(page: Page): Promise<void> {
  await page.getByLabel(en.vault.newPassphrase).fill(PASSPHRASE);
  await page.getByLabel(en.vault.again).fill(PASSPHRASE);
  await page.getByRole('button', { name: en.vault.make }).click();
}

function demoClient(): { issuer: string; clientId: string; secret: string } {
  const [serviceId, environmentId] = MODEL.split('/');
  const service = world.profiles.services.find(({ id }) => id === serviceId);
  const environment = service?.environments.find(({ id }) => id === environmentId);
  const { issuer = '', client_id: clientId = '' } = { ...service?.defaults, ...environment };
  const secret = world.secrets.find(({ address, member }) => address === MODEL && member === 'client_secret');
  return { issuer, clientId, secret: secret?.value ?? '' };
}
