/** The browser UI over a real agent and the demo world's IdPs and APIs. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import {
  clipboardText,
  copyButton,
  detailsButton,
  isFocused,
  lastAction,
  launchChromium,
} from '../e2e/renderer-page.ts';
import { en } from '../../renderer/language/en.ts';
import { makeWorldHome } from '../e2e/world-home.ts';
import type { WorldHome } from '../e2e/world-home.ts';
import { DEMO_ADDRESSES } from '../provider/parts.ts';
import type { DemoAddress } from '../provider/parts.ts';
import { callApi } from '../provider/plain-client.ts';
import { chooseFor } from './ways.ts';

let browser: Browser;
let scene: WorldHome;
let context: BrowserContext;
beforeAll(async () => {
  [browser, scene] = await Promise.all([launchChromium(), makeWorldHome()]);
});
afterAll(async () => {
  await browser.close();
  await scene[Symbol.asyncDispose]();
});
beforeEach(async () => {
  context = await browser.newContext({
    viewport: { width: 1120, height: 700 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(20_000);
});
afterEach(() => context.close());

const launchUrl = async () => (await scene.home.fob(['ui', '--no-open'])).trim();

async function openUi(page?: Page): Promise<Page> {
  const shown = page ?? (await context.newPage());
  await shown.goto(await launchUrl());
  await copyButton(shown, 'salus/beta').waitFor();
  return shown;
}

async function apiStatus(address: DemoAddress, token: string): Promise<number> {
  const { world } = scene;
  const answer = await callApi(world.resourceServers.get(address) ?? '', token, world.tls.get(address));
  return answer.status;
}

test('lists every profile, and the token that it copies is the one that the API accepts', async () => {
  const page = await openUi();
  for (const address of DEMO_ADDRESSES) await detailsButton(page, address).waitFor();
  await copyButton(page, 'salus/beta').click();
  await lastAction(page)
    .getByText(/^salus\/beta copied, /)
    .waitFor();
  const copied = await clipboardText(page);
  expect(await apiStatus('salus/beta', copied)).toBe(200);
  expect(await scene.home.fob(['token', 'salus/beta'])).toBe(`${copied}\n`);
  expect(await apiStatus('salus/beta', `${copied}x`)).toBe(401);
});

test('refreshes: a new token, and the page says so', async () => {
  const page = await openUi();
  const before = await scene.home.fob(['token', 'signaturgruppen/test']);
  await chooseFor(page, 'signaturgruppen/test', en.environments.more.refresh);
  await lastAction(page).getByText('signaturgruppen/test refreshed').waitFor();
  const after = await scene.home.fob(['token', 'signaturgruppen/test']);
  expect(after).not.toBe(before);
  expect(await apiStatus('signaturgruppen/test', after.trim())).toBe(200);
});

test('locks, and opens again by the passphrase alone', async () => {
  const page = await openUi();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  const passphrase = page.getByLabel('Passphrase', { exact: true });
  await passphrase.fill('not this one');
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await page.getByText('does not open the vault').waitFor();
  expect((await scene.home.ask('/v1/token/salus/beta')).status).toBe(423);
  await passphrase.fill(scene.home.passphrase);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  await copyButton(page, 'salus/beta').click();
  await lastAction(page)
    .getByText(/^salus\/beta copied/)
    .waitFor();
  expect(await apiStatus('salus/beta', await clipboardText(page))).toBe(200);
});

test('of two tabs, each shows at once what the other changed', async () => {
  const [one, other] = [await openUi(), await openUi()];
  await chooseFor(one, 'salus/beta', en.environments.more.pin);
  await detailsButton(other, 'salus/beta').getByText('pinned').waitFor();
  await chooseFor(other, 'salus/beta', en.environments.more.unpin);
  await detailsButton(one, 'salus/beta').getByText('pinned').waitFor({ state: 'detached' });
  await other.getByRole('button', { name: 'Lock', exact: true }).click();
  await one.getByRole('button', { name: 'Unlock', exact: true }).waitFor();
  await scene.home.fob(['unlock']);
  for (const page of [one, other]) await copyButton(page, 'salus/beta').waitFor();
});

test('counts a token down by its own clock, to its end and beyond', async () => {
  await scene.home.fob(['token', 'salus/beta']);
  const page = await context.newPage();
  await page.clock.install();
  await openUi(page);
  const beta = detailsButton(page, 'salus/beta');
  await beta.getByText(/^(59:\d\d|1 h \d+ min) left$/).waitFor();
  await page.clock.fastForward('50:00');
  await beta.getByText(/^0?[0-9]:\d\d left$/).waitFor();
  await page.clock.fastForward('10:00');
  await beta.getByText('Expired').waitFor();
});

test('two keys switch the environment and copy', async () => {
  const page = await openUi();
  await page.keyboard.press('/');
  await page.keyboard.type('salus');
  await page.keyboard.press('Enter');
  await isFocused(copyButton(page, 'salus/dev'));
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');
  await lastAction(page)
    .getByText(/^salus\/beta copied/)
    .waitFor();
  expect(await apiStatus('salus/beta', await clipboardText(page))).toBe(200);
});

test('prod is copied only once it was armed, in the page or in a terminal, and the page counts that down', async () => {
  const page = await openUi();
  await page.evaluate(() => navigator.clipboard.writeText('before'));
  await copyButton(page, 'salus/prod').click();
  await page.getByRole('alertdialog').getByRole('button', { name: en.guard.leave }).click();
  await expect.poll(() => clipboardText(page)).toBe('before');
  expect((await scene.home.run(['token', 'salus/prod'])).code).toBe(8);

  await scene.home.fob(['arm', 'salus/prod']);
  const bar = page.getByRole('complementary', { name: en.guard.status });
  await bar.getByText(/1[45]:\d\d/).waitFor();
  await copyButton(page, 'salus/prod').click();
  await lastAction(page)
    .getByText(/^salus\/prod copied/)
    .waitFor();
  expect(await apiStatus('salus/prod', await clipboardText(page))).toBe(200);

  await bar.getByRole('button', { name: en.guard.disarmOf('salus/prod') }).click();
  await bar.waitFor({ state: 'detached' });
  expect((await scene.home.run(['token', 'salus/prod'])).code).toBe(8);
});

test('says that the agent is gone, and comes back by a new link', async () => {
  const page = await openUi();
  await scene.home.fob(['agent', 'stop']);
  await page.getByText('Connection to Fob lost. Retrying…').waitFor();
  await openUi(page);
  await page.getByText('Connection to Fob lost. Retrying…').waitFor({ state: 'detached' });
  await copyButton(page, 'salus/beta').click();
  await lastAction(page)
    .getByText(/^salus\/beta copied/)
    .waitFor();
  expect(await apiStatus('salus/beta', await clipboardText(page))).toBe(200);
});
