/**
 * Draws the PNGs in `png/` from the SVGs beside it, with an installed Chromium. Run it after changing a picture and commit
 * what it writes: `node build/icons/render.ts /usr/bin/chromium`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** File, picture, width and height in pixels. Electron takes `@2x` by itself on dense screens. */
const ICONS = [
  ['fob.png', 'fob.svg', 512],
  ['tray.png', 'tray.svg', 16],
  ['tray@2x.png', 'tray.svg', 32],
  ['trayTemplate.png', 'trayTemplate.svg', 16],
  ['trayTemplate@2x.png', 'trayTemplate.svg', 32],
] as const;

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
});
mkdirSync(path('png'), { recursive: true });
for (const [file, picture, size] of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(path(picture)).toString('base64');
  await page.setContent(
    `<body style="margin:0"><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${svg}">`,
  );
  writeFileSync(path(`png/${file}`), await page.screenshot({ omitBackground: true }));
  console.log(`${file} ${size} x ${size}`);
  await page.close();
}
await browser.close();
