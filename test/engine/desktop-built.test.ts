/** The desktop as it is built: its bundles hold what they may, and run in a process of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../shared/version.ts';
import { ElectronDouble, PageDouble } from '../fakes/electron/electron-double.ts';
import { WebContentsDouble } from '../fakes/electron/window-double.ts';
import { askSocket, makePlace } from './desktop-kit.ts';
import type { Place } from './desktop-kit.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REGISTER = new URL('../fakes/electron/register-electron.ts', import.meta.url).href;
const PRELOAD_BYTES = 30 * 1024;
/** The last is what the bundler needs in each of the others. */
const SCRIPTS = ['electron-updater.js', 'main.js', 'node-forge.js', 'rolldown-runtime.js'];

describe('the built desktop', () => {
  let place: Place;
  let out: string;

  beforeAll(async () => {
    place = makePlace();
    out = join(place.app, 'dist', 'electron');
    for (const name of ['electron', 'preload'])
      await build({
        configFile: join(ROOT, `build/vite.${name}.ts`),
        logLevel: 'error',
        build: { outDir: out, emptyOutDir: false },
      });
  });
  afterAll(() => place.remove());

  it('is main with two parts that it loads when they are needed, the preload, and the icons', () => {
    expect(readdirSync(out).sort()).toEqual(['icons', ...SCRIPTS, 'preload.cjs'].sort());
    const icon = readFileSync(join(out, 'icons/fob.png'));
    expect(icon.subarray(1, 4).toString()).toBe('PNG');
  });

  it('needs nothing at run time but Electron, Node and the keyring', async () => {
    // Small names mean one thing here and another there: what is required is read where they keep theirs.
    const plain = join(place.app, 'plain');
    await build({
      configFile: join(ROOT, 'build/vite.electron.ts'),
      logLevel: 'error',
      build: { outDir: plain, rolldownOptions: { output: { minify: { compress: false, mangle: false } } } },
    });
    const sources = SCRIPTS.map((script) => readFileSync(join(plain, script), 'utf8')).join('\n');
    const words = /(?:^import|\} from|\bimport\(|__require\() ?["'`]([\w@./:-]+)["'`]/gm;
    const imported = [...sources.matchAll(words)].map(([, name = '']) => name);
    expect(imported).toContain('assert'); // required by a library
    const others = imported.filter((name) => !isBuiltin(name) && !SCRIPTS.includes(name.replace('./', '')));
    expect([...new Set(others)].sort()).toEqual(['@napi-rs/keyring', 'electron']);
  });

  it('has a small preload that a sandbox can load: it requires electron and knows no Node', async () => {
    const path = join(out, 'preload.cjs');
    expect(statSync(path).size).toBeLessThan(PRELOAD_BYTES);
    const { ipcMain } = new ElectronDouble();
    const sender = new WebContentsDouble();
    const page = new PageDouble(ipcMain, { sender, senderFrame: sender.frame });
    const required: string[] = [];
    const require = (name: string): unknown => {
      required.push(name);
      return page.module;
    };
    runInContext(readFileSync(path, 'utf8'), createContext({ require }));
    expect(required).toEqual(['electron']);
    ipcMain.handle('fob:call', (_event, name: unknown) => ({ ok: true, value: name }));
    expect(await page.contextBridge.run(`fob.call['snapshot.get']()`)).toBe('snapshot.get');
  });

  it('runs in a process of its own, answers as the desktop, and ends in order at a signal', async () => {
    const child = spawn(process.execPath, ['--import', REGISTER, join(out, 'main.js')], {
      env: { ...process.env, FOB_HOME: place.dataDirectory, FOB_TEST_APP: place.app, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    const messages = text(child.stderr);
    try {
      const status = () => askSocket(place, 'GET', '/v1/status').catch(() => undefined);
      await expect.poll(status, { timeout: 10_000 }).toMatchObject({
        status: 200,
        body: { kind: 'desktop', pid: child.pid, version: VERSION },
      });
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
    expect(await messages).toBe('');
    expect(readdirSync(join(place.dataDirectory, 'run'))).toEqual(['host.lock']);
  });
});
