/** The true state of a vault, for a person who wonders: what the files say by themselves, and what opens. */
import { z } from 'zod';
import type { RecordTrouble, SlotCheck, VaultCheckup } from '../../shared/checkup.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import type { KeySlotBackend } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import type { Door } from './door.ts';
import { readHeader } from './header.ts';
import type { Header } from './header.ts';
import { HEADER_FILE, isDamagedName, previousGeneration, recordFile, RECORDS_FOLDER } from './layout.ts';
import { createRecordStore } from './record-store.ts';
import type { RecordStore } from './record-store.ts';
import { createRevisions } from './revisions.ts';
import { unwrapFirst, viewOf } from './slots.ts';

type CheckRecord = (address: string) => Promise<FobError | undefined>;

/** What can be told without any key; changes nothing, and needs no lock. Error: `storage_failed`. */
export function inspectVault(files: Files, random: Random): Promise<VaultCheckup> {
  const records = createRecordStore(files, random, createRevisions(files, random));
  return look(files, records, (address) => troubleIn(records.members(address)));
}

export interface CheckupParts {
  readonly files: Files;
  readonly door: Door;
  readonly records: RecordStore;
  /** Without the passphrase's, which answers to nothing but a passphrase. */
  readonly backends: readonly KeySlotBackend[];
}

/** The same of a vault that may be open: then every record is opened, and every slot that needs nobody is tried. */
export async function checkVault(
  { files, door, records, backends }: CheckupParts,
  passphrase: string | undefined,
): Promise<VaultCheckup> {
  const { state } = door.view();
  const check: CheckRecord =
    state === 'unlocked'
      ? (address) => records.troubleOf(door.open().dataKey, address)
      : (address) => troubleIn(records.members(address));
  const found = await look(files, records, check);
  const header = door.header();
  const slots: SlotCheck[] = [];
  for (const slot of found.slots)
    slots.push({ ...slot, ...(await answerOf(slot, header, { door, backends, passphrase })) });
  return {
    ...found,
    slots,
    opened: state === 'unlocked',
    state: found.state === 'locked' ? state : found.state,
  };
}

async function look(files: Files, records: RecordStore, check: CheckRecord): Promise<VaultCheckup> {
  const { header, problem } = await headerOf(files);
  const addresses = await records.addresses();
  const troubles: RecordTrouble[] = [];
  for (const address of addresses) {
    const trouble = await check(address);
    if (trouble !== undefined) troubles.push({ address, problem: errorView(trouble) });
  }
  const names = await files.list(RECORDS_FOLDER);
  return {
    state: problem !== undefined ? 'damaged' : header === undefined ? 'absent' : 'locked',
    ...(problem === undefined ? {} : { problem: errorView(problem) }),
    ...(header === undefined ? {} : { format: await formatOf(files, header) }),
    slots: (header?.slots ?? []).map((slot) => ({ ...viewOf(slot), answer: 'unknown' })),
    rotating: header?.retired_key !== undefined,
    records: addresses.length,
    opened: false,
    troubles,
    previous: addresses.filter(
      (address) => files.stamp(previousGeneration(recordFile(address))) !== undefined,
    ).length,
    keptDamaged: [
      ...(await files.list('vault')).map((name) => `vault/${name}`),
      ...names.map((name) => `${RECORDS_FOLDER}/${name}`),
    ]
      .filter(isDamagedName)
      .map((name) => files.path(name)),
  };
}

async function headerOf(files: Files): Promise<{ header?: Header | undefined; problem?: FobError }> {
  try {
    return { header: await readHeader(files) };
  } catch (error) {
    if (error instanceof FobError && error.code === 'vault_damaged') return { problem: error };
    throw error;
  }
}

const anyVersion = z.object({ version: z.number() });

/** An earlier version is read as the newest one; what is on the disk changes with the next write. */
async function formatOf(
  files: Files,
  { revision, created_at }: Header,
): Promise<NonNullable<VaultCheckup['format']>> {
  const json: unknown = JSON.parse(new TextDecoder().decode(await files.read(HEADER_FILE)));
  return { version: anyVersion.parse(json).version, revision, created_at };
}

async function troubleIn(work: Promise<unknown>): Promise<FobError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof FobError) return error;
    throw error;
  }
}

interface Openers {
  readonly door: Door;
  readonly backends: readonly KeySlotBackend[];
  readonly passphrase: string | undefined;
}

async function answerOf(
  { id, kind }: SlotCheck,
  header: Header | undefined,
  { door, backends, passphrase }: Openers,
): Promise<Pick<SlotCheck, 'answer' | 'problem' | 'keptBy'>> {
  if (header === undefined) return { answer: 'unknown' };
  if (kind === 'passphrase') {
    if (passphrase === undefined) return { answer: 'asks' };
    return answered(await troubleIn(door.tryPassphrase(passphrase)));
  }
  const backend = backends.find((known) => known.kind === kind);
  const keptBy = backend?.place === undefined ? {} : { keptBy: backend.place };
  // One that is locked would ask a person.
  const isThere = (await backend?.available()) === true;
  const own = { ...header, slots: header.slots.filter((slot) => slot.id === id) };
  const open = async (): Promise<void> => {
    const { dataKey } = await unwrapFirst(own, backend === undefined || !isThere ? [] : [backend]);
    dataKey.fill(0);
  };
  return { ...keptBy, ...answered(await troubleIn(open())) };
}

function answered(trouble: FobError | undefined): Pick<SlotCheck, 'answer' | 'problem'> {
  return trouble === undefined ? { answer: 'opens' } : { answer: 'fails', problem: errorView(trouble) };
}
