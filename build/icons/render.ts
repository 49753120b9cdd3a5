/**
 * Draws every icon from the SVGs beside it, with an installed Chromium: `png/` for the running app, `app/` for packaging. Run
 * it after changing a picture and commit what it writes: `node build/icons/render.ts /usr/bin/chromium`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { icns, ico } from './containers.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** For windows on Linux and Windows. The tray's icons are drawn by the app, in electron/main/tray/tray-icon.ts. */
const WINDOW_SIZE = 512;
/** The small ones have a drawing of their own, with nothing that gets lost in few pixels. */
const APP_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = APP_SIZES.filter((size) => size <= 256);
const SMALL = 40;

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
});
mkdirSync(path('png'), { recursive: true });
mkdirSync(path('app'), { recursive: true });
writeFileSync(path('png/fob.png'), await draw('fob.svg', WINDOW_SIZE));
const app = new Map<number, Buffer>();
for (const size of APP_SIZES) {
  const png = await draw(size <= SMALL ? 'app-small.svg' : 'app.svg', size);
  writeFileSync(path(`app/${size}x${size}.png`), png);
  app.set(size, png);
}
writeFileSync(path('app/icon.icns'), icns(app));
writeFileSync(path('app/icon.ico'), ico(app, ICO_SIZES));
await browser.close();

async function draw(picture: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(path(picture)).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${svg}">`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  console.log(`${picture} ${size} x ${size}`);
  return png;
}
