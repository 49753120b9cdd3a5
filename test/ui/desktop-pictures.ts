/**
 * The pictures of the desktop app: the page as its window, its popover and at its first start, and the tray as it is drawn
 * from the same snapshot. All on one board for each theme.
 */
import type { Browser } from 'playwright-core';
import { drawTrayIcon } from '../../electron/main/tray/tray-icon.ts';
import type { Colour } from '../../electron/main/tray/tray-icon.ts';
import type { TrayItem } from '../../electron/main/tray/tray-menu.ts';
import { trayModel } from '../../electron/main/tray/tray-model.ts';
import { en } from '../../electron/main/words/en.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { launchChromium } from '../e2e/renderer-page.ts';
import { THEMES } from './frames.ts';
import type { Theme } from './frames.ts';
import { escaped } from './gallery-page.ts';
import { AT } from './moment.ts';
import { standStill } from './picture.ts';
import { STATES } from './states.ts';
import { visit } from './visit.ts';

const FOLDER = 'docs/images';
/** Pixels for each that a page is wide. */
const SHARP = 1.5;
const INK: Readonly<Record<Theme, Colour>> = { light: [32, 34, 42], dark: [245, 246, 250] };

interface Part {
  readonly caption: string;
  readonly state: string;
  readonly width: number;
  readonly height: number;
}

const PARTS = {
  window: { caption: 'The window', state: 'environments: of all kinds', width: 900, height: 640 },
  popover: { caption: 'The popover', state: 'environments: of all kinds', width: 360, height: 560 },
  vault: { caption: 'The first start: a vault', state: 'vault: none yet', width: 430, height: 500 },
  service: { caption: 'Then a service, or the demo', state: 'environments: none', width: 430, height: 500 },
} as const satisfies Record<string, Part>;

/** Writes `docs/images/desktop-light.png` and `desktop-dark.png`. */
export async function takeDesktopPictures(): Promise<void> {
  const browser = await launchChromium();
  try {
    for (const theme of THEMES) await takeBoard(browser, theme);
  } finally {
    await browser.close();
  }
}

async function takeBoard(browser: Browser, theme: Theme): Promise<void> {
  const [window, popover, vault, service] = [
    await shot(browser, theme, PARTS.window),
    await shot(browser, theme, PARTS.popover),
    await shot(browser, theme, PARTS.vault),
    await shot(browser, theme, PARTS.service),
  ];
  const page = await browser.newPage({ deviceScaleFactor: SHARP, viewport: { width: 1340, height: 1200 } });
  const first = `<div class="row">${figure(PARTS.vault, vault.png)}${figure(PARTS.service, service.png)}</div>`;
  await page.setContent(
    `<!doctype html><html lang="en" class="${theme}"><meta charset="utf-8"><style>${STYLE}</style>
     <main><div>${figure(PARTS.window, window.png)}${first}</div>
     <div>${tray(window.snapshot, theme)}${figure(PARTS.popover, popover.png)}</div></main>`,
  );
  await standStill(page);
  const path = `${FOLDER}/desktop-${theme}.png`;
  await page.locator('main').screenshot({ path });
  await page.close();
  console.log(path);
}

async function shot(
  browser: Browser,
  theme: Theme,
  { state: name, width, height }: Part,
): Promise<{ png: Buffer; snapshot: Snapshot }> {
  const state = STATES.find((each) => each.name === name);
  if (state === undefined) throw new Error(`There is no state "${name}".`);
  await using open = await visit(browser, state, {
    viewport: { width, height },
    deviceScaleFactor: SHARP,
    colorScheme: theme,
  });
  await standStill(open.page);
  return { png: await open.page.screenshot(), snapshot: open.harness.host.snapshot() };
}

function figure({ caption, width, height }: Part, png: Buffer): string {
  const box = `width="${width}" height="${height}"`;
  return `<figure><figcaption>${caption}</figcaption><img src="${dataUrl(png)}" alt="" ${box}></figure>`;
}

/** A bar with the icon, and its menu with the first submenu open. */
function tray(snapshot: Snapshot, theme: Theme): string {
  const { icon, tooltip, items } = trayModel(snapshot, AT, en);
  const png = drawTrayIcon(icon, 16 * SHARP, INK[theme]);
  const row = items.findIndex(({ kind }) => kind === 'menu');
  const firstMenu = items[row];
  const submenu = firstMenu?.kind === 'menu' ? menu(firstMenu.items, 'submenu') : '';
  const tip = `<span class="tip">${escaped(tooltip).replaceAll('\n', '<br>')}</span>`;
  return `<figure><figcaption>The tray</figcaption>
    <div class="bar">${tip}<img src="${dataUrl(png)}" alt="" width="16" height="16"></div>
    <div class="menus" style="--row: ${row}">${menu(items)}${submenu}</div></figure>`;
}

function menu(items: readonly TrayItem[], name = ''): string {
  return `<ul class="${name}">${items.map(entry).join('')}</ul>`;
}

function entry(item: TrayItem): string {
  if (item.kind === 'separator') return '<li><hr></li>';
  // In a menu a doubled ampersand is one.
  const label = escaped(item.label.replaceAll('&&', '&'));
  if (item.kind === 'menu') return `<li>${label}<span>›</span></li>`;
  const isDull = item.kind === 'heading' || !item.enabled;
  return `<li class="${isDull ? 'dull' : ''}">${label}</li>`;
}

const dataUrl = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;

const STYLE = `
  :root { font: 13px/1.45 system-ui, sans-serif; --ground: #dfe5f2; --panel: #fff; --ink: #20222a; --line: #0002; }
  .dark { --ground: #1b1f2c; --panel: #2a2d37; --ink: #f5f6fa; --line: #fff3; }
  body { margin: 0; color: var(--ink); }
  main { display: flex; gap: 24px; width: max-content; padding: 24px; background: var(--ground); }
  .row { display: flex; gap: 24px; }
  figure { margin: 0 0 20px; position: relative; }
  figcaption { margin-bottom: 8px; font-weight: 600; }
  figure > img { display: block; border-radius: 10px; box-shadow: 0 6px 24px #0004; }
  .bar { display: flex; justify-content: flex-end; gap: 12px; align-items: center; padding: 6px 12px; background: var(--panel);
    border-radius: 8px; width: 336px; }
  .tip { font-size: 11px; opacity: 0.75; margin-right: auto; }
  .menus { position: relative; margin-top: 6px; }
  ul { list-style: none; margin: 0; padding: 6px; width: 348px; box-sizing: border-box; background: var(--panel); border-radius: 8px;
    box-shadow: 0 6px 24px #0004; max-height: 470px; overflow: hidden; }
  .submenu { position: absolute; top: calc(var(--row) * 23px - 16px); left: -186px; width: 190px; }
  li { padding: 2px 10px; display: flex; justify-content: space-between; white-space: nowrap; }
  .dull { opacity: 0.55; }
  hr { border: 0; border-top: 1px solid var(--line); margin: 4px 0; width: 100%; }`;
