/**
 * `npm run faults`: one line per family of faults with its figures; exits with 1 on any loss.
 *   -- --full          all runs, not only a part
 *   -- --mutants       takes each safeguard away in turn, and exits with 1 when no family notices
 *   -- --only NAME     one family; --seed N and --runs N show a loss again
 */
import { parseArgs } from 'node:util';
import { FAMILIES } from './families.ts';
import { described } from './family.ts';
import type { Family, FamilyOptions, FamilyResult } from './family.ts';

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
  },
});
const families = FAMILIES.filter(({ name }) => values.only === undefined || name === values.only);
if (families.length === 0)
  throw new Error(
    `There is no family "${values.only ?? ''}", only ${FAMILIES.map(({ name }) => name).join(', ')}.`,
  );
const seed = Number(values.seed);
const begun = performance.now();
const isGood = values.mutants ? await everySafeguardIsMissed() : await nothingIsLost();
console.log(`${isGood ? 'All held' : 'FAILED'} (seed ${seed}, ${seconds(begun)} s)`);
process.exitCode = isGood ? 0 : 1;

async function nothingIsLost(): Promise<boolean> {
  let losses = 0;
  for (const family of families) {
    const start = performance.now();
    const result = await resultOf(family, { seed, runs: runsOf(family) });
    losses += result.losses.length;
    console.log(lineOf(family, result, start));
    for (const loss of result.losses) {
      console.log(`      ${loss.what}`);
      console.log(
        `      npm run faults -- --only "${family.name}" --seed ${loss.seed} --runs ${loss.runs ?? 1}`,
      );
    }
  }
  return losses === 0;
}

/** One line per safeguard. It is enough that one family notices. */
async function everySafeguardIsMissed(): Promise<boolean> {
  const safeguards = [...new Set(families.flatMap((family) => family.safeguards))];
  const noticed = [];
  for (const safeguard of safeguards) {
    const witness = await firstToNotice(safeguard);
    noticed.push(witness !== undefined);
    console.log(
      `${witness === undefined ? 'FAIL' : 'ok  '}  without "${safeguard}": ${witness ?? 'nothing was lost'}`,
    );
  }
  return noticed.every(Boolean);
}

async function firstToNotice(safeguard: string): Promise<string | undefined> {
  for (const family of families.filter(({ safeguards }) => safeguards.includes(safeguard))) {
    const { losses, runs } = await resultOf(family, { seed, runs: runsOf(family), mutants: [safeguard] });
    const [loss] = losses;
    if (loss !== undefined) return `${family.name} lost in run ${runs}: ${loss.what}`;
  }
  return undefined;
}

/** A family that cannot run at all has not shown that nothing is lost. */
function resultOf(family: Family, options: FamilyOptions): Promise<FamilyResult> {
  return family.run(options).catch((error: unknown) => ({
    runs: 0,
    figures: {},
    losses: [{ seed, what: `it could not run: ${described(error)}` }],
  }));
}

function runsOf({ runs }: Family): number {
  if (values.runs !== undefined) return Number(values.runs);
  return values.full ? runs.full : runs.bounded;
}

function lineOf(family: Family, { runs, figures, losses }: FamilyResult, start: number): string {
  const counted = Object.entries(figures).map(([figure, count]) => `${count.toLocaleString('en')} ${figure}`);
  const words = [`${runs.toLocaleString('en')} runs`, ...counted, `${losses.length} lost`].join(', ');
  return `${losses.length === 0 ? 'ok  ' : 'LOSS'}  ${family.name.padEnd(12)} ${words} (${seconds(start)} s)`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
