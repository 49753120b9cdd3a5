import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { rendererBytes } from '../test/e2e/renderer-files.ts';
import { launchChromium } from '../test/e2e/renderer-page.ts';
import { atMost, ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { median } from './measure.ts';
import { FIRST_ADDRESS, startUiHost } from './ui-host.ts';
import type { UiHost } from './ui-host.ts';

const ROUNDS = 7;
const IDLE_MS = 20_000;
/** Each finds others than the one before. */
const KEYS = ['2', '7', '1', 'Backspace', 'Backspace', 'Backspace'];

/** What a person waits for in the UI of a real host, in Chromium, and what it costs while nobody looks. */
export async function benchUi(): Promise<Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const browser = await launchChromium();
  cleanup.defer(() => browser.close());
  const few = await startUiHost(15, cleanup);
  const many = await startUiHost(1000, cleanup);
  const { firstLoad, all } = rendererBytes();
  return [
    atMost('first paint of 15 environments (median)', ms, await firstPaint(browser, few), 300),
    atMost('first paint of 1000 environments (median)', ms, await firstPaint(browser, many), 800),
    ...(await inUse(browser, many)),
    ...(await idle(browser, many)),
    atMost('browser UI, what its first view loads, gzip', kilobytes, firstLoad / 1024, 250),
    { what: 'browser UI, all its files, all languages, gzip', measured: kilobytes(all / 1024) },
  ];
}

const kilobytes = (value: number): string => `${Math.round(value)} KB`;
const megabytes = (value: number): string => `${value.toFixed(1)} MB`;
const percent = (value: number): string => `${value.toFixed(2)} % of one core`;

/** Milliseconds from the navigation until the frame with the first environments was made. */
async function firstPaint(browser: Browser, host: UiHost): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await using open = await openUi(browser, host);
    samples.push(await open.page.evaluate(() => window.shown));
  }
  return median(samples);
}

async function inUse(browser: Browser, host: UiHost): Promise<Figure[]> {
  await using open = await openUi(browser, host);
  const { page } = open;
  const copies: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.getByRole('button', { name: `Copy token of ${FIRST_ADDRESS}`, exact: true }).click();
    await page.waitForFunction((count) => window.copies.length > count, round);
  }
  copies.push(...(await page.evaluate(() => window.copies)));
  const search = page.getByRole('searchbox');
  await search.click();
  for (const key of [...KEYS, ...KEYS]) {
    await search.press(key);
    await pause(300);
  }
  const keys = await page.evaluate(() => window.keys);
  if (keys.length !== 2 * KEYS.length)
    throw new Error(`Of ${2 * KEYS.length} keystrokes ${keys.length} changed the list.`);
  return [
    atMost('copy, from click to clipboard, with 1000 environments (median)', ms, median(copies), 30),
    atMost('search, from keystroke to paint, with 1000 environments (slowest)', ms, Math.max(...keys), 50),
  ];
}

/** Scripting and style of the page while 1,000 tokens count down and nobody touches it. */
async function idle(browser: Browser, host: UiHost): Promise<Figure[]> {
  await using open = await openUi(browser, host);
  const session = await open.page.context().newCDPSession(open.page);
  await session.send('Performance.enable');
  await pause(3_000);
  const before = await metrics(session);
  await pause(IDLE_MS);
  const after = await metrics(session);
  const worked = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'] as const;
  const seconds = worked.reduce((sum, name) => sum + (after[name] ?? NaN) - (before[name] ?? NaN), 0);
  await session.send('HeapProfiler.collectGarbage');
  const heap = ((await metrics(session)).JSHeapUsedSize ?? NaN) / 1024 / 1024;
  return [
    atMost('1000 environments counting down: scripting and style', percent, (seconds * 100_000) / IDLE_MS, 1),
    atMost('1000 environments counting down: JavaScript heap', megabytes, heap, 60),
  ];
}

async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const answer = await session.send('Performance.getMetrics');
  return Object.fromEntries(answer.metrics.map(({ name, value }) => [name, value]));
}

declare global {
  interface Window {
    /** Milliseconds since the navigation. */
    shown: number;
    copies: number[];
    keys: number[];
  }
}

const WINDOW_DRAWN_MS = 600;

async function openUi(browser: Browser, host: UiHost): Promise<AsyncDisposable & { readonly page: Page }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.addInitScript(watchPage);
  // A person's window is there before the page; a new one is drawn by Chromium itself for a while, on both cores.
  await pause(WINDOW_DRAWN_MS);
  await page.goto(await host.launchUrl());
  await page.waitForFunction(() => window.shown > 0);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

/** Runs in the page: notes when something a person waits for was painted or done. */
function watchPage(): void {
  window.shown = 0;
  window.copies = [];
  window.keys = [];
  let [clickedAt, typedAt, foundBefore] = [0, 0, ''];
  const painted = (note: (at: number) => void): void => {
    requestAnimationFrame(() => setTimeout(() => note(performance.now())));
  };
  new MutationObserver(() => {
    if (window.shown === 0 && document.querySelector('[data-address]') !== null) {
      window.shown = -1;
      painted((at) => (window.shown = at));
    }
    const found = document.querySelector('[aria-label="Search result"]')?.textContent ?? '';
    if (typedAt > 0 && found !== foundBefore) {
      const since = typedAt;
      typedAt = 0;
      painted((at) => window.keys.push(at - since));
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener('pointerdown', ({ timeStamp }) => (clickedAt = timeStamp), { capture: true });
  const typed = ({ timeStamp }: Event): void => {
    typedAt = timeStamp;
    foundBefore = document.querySelector('[aria-label="Search result"]')?.textContent ?? '';
  };
  addEventListener('keydown', typed, { capture: true });
  const { clipboard } = navigator;
  const [write, writeText] = [clipboard.write.bind(clipboard), clipboard.writeText.bind(clipboard)];
  const copied = (): void => void window.copies.push(performance.now() - clickedAt);
  clipboard.write = (items) => write(items).then(copied);
  clipboard.writeText = (text) => writeText(text).then(copied);
}
