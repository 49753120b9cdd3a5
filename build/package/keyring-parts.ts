/**
 * `@napi-rs/keyring`, the one package that is not bundled, as each target needs it: npm installs its native part for this
 * machine only, and a Mac of one kind packages for both. What npm has not installed is fetched by npm, and taken only
 * if it is what package-lock.json names.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Target } from './targets.ts';

const run = promisify(execFile);
const PACKAGE = 'node_modules/@napi-rs/keyring';
/** Electron for Linux needs glibc: the variants for musl are of no use to it. */
const NATIVE_PARTS: Readonly<Record<`${Target['system']}-${Target['processor']}`, string>> = {
  'mac-x64': 'darwin-x64',
  'mac-arm64': 'darwin-arm64',
  'win-x64': 'win32-x64-msvc',
  'win-arm64': 'win32-arm64-msvc',
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
};
/** Declarations and the shim for keytar are loaded by nobody. */
const RUNS = ['index.js', 'package.json', 'LICENSE'];

/** Where the packages of a target lie, in a folder that stands for `node_modules/@napi-rs`; relative to the project. */
export const KEYRING_FOLDER = '.cache/package/keyring';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

/** npm could not be asked for a package, or did not have it. */
export class NotFetched extends Error {}

/**
 * Makes `KEYRING_FOLDER/SYSTEM-PROCESSOR`. Rejects with `NotFetched` when the native part cannot be had, all else being
 * there, and with another error when it is not the locked one.
 */
export async function provideKeyring(project: string, { system, processor }: Target): Promise<void> {
  const target = `${system}-${processor}` as const;
  const native = `keyring-${NATIVE_PARTS[target]}`;
  const folder = join(project, KEYRING_FOLDER, target);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'keyring'), { recursive: true });
  for (const file of RUNS) await cp(join(project, PACKAGE, file), join(folder, 'keyring', file));
  await cp(await nativePart(project, native), join(folder, native), {
    recursive: true,
    filter: (path) => !path.endsWith('README.md'),
  });
}

/** The folder of a native part: as npm installed it, or as it was fetched. */
async function nativePart(project: string, native: string): Promise<string> {
  const installed = join(project, `node_modules/@napi-rs/${native}`);
  if (await exists(installed)) return installed;
  const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8')) as Lock;
  const { version = '', integrity = '' } = lock.packages[`node_modules/@napi-rs/${native}`] ?? {};
  const fetched = join(project, KEYRING_FOLDER, 'fetched', `${native}-${version}`);
  if (!(await exists(fetched))) await fetchPackage(`@napi-rs/${native}@${version}`, integrity, fetched);
  return fetched;
}

/** The checksum is compared before anything is unpacked; the folder appears when all of it is there. */
async function fetchPackage(name: string, integrity: string, folder: string): Promise<void> {
  const under = `${folder}.part`;
  await rm(under, { recursive: true, force: true });
  await mkdir(under, { recursive: true });
  const { stdout } = await run('npm', ['pack', name, '--json', '--silent', '--fetch-retries=0'], {
    cwd: under,
    // On Windows npm is a script, which only a shell starts. The name is made of what the lock file says.
    shell: process.platform === 'win32',
  }).catch((cause: unknown) => {
    throw new NotFetched(`${name} is not here, and npm could not fetch it.`, { cause });
  });
  const [{ filename = '' } = {}] = JSON.parse(stdout) as { readonly filename?: string }[];
  const checksum = createHash('sha512')
    .update(await readFile(join(under, filename)))
    .digest('base64');
  if (integrity !== `sha512-${checksum}`) throw new Error(`${name} is not what package-lock.json names.`);
  await run('tar', ['-xzf', filename], { cwd: under });
  await rename(join(under, 'package'), folder);
  await rm(under, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
