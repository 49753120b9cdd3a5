/** Samples in milliseconds, and what is said of them. */

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** `share` of the samples are at most this: 0.99 for the 99th percentile. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds until what `run` answers has settled. */
export async function timed(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

export interface Comparison {
  readonly baseline: () => unknown;
  readonly subject: () => unknown;
  readonly rounds: number;
  /** Rounds before the first that counts. */
  readonly warmUp: number;
  /** Samples of one side in a row before it is the other's turn. */
  readonly inARow?: number;
}

/** Takes turns, so that whatever else the machine does meets both alike; who goes first changes from round to round. */
export async function interleave(comparison: Comparison): Promise<{ baseline: number[]; subject: number[] }> {
  const { rounds, warmUp, inARow = 1 } = comparison;
  const samples = { baseline: [] as number[], subject: [] as number[] };
  for (let round = -warmUp; round < rounds; round += 1) {
    const sides = ['baseline', 'subject'] as const;
    for (const side of round % 2 === 0 ? sides : sides.toReversed())
      for (let nth = 0; nth < inARow; nth += 1) {
        const taken = await timed(comparison[side]);
        if (round >= 0) samples[side].push(taken);
      }
  }
  return samples;
}
