/** Agreeing to new addresses in the page, with a scripted host. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import { detailsButton, isFocused, lastAction, launchChromium, openPage } from './renderer-page.ts';
import type { OpenPage } from './renderer-page.ts';

const ADDRESS = 'salus/beta';
const CHANGES = [
  {
    member: 'token_endpoint',
    from: 'https://login.beta.salus.example/oauth2/token',
    to: 'https://accounts.elsewhere.example/oauth2/token',
  },
  { member: 'userinfo_endpoint', to: 'https://accounts.elsewhere.example/me' },
];
const MOVED: Partial<EnvironmentView> = {
  status: 'error',
  problem: {
    code: 'endpoints_changed',
    message: `${ADDRESS} would now send its secrets elsewhere. Nothing was sent.`,
    hint: `Ask the operator of the IdP whether that is right; if it is: fob profile trust ${ADDRESS}`,
  },
  endpointChanges: CHANGES,
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function open(options?: Parameters<typeof openPage>[2]): Promise<OpenPage> {
  const opened = await openPage(browser, 'normal', options);
  await detailsButton(opened.page, ADDRESS).waitFor();
  opened.harness.host.changeEnvironment(ADDRESS, MOVED);
  return opened;
}

const trustCalls = ({ harness }: OpenPage) =>
  harness.host.calls.filter(({ name }) => name === 'profiles.trust').map(({ argument }) => argument);

describe('an environment whose addresses changed', () => {
  test('says so; the dialog names old and new, sends nothing by itself, and agrees to what it shows', async () => {
    await using opened = await open();
    const { page, harness, complaints } = opened;
    await detailsButton(page, ADDRESS)
      .getByText(/^Addresses changed/)
      .waitFor();
    const offer = page.getByRole('button', { name: `Trust the new addresses of ${ADDRESS}…` });
    await offer.click();
    const dialog = page.getByRole('alertdialog', { name: `Trust the new addresses of ${ADDRESS}?` });
    for (const { from = 'none', to } of CHANGES) {
      await dialog.getByText(from, { exact: true }).waitFor();
      await dialog.getByText(to, { exact: true }).waitFor();
    }
    await isFocused(dialog.getByRole('button', { name: 'Send nothing' }));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(trustCalls(opened)).toEqual([]);

    await offer.click();
    const later = [{ member: 'issuer', from: 'https://a.example', to: 'https://b.example' }];
    harness.host.changeEnvironment(ADDRESS, { endpointChanges: later });
    await dialog.getByRole('button', { name: 'Trust the new addresses' }).click();
    await lastAction(page).getByText(`${ADDRESS}: new addresses trusted`).waitFor();
    expect(trustCalls(opened)).toEqual([{ address: ADDRESS, seen: CHANGES }]);
    await offer.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('is offered in its details, too, and fits a popover of 360 pixels', async () => {
    await using opened = await open({ viewport: { width: 360, height: 560 } });
    const { page } = opened;
    await detailsButton(page, ADDRESS).click();
    const details = page.getByRole('dialog', { name: `Details of ${ADDRESS}` });
    await details.getByRole('button', { name: `Trust the new addresses of ${ADDRESS}…` }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await expect.poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });
});
