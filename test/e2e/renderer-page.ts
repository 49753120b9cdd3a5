/** Opens the UI over the harness in Chromium, and watches for everything that a page must not do. */
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, findChromium } from './find-chromium.ts';
import { startHarness } from './renderer-harness.ts';
import type { Harness, ScenarioSource } from './renderer-harness.ts';

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly harness: Harness;
  /** Messages on the console, uncaught errors and violations of the content security policy. None is wanted. */
  readonly complaints: string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** Stops the page's clock and the host's at this moment (milliseconds since 1970). */
  readonly at?: number;
  /** Shows the page and the host this moment for good (milliseconds since 1970), while timers run on. */
  readonly dateAt?: number;
  /** Leaves out the launch token. */
  readonly isUninvited?: boolean;
  /** What has to be in place before the page is loaded. */
  readonly before?: (page: Page) => Promise<unknown>;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });
}

export async function openPage(
  browser: Browser,
  scenario: ScenarioSource,
  { at, dateAt, isUninvited = false, before, ...options }: OpenOptions = {},
): Promise<OpenPage> {
  const moment = at ?? dateAt;
  const harness = await startHarness(scenario, moment === undefined ? {} : { now: () => moment });
  const context = await browser.newContext({
    viewport: { width: 900, height: 640 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  if (at !== undefined) {
    await page.clock.install({ time: at - 60_000 });
    await page.clock.pauseAt(at);
  }
  if (dateAt !== undefined) await page.clock.setFixedTime(dateAt);
  await before?.(page);
  await page.goto(isUninvited ? harness.origin : harness.launchUrl);
  return {
    page,
    harness,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      await harness.close();
    },
  };
}

export const clipboardText = (page: Page): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText());

export const copyButton = (page: Page, address: string): Locator =>
  page.getByRole('button', { name: `Copy token of ${address}`, exact: true });

export const detailsButton = (page: Page, address: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^Details of ${address},`) });

/** The live region that tells what was just done. */
export const lastAction = (page: Page): Locator => page.getByRole('status', { name: 'Last action' });

/** Resolves when the element has the focus. */
export const isFocused = (locator: Locator): Promise<void> =>
  locator.and(locator.page().locator(':focus')).waitFor();
