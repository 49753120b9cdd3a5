import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSPHRASE } from './renderer-fake-host.ts';
import { copyButton, isFocused, lastAction, launchChromium, openPage } from './renderer-page.ts';
import { Refusal } from './renderer-refusal.ts';
import { SCENARIOS } from './renderer-scenarios.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe('the vault', () => {
  test('a wrong passphrase is told, the right one opens, and neither stays in the page', async () => {
    await using open = await openPage(browser, 'locked');
    const { page, harness, complaints } = open;
    const passphrase = page.getByLabel('Passphrase');
    await passphrase.fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The passphrase does not open the vault.').waitFor();
    await expect.poll(() => passphrase.inputValue()).toBe('');
    await passphrase.fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await isFocused(copyButton(page, 'salus/dev'));
    expect(harness.host.snapshot().vault.state).toBe('unlocked');
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByRole('heading', { name: 'Fob is locked' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a new vault wants the same passphrase twice', async () => {
    await using open = await openPage(browser, 'absent');
    const { page, harness, complaints } = open;
    await page.getByLabel('New passphrase').fill(PASSPHRASE);
    await page.getByLabel('Passphrase again').fill(`${PASSPHRASE}!`);
    await page.getByRole('button', { name: 'Make the vault' }).click();
    await page.getByText('This is not the same as above.').waitFor();
    expect(harness.host.calls.some(({ name }) => name === 'vault.unlock')).toBe(false);
    await page.getByLabel('Passphrase again').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Make the vault' }).click();
    await isFocused(page.getByRole('button', { name: 'From an issuer URL' }));
    expect(harness.host.calls.at(-1)).toEqual({ name: 'vault.unlock', argument: { passphrase: PASSPHRASE } });
    expect(complaints).toEqual([]);
  });

  test('the first steps begin with the vault, which may wait', async () => {
    await using open = await openPage(browser, 'absent');
    const { page, harness, complaints } = open;
    const steps = page.getByRole('list', { name: 'First steps' });
    await steps.waitFor();
    await expect
      .poll(() => steps.getByRole('listitem').allInnerTexts())
      .toEqual(['Where secrets are kept', 'Add a service', 'Or try the demo']);
    const current = () => steps.locator('[aria-current="step"]').innerText();
    await expect.poll(() => current()).toBe('Where secrets are kept');
    await page.getByRole('button', { name: 'Skip for now' }).click();
    await page.getByRole('button', { name: 'From an issuer URL' }).waitFor();
    await expect.poll(() => current()).toBe('Add a service');
    expect(harness.host.calls.some(({ name }) => name === 'vault.unlock')).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('the first steps may end with the demo: its environments are shown and told, and so is why there are none', async () => {
    await using open = await openPage(browser, 'empty');
    const { page, harness, complaints } = open;
    await page.getByRole('button', { name: 'Try the demo' }).click();
    await isFocused(copyButton(page, 'demo/dev'));
    for (const address of ['demo/beta', 'demo/prod']) await copyButton(page, address).waitFor();
    await lastAction(page).getByText('The demo runs').waitFor();
    expect(harness.host.calls.filter(({ name }) => name === 'demo.start')).toHaveLength(1);
    expect(complaints).toEqual([]);

    const message = 'There are profiles here that are not the demo\u2019s.';
    const refused = () => {
      throw new Refusal({ code: 'refused_by_policy', message });
    };
    await using other = await openPage(browser, (at) => ({
      ...SCENARIOS.empty(at),
      answers: { 'demo.start': refused },
    }));
    await other.page.getByRole('button', { name: 'Try the demo' }).click();
    await other.page.getByRole('alert').getByText(message).waitFor();
  });

  test('a keychain opens it without a passphrase', async () => {
    await using open = await openPage(browser, 'keychain');
    const { page, harness } = open;
    await page.getByRole('button', { name: 'Unlock with the system keychain' }).click();
    await copyButton(page, 'salus/dev').waitFor();
    expect(harness.host.calls.at(-1)).toEqual({ name: 'vault.unlock', argument: {} });
    await expect.poll(() => page.getByLabel('Passphrase').count()).toBe(0);
  });
});
