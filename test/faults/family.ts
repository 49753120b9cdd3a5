/** A family of faults: what `npm run faults` runs, and `npm test` a part of. */

export interface FamilyOptions {
  /** The first run's; the n-th run has `seed + n`. */
  readonly seed: number;
  readonly runs: number;
  /** Names of safeguards to take away: then the family must find losses. It may stop at the first. */
  readonly mutants?: readonly string[];
  /** One loss is enough, whatever it is for. */
  readonly stopsAtFirst?: boolean;
}

export interface Loss {
  /** With so many runs, 1 unless told, it shows the loss again. */
  readonly seed: number;
  readonly runs?: number;
  readonly what: string;
}

export interface FamilyResult {
  readonly runs: number;
  /** What was counted, by its name in words. */
  readonly figures: Readonly<Record<string, number>>;
  readonly losses: readonly Loss[];
}

export interface Family {
  readonly name: string;
  /** How many runs within `npm test`, by `npm run faults`, and with `--full`. */
  readonly runs: { readonly test: number; readonly bounded: number; readonly full: number };
  /** The safeguards that {@link run} can take away. */
  readonly safeguards: readonly string[];
  readonly run: (options: FamilyOptions) => Promise<FamilyResult>;
}

/** Adds to a figure. */
export type Count = (figure: string, more?: number) => void;

const ENOUGH_LOSSES = 10;

/** For runs in memory: while one waits for WebCrypto's threads another goes on. */
export const MEMORY_LANES = 4;

/**
 * Makes the runs in order, `lanes` of them at a time. `once` answers what was lost; what it throws is a loss too.
 */
export async function campaign(
  { seed, runs, mutants = [], stopsAtFirst = mutants.length > 0 }: FamilyOptions,
  once: (seed: number, count: Count) => Promise<string | undefined>,
  lanes = 1,
): Promise<FamilyResult> {
  const figures: Record<string, number> = {};
  const count: Count = (figure, more = 1) => void (figures[figure] = (figures[figure] ?? 0) + more);
  const losses: Loss[] = [];
  const enough = stopsAtFirst ? 1 : ENOUGH_LOSSES;
  let made = 0;
  const lane = async (): Promise<void> => {
    while (made < runs && losses.length < enough) {
      const own = seed + made;
      made += 1;
      const what = await once(own, count).catch((error: unknown) => `it failed with ${described(error)}`);
      if (what !== undefined) losses.push({ seed: own, what });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { runs: made, figures, losses };
}

/** An error with what led to it, for a person who reads of a loss. */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  return `${error.name} ${code}${error.message}`;
}
