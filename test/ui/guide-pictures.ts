import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { en } from '../../renderer/language/en.ts';
import { copyButton, launchChromium } from '../e2e/renderer-page.ts';
import type { Theme } from './frames.ts';
import { standStill } from './picture.ts';
import { chooseFor, openDetails } from './ways.ts';

const FOLDER = 'docs/images';
/** What an API answers that wants more than the token may. */
const REFUSED = `HTTP/1.1 403 Forbidden
WWW-Authenticate: Bearer error="insufficient_scope", scope="sls:idn sls:events"
`;
const WINDOW = { width: 1120, height: 700 };

interface GuidePicture {
  readonly name: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: Theme;
  /** The way there from the list of environments. */
  readonly open?: (page: Page) => Promise<unknown>;
}

const PICTURES: readonly GuidePicture[] = [
  { name: 'environments' },
  { name: 'environments-dark', theme: 'dark' },
  { name: 'popover', size: { width: 360, height: 560 } },
  {
    name: 'details',
    open: async (page) => {
      const panel = await openDetails(page, 'salus/beta');
      await panel.getByText(en.claims.verification.verified, { exact: true }).waitFor();
    },
  },
  {
    name: 'timeline',
    open: async (page) => {
      const panel = await openDetails(page, 'salus/beta');
      await panel.getByText(en.claims.verification.verified, { exact: true }).waitFor();
      await panel.getByRole('heading', { name: en.history.timeline.title }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'palette',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      const dialog = page.getByRole('dialog', { name: en.palette.label });
      await dialog.getByRole('searchbox').fill('sal');
      await dialog.getByRole('menuitem', { name: 'salus/beta' }).first().waitFor();
    },
  },
  {
    name: 'editor',
    open: async (page) => {
      await chooseFor(page, 'salus/beta', en.profiles.editor.menu);
      await page.getByRole('table', { name: en.profiles.editor.table }).waitFor();
    },
  },
  {
    name: 'compare',
    open: async (page) => {
      await openDetails(page, 'salus/dev');
      await page.getByRole('button', { name: en.claims.compare, exact: true }).last().click();
      await page.getByRole('table', { name: en.compare.claims }).waitFor();
    },
  },
  {
    name: 'why-401',
    open: async (page) => {
      const panel = await openDetails(page, 'salus/beta');
      await panel.getByRole('button', { name: en.claims.refused }).click();
      await page.getByRole('textbox', { name: en.refusal.input }).fill(REFUSED);
      await page.getByText(en.refusal.causes.scope.title).first().waitFor();
    },
  },
];

/** Takes them from what `npm run demo` shows: the same world, the same built programs, an installed Chromium. */
export async function takeGuidePictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const demo = spawn(process.execPath, ['test/provider/demo.ts'], {
    env: { ...process.env, BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await takeAll(await launchUrl(createInterface({ input: demo.stdout })));
  } finally {
    demo.kill('SIGINT');
  }
}

/** The link that the demo prints. */
async function launchUrl(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const url = /http:\/\/127\.0\.0\.1:\d+\/#launch=\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('The demo ended without printing a link.');
}

async function takeAll(url: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2, reducedMotion: 'reduce' });
    await page.goto(url);
    await copyButton(page, 'salus/beta').waitFor();
    for (const picture of PICTURES) {
      await page.emulateMedia({ colorScheme: picture.theme ?? 'light' });
      await page.setViewportSize(picture.size ?? WINDOW);
      // Each begins with the list; a reload stays signed in.
      await page.reload();
      await copyButton(page, 'salus/beta').waitFor();
      await take(page, picture);
    }
  } finally {
    await browser.close();
  }
}

async function take(page: Page, { name, open }: GuidePicture): Promise<void> {
  await open?.(page);
  await standStill(page);
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  console.log(`${FOLDER}/${name}.png`);
}
