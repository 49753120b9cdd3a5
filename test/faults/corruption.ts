/**
 * Corruption: files of the vault that are not as Fob wrote them. Each is named as damaged and left as it is, the kept
 * generation is offered and still good, everything else goes on; or the damage was none, and the values are the last ones.
 */
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FobError } from '../../core/errors/fob-error.ts';
import { createFakeRandom } from '../fakes/fake-random.ts';
import { campaign, described, MEMORY_LANES } from './family.ts';
import type { Count, Family, FamilyOptions, FamilyResult } from './family.ts';
import { Ledger } from './ledger.ts';
import type { ModelDisk } from './model-disk.ts';
import { ABSENCES, MUTATIONS, ROLLBACKS } from './mutations.ts';
import type { Mutation } from './mutations.ts';
import { ADDRESSES, blankDisk, HOME, openVault, PASSPHRASE, processOn, recordOf } from './store.ts';
import type { Store } from './store.ts';
import { oneOf } from './work.ts';

/** Whether Fob notices that a record is gone or empty: until it does, such are counted and are no losses. */
const ARE_ABSENCES_NOTICED = false;

const SAVES = ['first', 'second', 'last'];
const RECORDS = `${HOME}/vault/records`;
const REVISIONS = `${HOME}/vault/revisions`;
const HEADER = `${HOME}/vault/vault.json`;
const ALL: Readonly<Record<string, Mutation>> = { ...MUTATIONS, ...ROLLBACKS, ...ABSENCES };

export const corruption: Family = {
  name: 'corruption',
  runs: { test: 500, bounded: 1_000, full: 10_000 },
  safeguards: ['kept generation', 'damage is not absence'],
  run,
};

export async function run(options: FamilyOptions): Promise<FamilyResult> {
  const mutants = options.mutants ?? [];
  const vaults = { own: await filledVault(1, mutants), foreign: await filledVault(2, mutants) };
  return campaign(options, (seed, count) => once(seed, vaults, mutants, count), MEMORY_LANES);
}

interface Filled {
  readonly disk: ModelDisk;
  /** By path: the bytes of each file before the last two saves, for all that can be damaged. */
  readonly earlier: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

async function filledVault(seed: number, mutants: readonly string[]): Promise<Filled> {
  const disk = await blankDisk();
  const { vault } = processOn(disk, { random: createFakeRandom(seed), mutants });
  const earlier = new Map<string, Uint8Array<ArrayBuffer>>();
  const remember = async (): Promise<void> => {
    const shards = await disk.readdir(REVISIONS);
    for (const path of [HEADER, ...ADDRESSES.map(pathOf), ...shards.map(({ name }) => join(REVISIONS, name))])
      earlier.set(path, bytesOf(disk, path));
  };
  await vault.unlock(PASSPHRASE);
  for (const save of SAVES) {
    for (const address of ADDRESSES) await vault.write(address, valuesOf(address, save));
    if (save === 'first') await remember();
    await vault.changePassphrase(PASSPHRASE, PASSPHRASE);
  }
  return { disk, earlier };
}

const valuesOf = (address: string, save: string): Record<string, string> => ({
  client_secret: `secret of ${address}`,
  'tokens.a': `${save} tokens of ${address} ${'~'.repeat(save.length * 40)}`,
});

const isSave = (found: unknown, address: string, save: string): boolean =>
  isDeepStrictEqual(found, valuesOf(address, save));

const DAMAGED = 'named as damaged';
const HARMLESS = 'no damage';
const NOT_THE_LAST = 'a save of before';
const KINDS = [
  'header',
  'header',
  'record',
  'record',
  'record',
  'record',
  'kept generation',
  'revisions',
] as const;

interface Scene {
  readonly disk: ModelDisk;
  readonly store: Store;
  readonly kind: (typeof KINDS)[number];
  readonly address: string;
  readonly mutation: string;
  readonly path: string;
  /** What the file was made into. */
  readonly planted: Uint8Array | undefined;
  /** Its kept generation. */
  readonly kept: Uint8Array | undefined;
  readonly isAbsence: boolean;
}

interface Vaults {
  readonly own: Filled;
  readonly foreign: Filled;
}

async function once(
  seed: number,
  vaults: Vaults,
  mutants: readonly string[],
  count: Count,
): Promise<string | undefined> {
  const scene = sceneOf(seed, vaults, mutants);
  const tries = {
    header: tryHeader,
    record: tryRecord,
    'kept generation': tryRecord,
    revisions: tryRevisions,
  };
  const outcome = await tries[scene.kind](scene);
  const isCounted = outcome === NOT_THE_LAST && scene.isAbsence && !ARE_ABSENCES_NOTICED;
  if (!isCounted && outcome !== DAMAGED && outcome !== HARMLESS)
    return `${scene.kind} of ${scene.address}, ${scene.mutation}: ${outcome}`;
  count(isCounted ? 'gone and not noticed' : outcome);
  return undefined;
}

function sceneOf(seed: number, { own, foreign }: Vaults, mutants: readonly string[]): Scene {
  const random = createFakeRandom(seed);
  const disk = own.disk.copy();
  const [kind, address, other] = [oneOf(KINDS, random), oneOf(ADDRESSES, random), oneOf(ADDRESSES, random)];
  const record = pathOf(address);
  const shards = [...own.earlier.keys()].filter((name) => name.startsWith(REVISIONS));
  const path = {
    header: HEADER,
    record,
    'kept generation': `${record}.previous`,
    revisions: oneOf(shards, random),
  }[kind];
  const [mutation, mutate] = oneOf(Object.entries(ALL), random);
  const bytes = disk.bytes(path) ?? Uint8Array.of(0);
  const material = {
    bytes,
    earlier: own.earlier.get(path) ?? bytes,
    foreign: foreign.disk.bytes(path) ?? bytes,
    other: bytesOf(disk, pathOf(other)),
    random,
  };
  const planted = mutate(material);
  disk.plant(path, planted);
  const kept = disk.bytes(`${path}.previous`);
  const isAbsence = Object.values(ABSENCES).some((absence) => isSame(planted, absence(material)));
  const store = processOn(disk, { random: createFakeRandom(seed), mutants });
  return { disk, store, kind, address, mutation, path, planted, kept, isAbsence };
}

/** A record or a kept generation is not as it was. */
async function tryRecord(scene: Scene): Promise<string> {
  const { address, kind, store } = scene;
  const { vault } = store;
  const isLast = async (one: string): Promise<boolean> => isSave(await recordOf(vault, one), one, 'last');
  await openVault(store, new Ledger());
  const outcome = await outcomeOf(scene, () => recordOf(vault, address), address);
  if (outcome !== DAMAGED && outcome !== HARMLESS) return outcome;
  if (kind === 'kept generation' && outcome !== HARMLESS) return 'it spoils the record';
  const write = await outcomeOf(scene, () => vault.write(address, valuesOf(address, 'last')), address);
  if (write !== outcome) return `read: ${outcome}, written: ${write}`;
  for (const one of ADDRESSES) if (one !== address && !(await isLast(one))) return `${one} is gone too`;
  const repaired = outcome === DAMAGED ? await repair(scene) : undefined;
  if (repaired !== undefined) return repaired;
  await vault.write(address, valuesOf(address, 'last'));
  return (await isLast(address)) ? outcome : 'it cannot be given anew';
}

/** Brings back an earlier save and throws nothing away; answers what is wrong with it. */
async function repair({ address, disk, planted, store }: Scene): Promise<string | undefined> {
  await store.vault.repair(address);
  const record = await recordOf(store.vault, address);
  if (!SAVES.some((save) => isSave(record, address, save))) return `repaired it is ${JSON.stringify(record)}`;
  const names = (await disk.readdir(RECORDS)).map(({ name }) => join(RECORDS, name));
  return names.some((name) => isSame(disk.bytes(name), planted))
    ? undefined
    : 'the damaged file was thrown away';
}

/** What remembers the revisions is not as it was: moved away, as the hint says, it stands in nobody's way. */
async function tryRevisions(scene: Scene): Promise<string> {
  const { vault } = scene.store;
  await openVault(scene.store, new Ledger());
  const outcomes = [];
  for (const address of ADDRESSES) {
    const read = await outcomeOf(scene, () => recordOf(vault, address), address);
    const write = await outcomeOf(scene, () => vault.write(address, valuesOf(address, 'last')), address);
    if (read !== write) return `${address} read: ${read}, written: ${write}`;
    outcomes.push(read);
  }
  const outcome = outcomes.find((one) => one !== HARMLESS) ?? HARMLESS;
  if (outcome !== DAMAGED) return outcome;
  scene.disk.plant(scene.path, undefined);
  for (const address of ADDRESSES)
    if (!isSave(await recordOf(vault, address), address, 'last')) return `${address} does not come back`;
  return DAMAGED;
}

/** The header is not as it was: the vault does not open, or gives the last values, or none (another vault's key). */
async function tryHeader(scene: Scene): Promise<string> {
  const { disk, store } = scene;
  const { vault } = store;
  const opened = await outcomeOf(scene, () => vault.unlock(PASSPHRASE));
  // Whole, but put back: it stays shut.
  if (opened === DAMAGED && vault.view().state === 'locked') return opened;
  for (const address of ADDRESSES) {
    const path = pathOf(address);
    const record = { ...scene, path, planted: disk.bytes(path), kept: disk.bytes(`${path}.previous`) };
    const named = opened === DAMAGED ? scene : record;
    const read = await outcomeOf(named, () => recordOf(vault, address), address);
    if (read === HARMLESS && opened === HARMLESS) continue;
    const write = await outcomeOf(named, () => vault.write(address, valuesOf(address, 'first')), address);
    if (read !== DAMAGED || write !== DAMAGED) return `opened: ${opened}, read: ${read}, written: ${write}`;
  }
  return opened;
}

/** What came of it: the last save, another save, an error that says enough, or what is wrong with it. */
async function outcomeOf(
  { disk, kind, path, planted, kept }: Scene,
  act: () => Promise<unknown>,
  address = '',
): Promise<string> {
  try {
    const found = await act();
    if (found === undefined || isSave(found, address, 'last')) return HARMLESS;
    const isEarlier = ['first', 'second'].some((save) => isSave(found, address, save));
    return isEarlier || isDeepStrictEqual(found, {}) ? NOT_THE_LAST : `it is ${JSON.stringify(found)}`;
  } catch (error) {
    if (!(error instanceof FobError) || error.code !== 'vault_damaged') return described(error);
    if (!error.message.includes(path)) return `no path in: ${error.message}`;
    if (!isSame(disk.bytes(path), planted)) return 'the damaged file was changed';
    if (!isSame(disk.bytes(`${path}.previous`), kept)) return 'the kept generation was changed';
    if (error.message.includes('newer version')) return DAMAGED;
    if (kind !== 'revisions' && error.hint?.includes(`${path}.previous`) !== true)
      return `no way back in: ${error.hint ?? ''}`;
    return DAMAGED;
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0);
}

function pathOf(address: string): string {
  return `${RECORDS}/${address.replace('/', '+')}.json`;
}

function bytesOf(disk: ModelDisk, path: string): Uint8Array<ArrayBuffer> {
  const bytes = disk.bytes(path);
  if (bytes === undefined) throw new Error(`${path} is not there`);
  return bytes;
}
