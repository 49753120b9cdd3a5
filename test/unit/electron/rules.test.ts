/** What must not be in the desktop's sources at all, and which Electron they are for. */
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ESLint, Linter } from 'eslint';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

async function sources(): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  for await (const path of glob('{electron,renderer}/**/*.{ts,tsx}', { cwd: ROOT }))
    found.push([path, await readFile(`${ROOT}/${path}`, 'utf8')]);
  return found;
}

it.each([
  ['crashReporter', 'a report of a crash would hold memory, and that holds secrets (E38)'],
  ['executeJavaScript', 'main would run text in a page'],
  ['insertCSS', 'main would put text into a page'],
  ['allowpopups', 'a page would open windows (E11)'],
  ['enableBlinkFeatures', 'a page would have features that are not ready (E10)'],
  ['bypassCSP', 'a page of ours would have no policy (E32)'],
  ['supportFetchAPI', 'other pages could read ours (E32)'],
  ['allowServiceWorkers', 'a page of ours would outlive itself (E32)'],
  ['certificate-error', 'a certificate that is wrong would be taken'],
  ['dangerouslySetInnerHTML', 'text would become part of a page'],
])('nobody writes %s: %s', async (word) => {
  const all = await sources();
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, text]) => text.includes(word)).map(([path]) => path)).toEqual([]);
});

it.each([
  ["import { shell } from 'electron'; shell.beep();", 'electron/main/tray/x.ts'],
  ["import { ipcMain } from 'electron'; ipcMain.removeHandler('x');", 'electron/main/window/x.ts'],
  [
    "import { ipcMain } from 'electron'; ipcMain.removeHandler('x');",
    'electron/main/adapters/open-in-browser.ts',
  ],
  ["import { shell } from 'electron/common'; shell.beep();", 'electron/main/tray/x.ts'],
])('there is one door to the browser and one for calls (E15, E17): %s', async (code, file) => {
  const config = (await new ESLint({ cwd: ROOT }).calculateConfigForFile(`${ROOT}/${file}`)) as Linter.Config;
  const rules = { 'no-restricted-imports': config.rules?.['no-restricted-imports'] };
  expect(new Linter().verify(code, { rules }).map(({ ruleId }) => ruleId)).toContain('no-restricted-imports');
});

it('is for an Electron whose known holes are closed, and for one that still gets fixes (E16, E31, E33)', async () => {
  const lock = JSON.parse(await readFile(`${ROOT}/package-lock.json`, 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  // Three majors get fixes, and a new one comes every eight weeks: this number is looked at with each release of Fob.
  expect(parseInt(lock.packages['node_modules/electron']?.version ?? '0', 10)).toBeGreaterThanOrEqual(45);
});
