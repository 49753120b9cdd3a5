/** The records on disk. Knows no lock: it is given the data key for each call that needs one. */
import type { Repair } from '../../shared/vault-view.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import type { Random } from '../ports/random.ts';
import type { BackedUpFiles } from './backup.ts';
import { damaged, parseFile } from './damage.ts';
import { addressOfFile, damagedName, previousGeneration, recordFile, RECORDS_FOLDER } from './layout.ts';
import { memberName, openRecord, RECORD_FORMAT, sealRecord, wipe } from './record.ts';
import type { DataKey, OpenedRecord, PlainMembers, VaultRecord } from './record.ts';
import type { Revisions } from './revisions.ts';
import { serialByKey } from '../ports/serial.ts';

/** Changes to one record: `null` removes the member. */
export type Changes = Readonly<Record<string, string | null>>;

/** What a record holds: the names of all its members, and the values of those that were asked for. */
export interface Look {
  readonly members: readonly string[];
  readonly values: ReadonlyMap<string, string>;
}

/** The methods of `Vault` that touch records; see there. */
export interface RecordStore {
  look(dataKey: DataKey, address: string, wanted: readonly string[]): Promise<Look>;
  write(dataKey: DataKey, address: string, changes: Changes): Promise<void>;
  /** Seals with the new key what the key before had sealed, the kept generation too. */
  reseal(dataKey: DataKey, address: string): Promise<void>;
  repair(dataKey: DataKey, address: string): Promise<Repair>;
  /** The `vault_damaged` of a record that does not open or is too old. */
  troubleOf(dataKey: DataKey, address: string): Promise<FobError | undefined>;
  /** Puts members in the place of a record that is not there or does not open, which is kept; `false` when it is good. */
  restore(dataKey: DataKey, address: string, plain: PlainMembers, replace: boolean): Promise<boolean>;
  /** Every record as it is on the disk, by the name of its file. */
  texts(): Promise<BackedUpFiles>;
  members(address: string): Promise<string[]>;
  remove(address: string): Promise<void>;
  addresses(): Promise<string[]>;
}

interface Opened extends OpenedRecord {
  readonly revision: number;
}

const PUT_BACK = 'is older than what Fob wrote last: an earlier file was put in its place';

export function createRecordStore(files: Files, random: Random, revisions: Revisions): RecordStore {
  return new Records(files, random, revisions);
}

class Records implements RecordStore {
  readonly #files: Files;
  readonly #random: Random;
  readonly #revisions: Revisions;
  readonly #serial = serialByKey();

  constructor(files: Files, random: Random, revisions: Revisions) {
    this.#files = files;
    this.#random = random;
    this.#revisions = revisions;
  }

  async look(dataKey: DataKey, address: string, wanted: readonly string[]): Promise<Look> {
    const plain: PlainMembers = (await this.#open(dataKey, address))?.plain ?? new Map();
    const found = wanted.flatMap((member) => {
      const bytes = plain.get(member);
      return bytes === undefined ? [] : [[member, textOf(bytes)] as const];
    });
    wipe(plain);
    return { members: [...plain.keys()].sort(), values: new Map(found) };
  }

  write(dataKey: DataKey, address: string, changes: Changes): Promise<void> {
    return this.#serial(address, () => this.#change(dataKey, address, changes));
  }

  reseal(dataKey: DataKey, address: string): Promise<void> {
    return this.#serial(address, async () => {
      const opened = await this.#open(dataKey, address);
      if (opened === undefined) return;
      try {
        if (!opened.isRetired) return;
        // Twice, so that the kept generation is not one that the key before can open.
        await this.#save(dataKey, address, opened.plain, { revision: opened.revision + 1 });
        await this.#save(dataKey, address, opened.plain, { revision: opened.revision + 2 });
      } finally {
        wipe(opened.plain);
      }
    });
  }

  repair(dataKey: DataKey, address: string): Promise<Repair> {
    return this.#serial(address, async () => {
      const trouble = await this.#troubleOf(dataKey, address);
      if (trouble === undefined) return 'whole';
      await this.#revisions.repair(dataKey, recordFile(address));
      const ifGood = (name?: string): Promise<Opened | undefined> =>
        this.#openAny(dataKey, address, name).catch(() => undefined);
      const own = await ifGood();
      const good = own ?? (await ifGood(previousGeneration(recordFile(address))));
      if (good === undefined) throw trouble;
      await this.#replaceDamaged(dataKey, address, good).finally(() => wipe(good.plain));
      return own === undefined ? 'previous' : 'older';
    });
  }

  troubleOf(dataKey: DataKey, address: string): Promise<FobError | undefined> {
    return this.#serial(address, () => this.#troubleOf(dataKey, address));
  }

  restore(dataKey: DataKey, address: string, plain: PlainMembers, replace: boolean): Promise<boolean> {
    return this.#serial(address, async () => {
      const trouble = await this.#troubleOf(dataKey, address);
      const isThere = this.#files.stamp(recordFile(address)) !== undefined;
      if (trouble === undefined && isThere && !replace) return false;
      const good = { plain, revision: (await this.#parse(address).catch(() => undefined))?.revision ?? 0 };
      if (trouble !== undefined) await this.#replaceDamaged(dataKey, address, good);
      else {
        const revision = await this.#nextRevision(dataKey, address, good.revision);
        await this.#save(dataKey, address, plain, { revision });
      }
      return true;
    });
  }

  async members(address: string): Promise<string[]> {
    return Object.keys((await this.#parse(address))?.members ?? {}).sort();
  }

  remove(address: string): Promise<void> {
    return this.#serial(address, () => this.#files.remove(recordFile(address)));
  }

  async addresses(): Promise<string[]> {
    const names = await this.#files.list(RECORDS_FOLDER);
    return names.flatMap((name) => addressOfFile(name) ?? []).sort();
  }

  async texts(): Promise<BackedUpFiles> {
    const texts: Record<string, string> = {};
    for (const name of (await this.addresses()).map(recordFile)) {
      const bytes = await this.#files.read(name);
      if (bytes !== undefined) texts[name] = new TextDecoder().decode(bytes);
    }
    return texts;
  }

  async #parse(address: string, name = recordFile(address)): Promise<VaultRecord | undefined> {
    const bytes = await this.#files.read(name);
    if (bytes === undefined) return undefined;
    const record = parseFile(this.#files, name, bytes, RECORD_FORMAT);
    if (record.address !== address)
      throw damaged(this.#files, name, 'is damaged: it is the record of another address');
    return record;
  }

  async #openAny(dataKey: DataKey, address: string, name = recordFile(address)): Promise<Opened | undefined> {
    const record = await this.#parse(address, name);
    if (record === undefined) return undefined;
    const opened = await openRecord(dataKey, record);
    if (opened === undefined) throw damaged(this.#files, name, 'is damaged or was changed by someone else');
    return { revision: record.revision, ...opened };
  }

  async #open(dataKey: DataKey, address: string): Promise<Opened | undefined> {
    const name = recordFile(address);
    // Before the file is read, since a save that overtakes this read raises it. What is wrong with it counts after.
    const [floor] = await Promise.allSettled([this.#revisions.floor(dataKey, name)]);
    const opened = await this.#openAny(dataKey, address);
    if (opened === undefined) return undefined;
    const trouble =
      floor.status === 'rejected' ? (floor.reason as FobError) : this.#suspicion(name, opened, floor.value);
    if (trouble === undefined) return opened;
    wipe(opened.plain);
    throw trouble;
  }

  #suspicion(name: string, { revision, plain }: Opened, floor: number): FobError | undefined {
    if (revision < floor) return damaged(this.#files, name, PUT_BACK);
    // Nothing seals a record without members, and since there are floors none is written.
    return plain.size === 0 && floor > 0 ? damaged(this.#files, name, 'was emptied') : undefined;
  }

  // The record is opened first: bytes that were not proven good must neither be overwritten nor become the kept generation.
  async #change(dataKey: DataKey, address: string, changes: Changes): Promise<void> {
    const opened = await this.#open(dataKey, address);
    const plain = new Map(opened?.plain);
    try {
      apply(plain, changes);
      if (plain.size === 0) {
        if (opened !== undefined) await this.#files.remove(recordFile(address));
        return;
      }
      await this.#save(dataKey, address, plain, {
        revision: await this.#nextRevision(dataKey, address, opened?.revision ?? 0),
      });
    } finally {
      wipe(plain);
      if (opened !== undefined) wipe(opened.plain);
    }
  }

  async #save(
    dataKey: DataKey,
    address: string,
    plain: PlainMembers,
    { revision, keepPrevious = true }: { readonly revision: number; readonly keepPrevious?: boolean },
  ): Promise<void> {
    const name = recordFile(address);
    const record = await sealRecord(dataKey, { address, revision }, plain, this.#random);
    const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    await this.#files.write(name, bytes, { keepPrevious });
    await this.#revisions.raise(dataKey, name, revision);
  }

  /** An address whose record was removed goes on counting, or the removed one could be put back. */
  async #nextRevision(dataKey: DataKey, address: string, own: number): Promise<number> {
    return Math.max(own, await this.#revisions.floor(dataKey, recordFile(address))) + 1;
  }

  async #troubleOf(dataKey: DataKey, address: string): Promise<FobError | undefined> {
    try {
      wipe((await this.#open(dataKey, address))?.plain ?? new Map());
      return undefined;
    } catch (error) {
      if (error instanceof FobError && error.code === 'vault_damaged') return error;
      throw error;
    }
  }

  /** What is damaged stays beside the new record, and does not become the kept generation. */
  async #replaceDamaged(dataKey: DataKey, address: string, good: Omit<Opened, 'isRetired'>): Promise<void> {
    const name = recordFile(address);
    const bytes = await this.#files.read(name);
    if (bytes !== undefined) await this.#files.write(damagedName(name, this.#random), bytes);
    const revision = await this.#nextRevision(dataKey, address, good.revision);
    await this.#save(dataKey, address, good.plain, { revision, keepPrevious: false });
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function apply(plain: Map<string, Uint8Array<ArrayBuffer>>, changes: Changes): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!memberName.safeParse(name).success)
      throw new FobError('internal', `"${name}" cannot be the name of a member of a record.`);
    if (value === null) plain.delete(name);
    else plain.set(name, new TextEncoder().encode(value));
  }
}
