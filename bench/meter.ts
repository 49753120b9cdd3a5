/** What a piece of work costs the process it runs in. */
import { setTimeout as pause } from 'node:timers/promises';

const SAMPLE_EVERY_MS = 1;
const MB = 1024 * 1024;

export interface Cost {
  /** Megabytes of resident memory at its peak, above where it began. */
  readonly grownMb: number;
  /**
   * The longest time in which the event loop did not turn, in milliseconds. Only what its thread worked in that time counts:
   * while others have the processor, nothing blocks it.
   */
  readonly blockedMs: number;
}

/** Begins from a memory as small as it gets, when Node runs with `--expose-gc`. */
export async function startMeter(): Promise<{ stop: () => Cost }> {
  globalThis.gc?.();
  await pause(100);
  const begin = process.memoryUsage.rss();
  const highest = process.resourceUsage().maxRSS;
  let [peak, blockedMs, last, worked] = [begin, 0, performance.now(), workedMs()];
  const sample = (): void => {
    const now = performance.now();
    const work = workedMs();
    blockedMs = Math.max(blockedMs, Math.min(now - last - SAMPLE_EVERY_MS, work - worked));
    [last, worked] = [now, work];
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  return {
    stop: () => {
      sample();
      clearInterval(timer);
      // The system has seen peaks that came and went between two samples, where they are the highest so far.
      const { maxRSS } = process.resourceUsage();
      if (maxRSS > highest) peak = Math.max(peak, maxRSS * 1024);
      return { grownMb: (peak - begin) / MB, blockedMs };
    },
  };
}

function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
