/** Looking after an open vault: its slots, its passphrase, its data key. */
import type { VaultCheckup } from '../../shared/checkup.ts';
import type { SlotKind } from '../../shared/snapshot.ts';
import type { KeyRotation, RestoreResult, SlotView } from '../../shared/vault-view.ts';
import type { BackedUpFiles } from './backup.ts';
import { makeBackup, openBackup, passphraseOnly, recordsOf } from './backup.ts';
import { checkVault } from './checkup.ts';
import type { VaultOptions } from './options.ts';
import { createKeyRotation } from './key-rotation.ts';
import type { VaultParts } from './key-rotation.ts';
import { createPassphraseSlot } from './passphrase-slot.ts';
import { backendOf, withNewKey, withoutSlot, withPassphrase, withSlot } from './slot-changes.ts';
import type { SlotTools } from './slot-changes.ts';
import { kindsOf, viewOf } from './slots.ts';

/** Looking after a vault; see `Vault` for how the methods reject. */
export interface VaultCare {
  /** The ways to open the vault; none while there is no vault or it is damaged. */
  slots(): readonly SlotView[];
  /** `passphrase` opens the vault; without it, what needs no person has to. `newPassphrase` is for a passphrase slot. */
  addSlot(kind: SlotKind, secrets: { passphrase?: string; newPassphrase?: string }): Promise<void>;
  /** What the slot kept elsewhere, such as an item in the keyring, goes too. Error: `refused_by_policy` for the last. */
  removeSlot(kind: SlotKind): Promise<void>;
  changePassphrase(passphrase: string | undefined, newPassphrase: string): Promise<void>;
  /**
   * A new data key, and everything sealed anew with it. Interrupted anywhere, everything stays readable and the next
   * unlock goes on. With records that do not open the key before stays, sealed, so that they can still be repaired.
   */
  rotateKey(passphrase?: string): Promise<KeyRotation>;
  /**
   * The text of a backup of all records and of `extra` files, which a passphrase opens: the vault's own, or
   * `newPassphrase` when it has none. Errors: `vault_locked`, `vault_absent`.
   */
  backup(extra: BackedUpFiles, newPassphrase?: string): Promise<string>;
  /**
   * Brings back the records of a backup that are missing or damaged here; with `replace` all of them. Without a vault
   * makes one with that passphrase; a damaged header is put back when nothing else can open the records. Answers the
   * `extra` files too. Errors: `usage`, `vault_passphrase_wrong`, `vault_locked`.
   */
  restore(
    text: string,
    passphrase: string,
    replace: boolean,
  ): Promise<RestoreResult & { readonly files: BackedUpFiles }>;
  /**
   * The true state of the vault, open or not: every slot that needs nobody is tried, that of the passphrase with the
   * given one; of an open vault every record is opened. Error: `storage_failed`.
   */
  check(passphrase?: string): Promise<VaultCheckup>;
}

interface Care extends VaultCare {
  /** Ends a rotation that was interrupted, in the background. */
  readonly goOn: () => void;
}

/** The methods of `Vault` that are about its slots and its key; see there. */
export function createVaultCare(options: VaultOptions, parts: VaultParts): Care {
  const { door, records } = parts;
  const passphraseSlot = createPassphraseSlot(options.scrypt, options.random, options.scryptParameters);
  const tools: SlotTools = { random: options.random, backends: [passphraseSlot, ...options.backends] };
  const finish = createKeyRotation(parts);

  return {
    slots: () => (door.header()?.slots ?? []).map(viewOf),
    addSlot: (kind, { passphrase, newPassphrase }) =>
      door.amend(passphrase, (opened) => withSlot(opened, kind, tools, newPassphrase)),
    async removeSlot(kind: SlotKind) {
      const gone = door.header()?.slots.find((slot) => slot.kind === kind);
      await door.amendOpenly((header) => withoutSlot(header, kind));
      if (gone !== undefined) await backendOf(kind, tools).forget?.(gone);
    },
    changePassphrase: (passphrase, newPassphrase) =>
      door.amend(passphrase, (opened) => withPassphrase(opened, newPassphrase, tools)),
    async rotateKey(passphrase) {
      const unfinished = await finish();
      if (unfinished.damaged.length > 0) return unfinished;
      await door.rotate(passphrase, (opened) => withNewKey(opened, tools, passphrase));
      return finish();
    },
    async backup(extra, newPassphrase) {
      const open = door.open();
      const slotted = kindsOf(open.header).includes('passphrase')
        ? open.header
        : await door.prove(undefined, (opened) => withSlot(opened, 'passphrase', tools, newPassphrase));
      const source = { ...open, header: await passphraseOnly(slotted), now: options.clock.now() };
      return makeBackup(source, { ...extra, ...(await records.texts()) }, options.random);
    },
    async restore(text, passphrase, replace) {
      const backup = await openBackup(text, passphrase, { files: options.files, passphraseSlot });
      await door.bringBack(backup.header, passphrase);
      const { dataKey } = door.open();
      const restored: string[] = [];
      const kept: string[] = [];
      for await (const [address, plain] of recordsOf(backup))
        ((await records.restore(dataKey, address, plain, replace)) ? restored : kept).push(address);
      return { restored, kept, files: backup.files };
    },
    check: (passphrase) =>
      checkVault({ files: options.files, door, records, backends: options.backends }, passphrase),
    goOn: () => {
      finish().catch(() => {
        // What keeps it from ending, such as a full disk, is met again and reported by the next write.
      });
    },
  };
}
