/** The shortest way through the app on the real Electron, where its runtime is: it is fetched at the first start, never by a test. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { _electron } from 'playwright-core';
import { expect, it } from 'vitest';
import { APP, makeHome } from './desktop-app.ts';
import type { FobPage } from './desktop-app.ts';

/** The program of Electron's package; `undefined` where it was never fetched. */
function runtime(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return undefined;
  }
}

const executablePath = runtime();

if (executablePath === undefined) it.skip('real Electron: not run (no runtime)');
else
  it('real Electron: opens its window, gives the page its bridge, and quits', async () => {
    const place = makeHome();
    const args = process.getuid?.() === 0 ? ['--no-sandbox', APP] : [APP];
    const env = { ...process.env, FOB_HOME: place.data, HOME: place.home, NODE_OPTIONS: '' };
    const app = await _electron.launch({ executablePath, args, env });
    try {
      const page = await app.firstWindow();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(page.url()).toBe('app://fob/');
      const seen = await page.evaluate(async () => {
        const { fob } = window as unknown as FobPage;
        return {
          kind: fob.kind,
          state: (await fob.call['snapshot.get'](undefined)).vault.state,
          code: await fob.call['tokens.copy']({ address: 'no/where', format: 'raw' }).catch(
            (error: unknown) => (error as { cause: { code: string } }).cause.code,
          ),
          hasNode: 'require' in globalThis || 'process' in globalThis,
        };
      });
      expect(seen).toEqual({ kind: 'desktop', state: 'absent', code: 'address_unknown', hasNode: false });
    } finally {
      await app.close();
      place.remove();
    }
  });
