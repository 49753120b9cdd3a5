/** A new vault: its data key, its first slot, its header. */
import { FobError } from '../errors/fob-error.ts';
import type { KeySlotBackend, SlotRecord } from '../ports/key-slot.ts';
import { importKey, KEY_BYTES } from './aead.ts';
import { toBase64url } from './base64url.ts';
import { makeHeader, writeHeader } from './header.ts';
import type { Header } from './header.ts';
import type { VaultOptions } from './options.ts';
import { HOW_TO_MAKE, makeSlot } from './slots.ts';

const VAULT_ID_BYTES = 16;

export interface NewVault {
  readonly header: Header;
  /** The data key. The caller wipes it. */
  readonly raw: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a vault and writes its header. With a passphrase it gets a passphrase slot, else the slot of the first backend
 * that works. Errors: `vault_absent` when no backend does, `storage_failed`.
 */
export async function makeVault(
  options: VaultOptions,
  passphraseSlot: KeySlotBackend,
  passphrase: string | undefined,
): Promise<NewVault> {
  const { files, random } = options;
  const vaultId = toBase64url(random.bytes(VAULT_ID_BYTES));
  const raw = random.bytes(KEY_BYTES);
  try {
    const slot =
      passphrase === undefined
        ? await firstSlot(options, raw, vaultId)
        : await makeSlot(passphraseSlot, raw, { vaultId, passphrase }, random);
    const header = await makeHeader(vaultId, [slot], await importKey(raw), options);
    await writeHeader(files, header);
    return { header, raw };
  } catch (error) {
    raw.fill(0);
    throw error;
  }
}

async function firstSlot(
  { backends, random }: VaultOptions,
  raw: Uint8Array<ArrayBuffer>,
  vaultId: string,
): Promise<SlotRecord> {
  let trouble: FobError | undefined;
  for (const backend of backends) {
    if (!(await backend.available())) continue;
    try {
      return await makeSlot(backend, raw, { vaultId }, random);
    } catch (error) {
      // It looked available and was not: the next one may be.
      if (!(error instanceof FobError)) throw error;
      trouble ??= error;
    }
  }
  throw new FobError('vault_absent', 'There is no vault yet, and no keyring here that could keep its key.', {
    hint: HOW_TO_MAKE,
    cause: trouble,
  });
}
