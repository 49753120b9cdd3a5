/**
 * I/O errors: one scenario, in which the n-th call of the disk fails, or all from the n-th on, for every n and seven
 * causes. Whatever was acknowledged is kept, the error says which path and why, and once the disk is well again so is Fob.
 */
import { FobError } from '../../core/errors/fob-error.ts';
import { TEMPORARY_NAME } from '../../core/node/atomic-write.ts';
import { createFakeRandom } from '../fakes/fake-random.ts';
import { campaign, described, MEMORY_LANES } from './family.ts';
import type { Count, Family, FamilyOptions, FamilyResult } from './family.ts';
import { faultyDisk } from './faulty-disk.ts';
import type { Fault } from './faulty-disk.ts';
import { createKeychain } from './keychain.ts';
import { Ledger } from './ledger.ts';
import type { ModelDisk } from './model-disk.ts';
import { ADDRESSES, blankDisk, HOME, inspect, openStore, openVault, processOn, profilesOf } from './store.ts';
import type { Around, Store } from './store.ts';
import { everyWrite, step, STEP_NAMES } from './work.ts';

/** A prime, so that a few runs are spread over the scenario and many leave no call out. */
const STRIDE = 7919;
const CAUSES = ['ENOSPC', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EBUSY', 'EMFILE'];
/** What the first process does, and the next. */
const PARTS = [STEP_NAMES, ['save a secret', 'read', 'rotate', 'add a profile']];
const POWER_CUTS = 1;
const LOCKING = new Set([
  'lock and unlock',
  'change the passphrase',
  'rotate the key',
  'add or remove the keyring',
]);

export const ioErrors: Family = {
  name: 'I/O errors',
  runs: { test: 250, bounded: 700, full: 20_000 },
  safeguards: ['a failed sync is reported', 'temporary file and rename'],
  run,
};

interface Case {
  /** The call that fails, from 1. */
  readonly at: number;
  readonly isLasting: boolean;
  readonly cause: string;
}

/** At most as many runs as there are cases. Any `2 * calls` runs in a row have every call fail once and for good. */
export async function run(options: FamilyOptions): Promise<FamilyResult> {
  const mutants = options.mutants ?? [];
  const calls = await callsOfScenario();
  const cases = calls * 2 * CAUSES.length;
  const result = await campaign(
    { ...options, runs: Math.min(options.runs, cases) },
    (seed, count) => once(caseOf(seed, calls), mutants, count),
    MEMORY_LANES,
  );
  return { ...result, figures: { 'calls of the scenario': calls, ...result.figures } };
}

function caseOf(seed: number, calls: number): Case {
  const round = Math.floor(seed / (2 * calls));
  const at = 1 + ((seed * STRIDE) % calls);
  return {
    at,
    isLasting: Math.floor(seed / calls) % 2 === 1,
    cause: CAUSES[(at + round) % CAUSES.length] ?? 'EIO',
  };
}

async function callsOfScenario(): Promise<number> {
  let calls = 0;
  const world = await worldOn(() => void (calls += 1));
  await scenario(world, () => undefined);
  return calls;
}

async function once(
  { at, isLasting, cause }: Case,
  mutants: readonly string[],
  count: Count,
): Promise<string | undefined> {
  let calls = 0;
  let isWell = false;
  let where = '';
  const fails = (): boolean => !isWell && (isLasting ? calls >= at : calls === at);
  const world = await worldOn((call, path) => {
    calls += 1;
    if (!fails()) return undefined;
    where ||= `${call} ${path}`;
    return Object.assign(new Error(`${cause}: ${call}`), { code: cause });
  }, mutants);
  const problem =
    (await scenario(world, (error) => reported(error, cause, count))) ??
    (await keptThroughPowerLoss(world)) ??
    ((isWell = true), await recovers(world));
  count(where === '' ? 'not met' : 'met');
  return problem && `${cause} ${isLasting ? 'from' : 'at'} call ${at} (${where}): ${problem}`;
}

interface World {
  readonly disk: ModelDisk;
  readonly ledger: Ledger;
  readonly around: Around & Pick<Required<Around>, 'backends'>;
  /** A new process on the failing disk; the one before is killed. */
  readonly start: () => Store;
  /** The process that ran last. */
  store: Store;
}

async function worldOn(fault: Fault, mutants: readonly string[] = []): Promise<World> {
  const disk = await blankDisk();
  const random = createFakeRandom();
  const around = { random, backends: [createKeychain(random)], mutants };
  let processes = 0;
  const start = (): Store => {
    const own = (processes += 1);
    const killed = new Error('this process was killed');
    return openStore(
      faultyDisk(disk, (call, path) => (own === processes ? fault(call, path) : killed)),
      around,
    );
  };
  return { disk, ledger: new Ledger(), around, start, store: start() };
}

/** Two processes one after the other; in between, somebody opened the modes and a crash left a file behind. */
async function scenario(
  world: World,
  judge: (error: unknown) => string | undefined,
): Promise<string | undefined> {
  const random = createFakeRandom();
  const { ledger } = world;
  for (const [part, names] of PARTS.entries()) {
    const store = (world.store = world.start());
    const work = { store, ledger, random };
    for (const [n, name] of names.entries()) {
      const wasOpen = store.vault.view().state === 'unlocked';
      const problem = await step(work, name, ADDRESSES[n % 2] ?? '').then(() => undefined, judge);
      if (problem !== undefined) return `"${name}" in process ${part + 1}: ${problem}`;
      const forgot = forgotten(work, wasOpen && !LOCKING.has(name));
      if (forgot !== undefined) return `after "${name}" in process ${part + 1}: ${forgot}`;
    }
    if (part === 0) await disturb(world.disk);
  }
  return undefined;
}

async function disturb(disk: ModelDisk): Promise<void> {
  const path = `${HOME}/vault/records`;
  for (const name of [HOME, path]) await disk.chmod(name, 0o755).catch(() => undefined);
  await disk.open(`${path}/a.json.0123456789abcdef.fob-tmp`, 'w').catch(() => undefined);
  for (const { name } of await disk.readdir(path).catch(() => []))
    await disk.chmod(`${path}/${name}`, 0o644).catch(() => undefined);
}

/** An error must not cost what is in memory. */
function forgotten(
  { store, ledger }: { store: Store; ledger: Ledger },
  wasOpen: boolean,
): string | undefined {
  if (wasOpen && store.vault.view().state !== 'unlocked') return `the vault is ${store.vault.view().state}`;
  const profiles = profilesOf(store.book);
  // Before the first look there are none.
  return Object.keys(profiles).length === 0 ? undefined : ledger.problem('profiles', profiles);
}

function reported(error: unknown, cause: string, count: Count): string | undefined {
  if (!(error instanceof FobError) || error.code !== 'storage_failed') return described(error);
  if (!error.message.includes(`(${cause})`)) return `no cause in: ${error.message}`;
  if (!/\/home\/me\b|\s\/(home)?[:.\s]/.test(error.message)) return `no path in: ${error.message}`;
  if (error.hint === undefined) return `no next step with: ${error.message}`;
  count('reported');
  return undefined;
}

async function keptThroughPowerLoss({ disk, ledger, around }: World): Promise<string | undefined> {
  for (let seed = 1; seed <= POWER_CUTS; seed += 1) {
    const random = createFakeRandom(seed);
    const problem = await inspect(
      processOn(disk.afterPowerLoss(random), { backends: around.backends, random }),
      ledger,
    );
    if (problem !== undefined) return `after a power loss: ${problem}`;
  }
  return undefined;
}

/** The process that met the fault goes on as if nothing had been, and the next one finds its work. */
async function recovers({ disk, ledger, start, store }: World): Promise<string | undefined> {
  await openVault(store, ledger);
  await everyWrite({ store, ledger, random: createFakeRandom() });
  const found = await inspect(start(), ledger);
  if (found !== undefined) return `after the fault: ${found}`;
  const next = start();
  await openVault(next, ledger);
  await step({ store: next, ledger, random: createFakeRandom() }, 'rotate', ADDRESSES[0]);
  const names = await disk.readdir(`${HOME}/vault/records`);
  return names.find(({ name }) => TEMPORARY_NAME.test(name)) && 'a temporary file was left behind';
}
