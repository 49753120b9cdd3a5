import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../e2e/renderer-page.ts';
import { comparePictures } from './compare-pictures.ts';
import { SIZES, THEMES } from './frames.ts';
import { takePictures } from './picture.ts';
import type { UiState } from './state.ts';
import { STATES } from './states.ts';

const FOLDER = '.cache/screenshots';
const NOW = join(FOLDER, 'now');
const BEFORE = join(FOLDER, 'before');
const DIFFERENCES = join(FOLDER, 'differences');
const MANIFEST = join(FOLDER, 'manifest.json');
/** Pages at once: what two cores can draw. */
const AT_ONCE = 3;

/**
 * Takes the pictures of the states whose name holds `only`, compares each with the one before, and prints which differ.
 * Answers how many do. Pictures of another browser or machine are not compared.
 */
export async function takeStatePictures(only: string): Promise<number> {
  const states = STATES.filter(({ name }) => name.includes(only));
  if (states.length === 0) throw new Error(`No state has "${only}" in its name.`);
  const browser = await launchChromium();
  try {
    const isComparable = keepManifest(browser);
    for (const folder of [NOW, BEFORE, DIFFERENCES]) mkdirSync(folder, { recursive: true });
    const taken = (await takeAll(browser, states)).flat();
    if (only === '') forgetOthers(new Set(taken));
    const differing = isComparable ? taken.filter(differs) : [];
    const compared = isComparable ? `${differing.length} differ from before` : 'none to compare with yet';
    console.log(`${taken.length} pictures of ${states.length} states in ${NOW}, ${compared}`);
    return differing.length;
  } finally {
    await browser.close();
  }
}

/** Notes what takes the pictures. Answers whether the same took those before; forgets them otherwise. */
function keepManifest(browser: Browser): boolean {
  const manifest = JSON.stringify(
    { browser: `Chromium ${browser.version()}`, machine: `${platform()} ${arch()} ${release()}` },
    null,
    2,
  );
  const isSame = existsSync(MANIFEST) && readFileSync(MANIFEST, 'utf8') === manifest;
  if (!isSame) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(MANIFEST, manifest);
  return isSame;
}

async function takeAll(browser: Browser, states: readonly UiState[]): Promise<string[][]> {
  const waiting = states.flatMap((state) => SIZES.map((size) => ({ state, size })));
  const taken: string[][] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { state, size } = next;
      const pictures = await takePictures(browser, state, size, THEMES).catch((cause: unknown) => {
        throw new Error(`No picture of "${state.name}" at ${size.name}`, { cause });
      });
      taken.push(
        pictures.map((picture, index) =>
          keep(`${slug(state.name)}.${size.name}.${THEMES[index] ?? ''}.png`, picture),
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return taken;
}

const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

function keep(file: string, picture: Buffer): string {
  if (existsSync(join(NOW, file))) renameSync(join(NOW, file), join(BEFORE, file));
  writeFileSync(join(NOW, file), picture);
  return file;
}

/** Pictures of states that there are no more. */
function forgetOthers(taken: ReadonlySet<string>): void {
  for (const folder of [NOW, BEFORE, DIFFERENCES])
    for (const file of readdirSync(folder)) if (!taken.has(file)) rmSync(join(folder, file));
}

function differs(file: string): boolean {
  rmSync(join(DIFFERENCES, file), { force: true });
  if (!existsSync(join(BEFORE, file))) return false;
  const difference = comparePictures(readFileSync(join(BEFORE, file)), readFileSync(join(NOW, file)));
  if (difference === undefined) return false;
  console.log(`${file}: ${difference.words}`);
  if (difference.picture !== undefined) writeFileSync(join(DIFFERENCES, file), difference.picture);
  return true;
}
