/**
 * `npm run screenshots`: the pictures in the documentation, taken from what `npm run demo` shows: the same world, the
 * same built programs, the browser UI in an installed Chromium. Light and dark, at the sizes of window and popover.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, findChromium } from './find-chromium.ts';

const FOLDER = 'docs/images';

const SHOTS = [
  { name: 'environments', width: 1120, height: 700, colorScheme: 'light' },
  { name: 'environments-dark', width: 1120, height: 700, colorScheme: 'dark' },
  { name: 'popover', width: 360, height: 560, colorScheme: 'light' },
] as const;

mkdirSync(FOLDER, { recursive: true });
const demo = spawn(process.execPath, ['test/provider/demo.ts'], {
  env: { ...process.env, BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await takeAll(await launchUrl());
} finally {
  demo.kill('SIGINT');
}

/** The link that the demo prints. */
async function launchUrl(): Promise<string> {
  for await (const line of createInterface({ input: demo.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/#launch=\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('The demo ended without printing a link.');
}

async function takeAll(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGUMENTS] });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.goto(url);
    await page.getByText('salus', { exact: false }).first().waitFor();
    for (const shot of SHOTS) await take(page, shot);
  } finally {
    await browser.close();
  }
}

async function take(page: Page, { name, width, height, colorScheme }: (typeof SHOTS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  console.log(`${FOLDER}/${name}.png`);
}
