/** The desktop's main process, without the time that Electron itself takes: the double stands in for it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atMost, ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { median } from './measure.ts';
import { ADDRESS } from './scene.ts';
import type { Scene } from './scene.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(ROOT, 'dist/electron');
const MAIN = join(BUILT, 'main.js');
const PROGRAM = fileURLToPath(new URL('./desktop-process.ts', import.meta.url));
const ROUNDS = 5;
const MB = 1024 * 1024;

interface Measured {
  /** Processor time from the first line of the bundle until the tray is shown. */
  readonly cpuMs: number;
  /** The longest time in between in which nothing else could run. */
  readonly blockedMs: number;
  readonly copyMs: number;
}

export async function benchDesktop(scene: Scene): Promise<Figure[]> {
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(scene));
  const of = (name: keyof Measured): number => median(rounds.map((measured) => measured[name]));
  const main = (await mainBytes()) / MB;
  const preload = (await stat(join(BUILT, 'preload.cjs'))).size / 1024;
  return [
    atMost('desktop, main bundle to tray: own processor time (median)', ms, of('cpuMs'), 150),
    atMost('desktop, longest it blocks before the tray is up (median)', ms, of('blockedMs'), 20),
    atMost('desktop, copy to clipboard written, fresh token (median)', ms, of('copyMs'), 2),
    atMost('desktop, main process, all its scripts', (value) => `${value.toFixed(2)} MB`, main, 1.5),
    atMost('desktop, preload', (value) => `${value.toFixed(1)} KB`, preload, 30),
  ];
}

/** With what it loads later. */
async function mainBytes(): Promise<number> {
  const scripts = (await readdir(BUILT)).filter((name) => name.endsWith('.js'));
  const sizes = await Promise.all(scripts.map(async (name) => (await stat(join(BUILT, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function measure({ client, profiles }: Scene): Promise<Measured> {
  const home = await mkdtemp(join(tmpdir(), 'fob-bench-desktop-'));
  const file = join(home, 'bench.json');
  await writeFile(file, profiles);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, MAIN, file, ADDRESS], {
      env: {
        ...process.env,
        HOME: home,
        FOB_HOME: join(home, 'data'),
        FOB_TEST_APP: ROOT,
        BENCH_SECRET: client.clientSecret,
      },
    });
    return JSON.parse(stdout) as Measured;
  } finally {
    await rm(home, { recursive: true });
  }
}
