/** The records on disk. Knows no lock: it is given the data key for each call that needs one. */
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import type { Random } from '../ports/random.ts';
import { damaged, parseFile } from './damage.ts';
import { addressOfFile, recordFile, RECORDS_FOLDER } from './layout.ts';
import { memberName, openRecord, RECORD_FORMAT, sealRecord, wipe } from './record.ts';
import type { DataKey, PlainMembers, VaultRecord } from './record.ts';
import { serialByKey } from './serial.ts';

/** Changes to one record: `null` removes the member. */
export type Changes = Readonly<Record<string, string | null>>;

/** The methods of `Vault` that touch records; see there. */
export interface RecordStore {
  read(dataKey: DataKey, address: string, member: string): Promise<string | undefined>;
  write(dataKey: DataKey, address: string, changes: Changes): Promise<void>;
  members(address: string): Promise<string[]>;
  remove(address: string): Promise<void>;
  addresses(): Promise<string[]>;
}

interface Opened {
  readonly revision: number;
  readonly plain: PlainMembers;
}

export function createRecordStore(files: Files, random: Random): RecordStore {
  const serial = serialByKey();

  async function parse(address: string): Promise<VaultRecord | undefined> {
    const name = recordFile(address);
    const bytes = await files.read(name);
    if (bytes === undefined) return undefined;
    const record = parseFile(files, name, bytes, RECORD_FORMAT);
    if (record.address !== address)
      throw damaged(files, name, 'is damaged: it is the record of another address');
    return record;
  }

  async function open(dataKey: DataKey, address: string): Promise<Opened | undefined> {
    const record = await parse(address);
    if (record === undefined) return undefined;
    const plain = await openRecord(dataKey, record);
    if (plain === undefined)
      throw damaged(files, recordFile(address), 'is damaged or was changed by someone else');
    return { revision: record.revision, plain };
  }

  // The record is opened first: bytes that were not proven good must neither be overwritten nor become the kept generation.
  async function change(dataKey: DataKey, address: string, changes: Changes): Promise<void> {
    const opened = await open(dataKey, address);
    const plain = new Map(opened?.plain);
    try {
      apply(plain, changes);
      if (opened === undefined && plain.size === 0) return;
      const revision = (opened?.revision ?? 0) + 1;
      const record = await sealRecord(dataKey, { address, revision }, plain, random);
      await files.write(recordFile(address), new TextEncoder().encode(`${JSON.stringify(record)}\n`), {
        keepPrevious: true,
      });
    } finally {
      wipe(plain);
      if (opened !== undefined) wipe(opened.plain);
    }
  }

  return {
    async read(dataKey, address, member) {
      const opened = await open(dataKey, address);
      if (opened === undefined) return undefined;
      const bytes = opened.plain.get(member);
      const value =
        bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      wipe(opened.plain);
      return value;
    },
    write: (dataKey, address, changes) => serial(address, () => change(dataKey, address, changes)),
    members: async (address) => Object.keys((await parse(address))?.members ?? {}).sort(),
    remove: (address) => serial(address, () => files.remove(recordFile(address))),
    async addresses() {
      const names = await files.list(RECORDS_FOLDER);
      return names.flatMap((name) => addressOfFile(name) ?? []).sort();
    },
  };
}

function apply(plain: Map<string, Uint8Array<ArrayBuffer>>, changes: Changes): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!memberName.safeParse(name).success)
      throw new FobError('internal', `"${name}" cannot be the name of a member of a record.`);
    if (value === null) plain.delete(name);
    else plain.set(name, new TextEncoder().encode(value));
  }
}
