/**
 * Power loss: random work on the real store, killed or cut off at a random call of the disk, up to three times in a row.
 * After each, everything acknowledged is there; what was under way is wholly there or wholly not (security.md F17).
 */
import { FobError } from '../../core/errors/fob-error.ts';
import { TEMPORARY_NAME } from '../../core/node/atomic-write.ts';
import { createFakeRandom } from '../fakes/fake-random.ts';
import { campaign, MEMORY_LANES } from './family.ts';
import type { Count, Family, FamilyOptions, FamilyResult } from './family.ts';
import { faultyDisk } from './faulty-disk.ts';
import { createKeychain } from './keychain.ts';
import { Ledger } from './ledger.ts';
import type { ModelDisk } from './model-disk.ts';
import { blankDisk, HOME, inspect, openStore, processOn } from './store.ts';
import type { Around } from './store.ts';
import { everyWrite, randomStep } from './work.ts';
import type { Work } from './work.ts';

const MOST_LIVES = 3;
const MOST_CALLS = 500;
const FOLDERS = [HOME, `${HOME}/vault`, `${HOME}/vault/records`, `${HOME}/vault/revisions`];

export const powerLoss: Family = {
  name: 'power loss',
  runs: { test: 400, bounded: 800, full: 10_000 },
  safeguards: [
    'sync of the file',
    'sync of the directory',
    'sync of the directories above',
    'temporary file and rename',
  ],
  run,
};

export function run(options: FamilyOptions): Promise<FamilyResult> {
  return campaign(options, (seed, count) => once(seed, options.mutants ?? [], count), MEMORY_LANES);
}

async function once(seed: number, mutants: readonly string[], count: Count): Promise<string | undefined> {
  const random = createFakeRandom(seed);
  const ordering = random.fraction() < 0.5 ? 'ordered' : 'lax';
  // Of their own: a rotation that goes on in the background must not change what this run is made of.
  const own = createFakeRandom(-seed);
  const around = { random: own, backends: [createKeychain(own)] };
  let disk = await blankDisk({ ordering, hasLinks: random.fraction() < 0.8 });
  const ledger = new Ledger();
  const lives = 1 + Math.floor(random.fraction() * MOST_LIVES);
  for (let life = 1; life <= lives; life += 1) {
    await live(disk, { ledger, random }, { ...around, mutants }, count);
    const isPowerLoss = life === lives || random.fraction() < 0.5;
    if (isPowerLoss) disk = disk.afterPowerLoss(random);
    count(isPowerLoss ? 'power cuts' : 'kills');
    // A copy, since what an unlock goes on with in the background is not for the next life.
    const problem = await inspect(processOn(disk.copy(), around), ledger, (thing, state) => {
      if (isPowerLoss) ledger.settle(thing, state);
    });
    if (problem !== undefined) return `life ${life} (${ordering} disk): ${problem}`;
  }
  return recovers(disk, ledger, around);
}

/** Works until a random call of the disk, and does not get past it. In some lives one call before fails as well. */
async function live(
  disk: ModelDisk,
  { ledger, random }: Pick<Work, 'ledger' | 'random'>,
  around: Around,
  count: Count,
): Promise<void> {
  const end = 1 + Math.floor(random.fraction() ** 2 * MOST_CALLS);
  const error = random.fraction() < 0.3 ? Math.floor(random.fraction() * end) : 0;
  let calls = 0;
  const ending = faultyDisk(disk, () => {
    calls += 1;
    if (calls === error) return Object.assign(new Error('a bad sector'), { code: 'EIO' });
    return calls > end ? new Error('the end') : undefined;
  });
  const work = { store: openStore(ending, around), ledger, random };
  while (calls <= end) {
    const before = calls;
    try {
      await randomStep(work);
      count('changes acknowledged');
    } catch (trouble) {
      const isExpected = calls > end || (before < error && error <= calls && isStorageFailed(trouble));
      if (!isExpected) throw trouble;
    }
  }
  count('calls of the disk', end);
}

/** A crash leaves nothing that stands in the way, and nothing that stays for ever. */
async function recovers(disk: ModelDisk, ledger: Ledger, around: Around): Promise<string | undefined> {
  await everyWrite({ store: processOn(disk, around), ledger, random: around.random });
  for (const folder of FOLDERS)
    for (const { name } of await disk.readdir(folder))
      if (TEMPORARY_NAME.test(name)) return `${name} was left behind in ${folder}`;
  return inspect(processOn(disk.afterPowerLoss(around.random), around), ledger);
}

function isStorageFailed(error: unknown): boolean {
  return error instanceof FobError && error.code === 'storage_failed';
}
