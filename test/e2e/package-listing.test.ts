/**
 * electron-builder itself packs what `npm run build` made, by the configuration of a release, into a runtime that is none.
 * What is in the package is compared with what was built, file by file.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOTICES, packageConfig, SBOM } from '../../build/package/config.ts';
import { forbiddenIn } from '../../build/package/forbidden.ts';
import { KEYRING_FOLDER } from '../../build/package/keyring-parts.ts';
import { withPacked } from '../../build/package/listing.ts';
import type { Listing } from '../../build/package/listing.ts';
import { systemOf } from '../../build/package/targets.ts';
import type { System } from '../../build/package/targets.ts';
import { VERSION } from '../../shared/version.ts';
import { rendererBytes } from './renderer-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = systemOf(process.platform);
/** What npm has installed on this machine; of the others there is a file of this content. */
const NO_NATIVE_PART = 'a native part';

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'));

beforeAll(() => {
  for (const script of ['build/sbom.ts', 'build/notices.ts'])
    execFileSync(process.execPath, [script], { cwd: ROOT, stdio: 'pipe' });
});

/** Packs a system; no registry is asked for what is for other machines. */
async function pack(system: System, see: (listing: Listing) => void | Promise<void>): Promise<void> {
  const config = packageConfig({});
  await withPacked(
    system,
    {
      ...config,
      beforeBuild: async (context) => {
        if (system === HERE && context.arch === process.arch) return await config.beforeBuild(context);
        const folder = join(ROOT, KEYRING_FOLDER, `${system}-${context.arch}`, `keyring-${system}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'keyring.node'), NO_NATIVE_PART);
        return false;
      },
    },
    see,
  );
}

/** What lies under `node_modules/@napi-rs` of a target, as its parts were provided. */
function keyring({ system, processor }: Listing): string[] {
  const folder = `${KEYRING_FOLDER}/${system}-${processor}`;
  return filesIn(folder).map((path) => path.slice(folder.length + 1));
}

function expectedFiles(listing: Listing): string[] {
  const parts = keyring(listing).map((path) => `node_modules/@napi-rs/${path}`);
  return [
    'app.asar/package.json',
    ...filesIn('dist/electron').map((path) => `app.asar/${path}`),
    ...filesIn('dist/renderer').map((path) => `app.asar/${path}`),
    ...parts.map((path) => `${path.endsWith('.node') ? 'app.asar.unpacked' : 'app.asar'}/${path}`),
    ...filesIn('dist/cli').map((path) => path.slice('dist/'.length)),
    ...parts.map((path) => `cli/${path}`),
    ...filesIn('dist/renderer').map((path) => path.slice('dist/'.length)),
    'LICENSE.fob.txt',
    'LICENSES.third-party.txt',
    'sbom.cdx.json',
    ...(listing.system === 'mac' ? ['icon.icns'] : []),
  ].sort();
}

function sizeOf({ files }: Listing, path: string): number {
  return files.find((file) => file.path === path)?.size ?? Number.NaN;
}

/** The main process with what it loads later. */
function mainBytes({ files }: Listing): number {
  const scripts = files.filter(({ path }) => /^app\.asar\/dist\/electron\/[^/]+\.js$/.test(path));
  expect(scripts.map(({ path }) => path)).toContain('app.asar/dist/electron/main.js');
  return scripts.reduce((sum, { size }) => sum + size, 0);
}

const resourcesOf = ({ system, folder }: Listing): string =>
  join(folder, system === 'mac' ? 'Fob.app/Contents/Resources' : 'resources');

describe.each(['mac', 'win', 'linux'] as const)('a package for %s', (system) => {
  const listings: Listing[] = [];
  const texts: { json: Record<string, unknown>; program: string; asar: Buffer; main: Buffer }[] = [];
  const command: string[] = [];

  beforeAll(async () => {
    await pack(system, async (listing) => {
      listings.push(listing);
      const read = async (path: string) => listing.files.find((file) => file.path === path)?.read();
      const program = { mac: 'Fob.app/Contents/Info.plist', win: 'Fob.exe', linux: 'fob-desktop' }[system];
      texts.push({
        json: JSON.parse(String(await read('app.asar/package.json'))) as Record<string, unknown>,
        program: readFileSync(join(listing.folder, program), 'latin1'),
        asar: readFileSync(join(resourcesOf(listing), 'app.asar')),
        main: (await read('app.asar/dist/electron/main.js')) ?? Buffer.alloc(0),
      });
      expect(await forbiddenIn(listing.files)).toEqual([]);
      if (system === HERE && listing.processor === process.arch) command.push(...runCommandLine(listing));
    });
  });

  it('has exactly the files that run, for both processors', () => {
    expect(listings.map(({ processor }) => processor)).toEqual(['x64', 'arm64']);
    for (const listing of listings)
      expect(listing.files.map(({ path }) => path)).toEqual(expectedFiles(listing));
  });

  it('has them as they were built', () => {
    for (const { main } of texts)
      expect(main.equals(readFileSync(join(ROOT, 'dist/electron/main.js')))).toBe(true);
    for (const listing of listings) expect(sizeOf(listing, 'sbom.cdx.json')).toBeGreaterThan(10_000);
  });

  it('is within the budgets: main 1.5 MB, preload 30 KB, the first view of the page 250 KB compressed', () => {
    for (const listing of listings) {
      expect(mainBytes(listing)).toBeLessThan(1_500_000);
      expect(sizeOf(listing, 'app.asar/dist/electron/preload.cjs')).toBeLessThan(30_000);
    }
    expect(rendererBytes().firstLoad).toBeLessThan(250 * 1024);
  });

  it('names in its package.json what starts, and no dependency, script or development tool', () => {
    for (const { json } of texts) {
      expect(json).toMatchObject({ name: 'fob', version: VERSION, type: 'module', productName: 'Fob' });
      expect(json.main).toBe('dist/electron/main.js');
      for (const absent of ['scripts', 'devDependencies']) expect(json).not.toHaveProperty(absent);
      expect(json.dependencies).toBeNull();
    }
  });

  it('has the fuses that were decided', () => {
    expect(listings.map(({ fuses }) => fuses)).toEqual([[], []]);
  });

  if (system !== 'linux')
    it('has the checksum of its archive where the system looks for it', () => {
      for (const { program, asar } of texts) {
        const header = asar.subarray(16, 16 + asar.readUInt32LE(12));
        expect(program).toContain(createHash('sha256').update(header).digest('hex'));
      }
    });

  if (system === 'mac')
    it('is dev.fob.desktop, named Fob, and opens fob: links only', () => {
      for (const { program } of texts) {
        expect(program).toMatch(/<key>CFBundleIdentifier<\/key>\s*<string>dev\.fob\.desktop<\/string>/);
        expect(program).toMatch(/<key>CFBundleName<\/key>\s*<string>Fob<\/string>/);
        expect(program).toMatch(
          /<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>fob<\/string>\s*<\/array>/,
        );
        expect(program).not.toContain('CFBundleDocumentTypes');
      }
    });

  it('is downloaded under names that say what for', () => {
    const names = {
      mac: ['x64.dmg', 'x64.zip', 'arm64.dmg', 'arm64.zip'],
      win: ['x64-setup.exe', 'x64-portable.exe', 'arm64-setup.exe', 'arm64-portable.exe'],
      linux: ['x86_64.AppImage', 'amd64.deb', 'x86_64.rpm', 'arm64.AppImage', 'arm64.deb', 'aarch64.rpm'],
    }[system];
    expect(listings.flatMap(({ artifacts }) => artifacts)).toEqual(
      names.map((name) => `Fob-${VERSION}-${system}-${name}`),
    );
  });

  if (system === HERE)
    it('has a command line that runs where it lies, with its keyring and its page', () => {
      expect(command).toEqual([expect.stringContaining(VERSION), 'function', 'page']);
    });
});

/** By this Node, as the `fob` command does it: nothing of the checkout is in reach from there. */
function runCommandLine(listing: Listing): string[] {
  const folder = join(resourcesOf(listing), 'cli');
  const node = (...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();
  return [
    node('fob.js', '--version'),
    node('-e', `console.log(typeof require('@napi-rs/keyring').AsyncEntry)`),
    readdirSync(join(folder, '../renderer')).includes('index.html') ? 'page' : '',
  ];
}

describe('the licences', () => {
  it('stand with their texts for each library that is bundled', () => {
    const text = readFileSync(join(ROOT, NOTICES), 'utf8');
    for (const name of ['jose', 'zod', 'undici', 'openid-client', 'react-dom', '@napi-rs/keyring'])
      expect(text).toMatch(new RegExp(`^${name} \\d[\\d.]* \\([\\w. -]+\\)\n\n\\S`, 'm'));
    expect(text).not.toContain('vitest');
  });
});

describe('the bill of materials', () => {
  it('names Electron and the libraries that are bundled, and no development tool', () => {
    const { components } = JSON.parse(readFileSync(join(ROOT, SBOM), 'utf8')) as {
      readonly components: readonly { readonly name: string }[];
    };
    const names = components.map(({ name }) => name);
    for (const name of ['electron', 'jose', 'zod', 'undici', 'openid-client', '@napi-rs/keyring'])
      expect(names).toContain(name);
    for (const name of ['vitest', 'typescript', 'oidc-provider', 'electron-builder'])
      expect(names).not.toContain(name);
  });
});
