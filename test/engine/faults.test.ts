/** The part of `npm run faults` that has room within `npm test`. */
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../faults/families.ts';

const MOST_MS = 240_000;

describe.each(FAMILIES)('$name', (family) => {
  test(
    'nothing is lost',
    async () => {
      const { runs, figures, losses } = await family.run({ seed: 1, runs: family.runs.test });
      expect(losses, JSON.stringify(figures)).toEqual([]);
      expect(runs).toBeGreaterThan(0);
    },
    MOST_MS,
  );
});

test.each(FAMILIES.flatMap((family) => family.safeguards.map((safeguard) => ({ family, safeguard }))))(
  '$family.name would notice the loss of "$safeguard"',
  async ({ family, safeguard }) => {
    const { losses } = await family.run({ seed: 1, runs: family.runs.bounded, mutants: [safeguard] });
    expect(losses).not.toEqual([]);
  },
  MOST_MS,
);
