/**
 * In a process of its own: opens a data directory of 10,000 profiles that are all kept warm, lets a fast clock run until each
 * was refreshed once, and prints what that cost as a line of JSON. Arguments: the directory, the time of its vault.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../core/index.ts';
import { systemRandom } from '../core/node/system-random.ts';
import { engineIn, PASSPHRASE } from './engine.ts';
import { createFastClock } from './fast-clock.ts';
import type { FastClock } from './fast-clock.ts';
import {
  addressOf,
  FRACTION,
  HASTY_DISK,
  instantIdp,
  MANY,
  MANY_SECRETS,
  PERIOD_MS,
} from './many-profiles.ts';
import { quantile, timed } from './measure.ts';
import { residentMb } from './process-facts.ts';

/** How many seconds pass in one. */
export const SPEED = 10;

export interface WarmResult {
  /** From nothing but the files until a token is there. */
  readonly firstTokenMs: number;
  readonly refreshes: number;
  /** Of one core, for each second on the fast clock. */
  readonly cpuShare: number;
  /** The 99th percentile of the time between due and asked; real milliseconds, though the work of ten seconds comes in one. */
  readonly lateMs: number;
  readonly residentMb: number;
  /** The fewest that were set at once. */
  readonly timers: number;
}

const [directory = '', madeAt = ''] = process.argv.slice(2);
await measureWarm(directory, Number(madeAt));

async function measureWarm(home: string, now: number): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const clock = createFastClock(now, SPEED);
  const late: number[] = [];
  const engine = engineIn(
    home,
    cleanup,
    {
      clock,
      random: { ...systemRandom, fraction: () => FRACTION },
      http: instantIdp({
        rotates: false,
        onRequest: (number) => late.push((clock.now() - now - (number * PERIOD_MS) / MANY) / SPEED),
      }),
      secretSources: MANY_SECRETS,
    },
    HASTY_DISK,
  );
  const firstTokenMs = await timed(() => firstToken(engine));
  await untilLoaded(engine);
  const seen = await watch(clock);
  const result: WarmResult = {
    firstTokenMs,
    ...seen,
    refreshes: late.length,
    lateMs: quantile(late, 0.99),
  };
  console.log(JSON.stringify(result));
}

async function firstToken(engine: Engine): Promise<void> {
  await engine.start();
  await engine.unlock(PASSPHRASE);
  await engine.token(addressOf(MANY / 2));
}

/** All records were opened when each has its next refresh. */
async function untilLoaded(engine: Engine): Promise<void> {
  const isLoaded = (): boolean =>
    engine
      .snapshot()
      .services.every(({ environments }) => environments.every(({ refreshAt }) => refreshAt !== undefined));
  while (!isLoaded()) await pause(500);
}

async function watch(clock: FastClock): Promise<Pick<WarmResult, 'cpuShare' | 'residentMb' | 'timers'>> {
  let [resident, timers] = [0, Infinity];
  const before = process.cpuUsage();
  const begun = performance.now();
  clock.run();
  while (performance.now() - begun < PERIOD_MS / SPEED) {
    await pause(20);
    resident = Math.max(resident, residentMb(process.pid) ?? 0);
    timers = Math.min(timers, clock.timers());
  }
  const { user, system } = process.cpuUsage(before);
  const passedMs = (performance.now() - begun) * SPEED;
  return { cpuShare: (user + system) / 1000 / passedMs, residentMb: resident, timers };
}
