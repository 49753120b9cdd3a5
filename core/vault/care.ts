/** Looking after an open vault: its slots, its passphrase, its data key. */
import type { SlotKind } from '../../shared/snapshot.ts';
import { makeBackup, openBackup, passphraseOnly, recordsOf } from './backup.ts';
import type { VaultOptions } from './options.ts';
import { createKeyRotation } from './key-rotation.ts';
import type { VaultParts } from './key-rotation.ts';
import { createPassphraseSlot } from './passphrase-slot.ts';
import { backendOf, withNewKey, withoutSlot, withPassphrase, withSlot } from './slot-changes.ts';
import type { SlotTools } from './slot-changes.ts';
import { kindsOf, viewOf } from './slots.ts';
import type { Vault } from './vault.ts';

type Care = Pick<
  Vault,
  'slots' | 'addSlot' | 'removeSlot' | 'changePassphrase' | 'rotateKey' | 'backup' | 'restore'
> & {
  /** Ends a rotation that was interrupted, in the background. */
  readonly goOn: () => void;
};

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
    goOn: () => {
      finish().catch(() => {
        // What keeps it from ending, such as a full disk, is met again and reported by the next write.
      });
    },
  };
}
