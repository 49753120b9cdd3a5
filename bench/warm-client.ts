/**
 * In a process of its own: opens a data directory of 10,000 profiles that are all kept warm, lets time pass until each was
 * refreshed once, and prints what that cost as a line of JSON. Arguments: the directory, the time of its vault.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../core/index.ts';
import { systemRandom } from '../core/node/system-random.ts';
import { createAlarm } from '../core/timers/alarm.ts';
import { refreshDue } from '../core/timers/due.ts';
import { CHEAP_SCRYPT, engineIn, PASSPHRASE } from './engine.ts';
import {
  addressOf,
  EARLY_MS,
  FRACTION,
  HASTY_DISK,
  instantIdp,
  MANY,
  MANY_SECRETS,
  PERIOD_MS,
  TOKEN_MS,
} from './many-profiles.ts';
import { quantile, timed } from './measure.ts';
import { createSkippingClock } from './skipping-clock.ts';
import type { SkippingClock } from './skipping-clock.ts';

export interface WarmResult {
  /** From nothing but the files until a token is there. */
  readonly firstTokenMs: number;
  /** What this process worked in that time, which other programs make little difference to. */
  readonly firstTokenCpuMs: number;
  readonly refreshes: number;
  /** Of one core, with everything that a refresh takes. */
  readonly cpuShare: number;
  /** Of one core, for deadlines and timers alone. */
  readonly schedulingShare: number;
  /** The 99th percentile of the time between due and asked. */
  readonly lateMs: number;
  /** A moment after the last refresh, with whatever garbage there is by then. */
  readonly residentMb: number;
  readonly peakMb: number;
  /** The most that were set at once. */
  readonly timers: number;
}

const SETTLE_MS = 10_000;

const [directory = '', madeAt = ''] = process.argv.slice(2);
console.log(JSON.stringify(await measureWarm(directory, Number(madeAt))));

async function measureWarm(home: string, now: number): Promise<WarmResult> {
  await using cleanup = new AsyncDisposableStack();
  const schedulingShare = await measureScheduling(now);
  const clock = createSkippingClock(now);
  const late: number[] = [];
  const dueOf = (number: number): number => now + (number * PERIOD_MS) / MANY;
  const onRequest = (number: number): void => void late.push(clock.now() - dueOf(number));
  const ports = {
    clock,
    random: { ...systemRandom, fraction: () => FRACTION },
    http: instantIdp({ rotates: false, onRequest }),
    secretSources: MANY_SECRETS,
    scryptParameters: CHEAP_SCRYPT,
  };
  const engine = engineIn(home, cleanup, ports, HASTY_DISK);
  const before = process.cpuUsage();
  const firstTokenMs = await timed(() => firstToken(engine));
  const firstTokenCpuMs = workedMs(before);
  await untilLoaded(engine);
  const isBusy = (): boolean => dueOf(late.length) <= clock.now();
  const cost = await watch(clock, isBusy);
  const lateMs = quantile(late, 0.99);
  return { firstTokenMs, firstTokenCpuMs, schedulingShare, ...cost, refreshes: late.length, lateMs };
}

/** The same deadlines, and nothing is done at them but to set the next. */
async function measureScheduling(now: number): Promise<number> {
  const clock = createSkippingClock(now);
  const alarm = createAlarm(clock, (key) => {
    const receivedAt = clock.now();
    alarm.set(key, refreshDue({ receivedAt, expiresAt: receivedAt + TOKEN_MS }, EARLY_MS, FRACTION));
  });
  for (let number = 0; number < MANY; number += 1)
    alarm.set(addressOf(number), now + (number * PERIOD_MS) / MANY);
  const before = process.cpuUsage();
  await clock.pass(PERIOD_MS, () => false);
  alarm.stop();
  return workedMs(before) / PERIOD_MS;
}

async function firstToken(engine: Engine): Promise<void> {
  await engine.start();
  await engine.unlock(PASSPHRASE);
  await engine.token(addressOf(MANY / 2));
}

/** When all records were opened, each has its next refresh. */
async function untilLoaded(engine: Engine): Promise<void> {
  const isLoaded = (): boolean =>
    engine
      .snapshot()
      .services.every(({ environments }) => environments.every(({ refreshAt }) => refreshAt !== undefined));
  while (!isLoaded()) await pause(1000);
}

async function watch(
  clock: SkippingClock,
  isBusy: () => boolean,
): Promise<Pick<WarmResult, 'cpuShare' | 'residentMb' | 'peakMb' | 'timers'>> {
  const [cpu, begun] = [process.cpuUsage(), clock.now()];
  let timers = 0;
  while (clock.now() - begun < PERIOD_MS) {
    await clock.pass(100, isBusy);
    timers = Math.max(timers, clock.timers());
  }
  const cpuShare = workedMs(cpu) / (clock.now() - begun);
  await pause(SETTLE_MS);
  const residentMb = process.memoryUsage.rss() / 1024 / 1024;
  return { cpuShare, timers, residentMb, peakMb: process.resourceUsage().maxRSS / 1024 };
}

function workedMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
