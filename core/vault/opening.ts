/** How the data key is had: from a slot of the header, or made with a new vault. */
import { FobError } from '../errors/fob-error.ts';
import type { KeySlotBackend } from '../ports/key-slot.ts';
import { createAttempts } from './attempts.ts';
import type { Header } from './header.ts';
import { makeVault } from './make.ts';
import type { NewVault } from './make.ts';
import type { VaultOptions } from './options.ts';
import { createPassphraseSlot } from './passphrase-slot.ts';
import { kindsOf, unwrapFirst } from './slots.ts';
import type { OpenedSlot } from './slots.ts';

/** All methods reject as the slot's backend does. */
export interface Opening {
  /** By the slots that need nobody and are there now. */
  unattended(header: Header): Promise<OpenedSlot>;
  /** With a passphrase its slot alone is tried, when there is one; else whatever else can open the vault. */
  attended(header: Header, passphrase: string | undefined): Promise<OpenedSlot>;
  /** The same while the vault is open, as a proof that whoever asks may have the key. */
  proven(header: Header, passphrase: string | undefined): Promise<OpenedSlot>;
  make(passphrase: string | undefined): Promise<NewVault>;
}

export function createOpening(options: VaultOptions): Opening {
  const passphraseSlot = createPassphraseSlot(options.scrypt, options.random, options.scryptParameters);
  const attempts = createAttempts(options.clock);

  const available = async (header: Header): Promise<KeySlotBackend[]> => {
    const found: KeySlotBackend[] = [];
    for (const backend of options.backends)
      if (kindsOf(header).includes(backend.kind) && (await backend.available())) found.push(backend);
    return found;
  };

  const guess = async (header: Header, passphrase: string): Promise<OpenedSlot> => {
    await attempts.turn();
    try {
      const slot = await unwrapFirst(header, [passphraseSlot], passphrase);
      attempts.succeeded();
      return slot;
    } catch (error) {
      attempts.failed();
      throw error;
    }
  };

  const attended = (header: Header, passphrase: string | undefined): Promise<OpenedSlot> =>
    passphrase === undefined || !kindsOf(header).includes('passphrase')
      ? unwrapFirst(header, options.backends)
      : guess(header, passphrase);

  return {
    attended,
    proven: (header, passphrase) => {
      const isProof = passphrase !== undefined || kindsOf(header).some((kind) => kind !== 'passphrase');
      return isProof ? attended(header, passphrase) : Promise.reject(unproven());
    },
    unattended: async (header) => unwrapFirst(header, await available(header)),
    make: (passphrase) => makeVault(options, passphraseSlot, passphrase),
  };
}

function unproven(): FobError {
  return new FobError('vault_locked', 'This needs the passphrase of the vault.', {
    hint: 'Give it in a terminal, or as FOB_PASSPHRASE.',
  });
}
