import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { AGENT_FLAGS } from '../cli/agent-starter.ts';
import { CHEAP_SCRYPT, engineIn, PASSPHRASE } from './engine.ts';
import type { Figure } from './figure.ts';
import { addressOf, countingDisk, instantIdp, MANY, MANY_SECRETS } from './many-profiles.ts';
import { writeManyVault } from './many-vault.ts';
import { createSkippingClock } from './skipping-clock.ts';
import type { WarmResult } from './warm-client.ts';

const CLIENT = fileURLToPath(new URL('warm-client.ts', import.meta.url));
const FEW = 10;
const MAX_BYTES = 16 * 1024;

/** What 10,000 profiles cost that are all in use. */
export async function benchScale(): Promise<Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'fob-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  const now = Date.now();
  const [few, many] = [join(directory, 'few'), join(directory, 'many')];
  await writeManyVault(few, FEW, now);
  await writeManyVault(many, MANY, now);
  const program = await bundled(CLIENT, join(directory, 'program'));
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...AGENT_FLAGS,
    program,
    many,
    String(now),
  ]);
  // Only now: a refresh gives its profile another deadline than the warm ones expect.
  const bytes = [await bytesOfRefresh(few, now), await bytesOfRefresh(many, now)] as const;
  return [...warmFigures(JSON.parse(stdout) as WarmResult), bytesFigure(bytes)];
}

/** As Fob is built: what turns TypeScript into JavaScript at run time takes as much memory as Fob does. */
async function bundled(entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  });
  return join(outDir, 'main.mjs');
}

/** What reaches the disk for one use of a refresh token. */
async function bytesOfRefresh(directory: string, now: number): Promise<number> {
  await using cleanup = new AsyncDisposableStack();
  let written = 0;
  // Its clock stands, or the refreshes of the other profiles would write as well.
  const clock = createSkippingClock(now);
  const ports = {
    clock,
    http: instantIdp({ rotates: true }),
    secretSources: MANY_SECRETS,
    scryptParameters: CHEAP_SCRYPT,
  };
  const disk = countingDisk((bytes) => (written += bytes));
  const engine = engineIn(directory, cleanup, ports, disk);
  await engine.start();
  await engine.unlock(PASSPHRASE);
  const address = addressOf(FEW / 2);
  await engine.refresh(address);
  written = 0;
  await engine.refresh(address);
  return written;
}

function warmFigures(result: WarmResult): Figure[] {
  const { firstTokenMs, firstTokenCpuMs, schedulingShare, refreshes, cpuShare, lateMs, timers } = result;
  const { residentMb, peakMb } = result;
  const count = `${MANY} warm profiles of 300 s`;
  const figure = (what: string, measured: string, words: string, isMet: boolean): Figure => ({
    what,
    measured,
    target: { words, isMet },
  });
  return [
    figure(
      `vault of ${MANY} records: to the first token, processor time`,
      `${firstTokenCpuMs.toFixed(0)} ms (${firstTokenMs.toFixed(0)} ms by the clock)`,
      'at most 500 ms',
      firstTokenCpuMs <= 500,
    ),
    figure(`${count}: scheduling`, share(schedulingShare), 'at most 10 %', schedulingShare <= 0.1),
    {
      what: `${count}: all that their refreshes take`,
      measured: `${share(cpuShare)}, ${refreshes} refreshes`,
    },
    figure(`${count}: lateness (p99)`, `${lateMs.toFixed(1)} ms`, 'at most 50 ms', lateMs <= 50),
    figure(
      `${count}: resident memory`,
      `${residentMb.toFixed(0)} MB (${peakMb.toFixed(0)} at its peak)`,
      'at most 200 MB',
      residentMb <= 200,
    ),
    figure(`${count}: timers`, String(timers), 'one', timers === 1),
  ];
}

const share = (part: number): string => `${(part * 100).toFixed(1)} % of one core`;

function bytesFigure([few, many]: readonly [number, number]): Figure {
  return {
    what: `one refresh: bytes written with ${MANY} profiles`,
    measured: `${many} (${few} with ${FEW})`,
    target: { words: `at most ${MAX_BYTES}`, isMet: many <= MAX_BYTES && few > 0 },
  };
}
