/**
 * The encrypted store of secrets and token sets (design section 6). One random data key seals every record; the header
 * keeps that key wrapped, once per slot. The host is the only writer.
 */
import type { VaultView } from '../../shared/snapshot.ts';
import type { Repair } from '../../shared/vault-view.ts';
import { createVaultCare } from './care.ts';
import type { VaultCare } from './care.ts';
import { Door } from './door.ts';
import { absent } from './door-state.ts';
import type { VaultOptions } from './options.ts';
import type { DataKey } from './record.ts';
import { createRecordStore } from './record-store.ts';
import type { Changes, Look } from './record-store.ts';
import { createRevisions } from './revisions.ts';

export type { VaultOptions } from './options.ts';

/** All methods that answer a promise reject with a `FobError`; `storage_failed` names the path and the cause. */
export interface Vault extends VaultCare {
  view(): VaultView;
  /** Reads the header, if there is one. A damaged header is a state, not an error. */
  load(): Promise<void>;
  /** Opens the vault with a slot that needs no person. Answers `false` when no slot could; `view` then has the hint. */
  unlockUnattended(): Promise<boolean>;
  /**
   * Opens the vault, or makes it when there is none. Errors: `vault_absent` (nothing here could keep a new vault's key),
   * `vault_locked`, `vault_passphrase_wrong` (the next attempt waits longer), `vault_damaged`.
   */
  unlock(passphrase?: string): Promise<void>;
  /** Forgets the data key. Calls that were made before it still finish; an unlock under way is undone. */
  lock(): void;
  /**
   * `undefined` when there is no such member, or no vault. Errors: `vault_locked`; `vault_damaged` when this address's
   * record does not open (other addresses go on) or the whole vault is damaged.
   */
  read(address: string, member: string): Promise<string | undefined>;
  /** The names of all members of a record, with the values of those that are `wanted`. Errors: as for `read`. */
  look(address: string, wanted: readonly string[]): Promise<Look>;
  /**
   * Sets members, removes those given as `null`: one durable write for all of them. Errors: as for `read`, and
   * `vault_absent`. A record that does not open is never overwritten.
   */
  write(address: string, changes: Changes): Promise<void>;
  /** Names of the members that are kept, without opening them; works while locked. Errors: `vault_damaged`. */
  members(address: string): Promise<string[]>;
  /** Removes the record and its kept generation, also while locked or damaged: a person asked for it. */
  remove(address: string): Promise<void>;
  /** Every address that has a record, whether it opens or not. */
  addresses(): Promise<string[]>;

  /**
   * Makes a record good again that does not open or was put back: from the file itself if it opens, else from the
   * generation before it. The damaged file is kept beside it. Error: `vault_damaged` when neither opens.
   */
  repair(address: string): Promise<Repair>;
}

export function createVault(options: VaultOptions): Vault {
  const { files, random } = options;
  const revisions = createRevisions(files, random);
  const door = new Door(options, revisions);
  const records = createRecordStore(files, random, revisions);
  const care = createVaultCare(options, { door, records, revisions });

  // The key is taken when the call is made, not at its turn: a rotated refresh token must still be kept after a lock.
  const dataKey = (): DataKey => {
    const key = door.dataKey();
    if (key === undefined) throw absent();
    return key;
  };

  const look = async (address: string, wanted: readonly string[]): Promise<Look> => {
    const key = door.dataKey();
    return key === undefined ? { members: [], values: new Map() } : records.look(key, address, wanted);
  };

  return {
    ...care,
    view: () => door.view(),
    load: () => door.load(),
    async unlockUnattended() {
      const opened = await door.unlockUnattended();
      care.goOn();
      return opened;
    },
    async unlock(passphrase) {
      await door.unlock(passphrase);
      care.goOn();
    },
    lock: () => door.lock(),
    read: async (address, member) => (await look(address, [member])).values.get(member),
    look,
    write: async (address, changes) => records.write(dataKey(), address, changes),
    repair: async (address) => records.repair(dataKey(), address),
    members: (address) => records.members(address),
    remove: (address) => records.remove(address),
    addresses: () => records.addresses(),
  };
}
