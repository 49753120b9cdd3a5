import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const root = process.env[name];
    return root === undefined ? [] : [join(root, 'Google', 'Chrome', 'Application', 'chrome.exe')];
  }),
};

/** The arguments that every test starts Chromium with: no sandbox (containers run as root), no traffic of its own. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of an installed Chromium or Chrome. Throws an error that says what to install when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  for (const name of ['CHROMIUM_PATH', 'CHROME_PATH']) {
    const given = env[name];
    if (given === undefined || given === '') continue;
    if (isExecutable(given)) return given;
    throw new Error(`${name} is set to ${given}, but there is no program to run there. Correct or unset it.`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = ON_PATH.flatMap((program) => folders.map((folder) => join(folder, program)));
  const found = [...onPath, ...(USUAL_PLACES[process.platform] ?? [])].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    'The browser tests need Chromium or Chrome, and none is installed. Debian and Ubuntu: apt-get install chromium. ' +
      'macOS: brew install --cask chromium. Windows: winget install Google.Chrome. ' +
      'Or set CHROMIUM_PATH to the program.',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
