/**
 * The encrypted store of secrets and token sets (design section 6). One random data key seals every record; the header
 * keeps that key wrapped, once per slot. The host is the only writer.
 */
import type { VaultView } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import { Door } from './door.ts';
import type { VaultOptions } from './options.ts';
import { createRecordStore } from './record-store.ts';
import type { Changes } from './record-store.ts';
import { HOW_TO_MAKE } from './slots.ts';

export type { VaultOptions } from './options.ts';

/** All methods that answer a promise reject with a `FobError`; `storage_failed` names the path and the cause. */
export interface Vault {
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
}

export function createVault(options: VaultOptions): Vault {
  const door = new Door(options);
  const records = createRecordStore(options.files, options.random);
  return {
    view: () => door.view(),
    load: () => door.load(),
    unlockUnattended: () => door.unlockUnattended(),
    unlock: (passphrase) => door.unlock(passphrase),
    lock: () => door.lock(),
    // The key is taken when the call is made, not at its turn: a rotated refresh token must still be kept after a lock.
    async read(address, member) {
      const dataKey = door.dataKey();
      return dataKey === undefined ? undefined : records.read(dataKey, address, member);
    },
    async write(address, changes) {
      const dataKey = door.dataKey();
      if (dataKey === undefined)
        throw new FobError('vault_absent', 'There is no vault yet.', { hint: HOW_TO_MAKE });
      await records.write(dataKey, address, changes);
    },
    members: (address) => records.members(address),
    remove: (address) => records.remove(address),
    addresses: () => records.addresses(),
  };
}
