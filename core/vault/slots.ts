/** Which slots to try, and what to say when none opens. */
import type { SlotKind } from '../../shared/snapshot.ts';
import type { SlotView } from '../../shared/vault-view.ts';
import { FobError } from '../errors/fob-error.ts';
import type { KeySlotBackend, SlotContext, SlotRecord, Unwrapped } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import { toBase64url } from './base64url.ts';
import type { Header } from './header.ts';

const SLOT_ID_BYTES = 8;

const HOW_TO_OPEN: Readonly<Record<SlotKind, string>> = {
  passphrase: 'Set FOB_PASSPHRASE or run "fob unlock" in a terminal.',
  keyring: "Unlock the system's keyring, then unlock Fob.",
  'safe-storage': 'Open the Fob desktop app: the key is in its keychain.',
};
export const HOW_TO_MAKE = 'Set FOB_PASSPHRASE or run "fob unlock" in a terminal.';

/** The next step for a person who meets this vault locked. */
export function howToOpen(header: Header): string {
  return kindsOf(header)
    .map((kind) => HOW_TO_OPEN[kind])
    .join(' Or: ');
}

export function kindsOf(header: Header): SlotKind[] {
  return [...new Set(header.slots.map((slot) => slot.kind))];
}

/** A new slot for the data key. Rejects as the backend does. */
export async function makeSlot(
  backend: KeySlotBackend,
  dataKey: Uint8Array<ArrayBuffer>,
  context: Omit<SlotContext, 'slotId'>,
  random: Random,
): Promise<SlotRecord> {
  const id = toBase64url(random.bytes(SLOT_ID_BYTES));
  const wrapped = await backend.wrap(dataKey, { ...context, slotId: id });
  return { id, kind: backend.kind, ...wrapped };
}

export interface OpenedSlot extends Unwrapped {
  readonly slot: SlotRecord;
  readonly backend: KeySlotBackend;
}

/** The data key from the first slot that one of the backends opens. Rejects with the first trouble when none does. */
export async function unwrapFirst(
  header: Header,
  backends: readonly KeySlotBackend[],
  passphrase?: string,
): Promise<OpenedSlot> {
  let trouble: FobError | undefined;
  for (const backend of backends) {
    for (const slot of header.slots.filter(({ kind }) => kind === backend.kind)) {
      try {
        return { slot, backend, ...(await backend.unwrap(slot, contextOf(header, slot, passphrase))) };
      } catch (error) {
        if (!(error instanceof FobError)) throw error;
        trouble ??= error;
      }
    }
  }
  throw trouble ?? new FobError('vault_locked', 'The vault is locked.', { hint: howToOpen(header) });
}

/** The same slot, wrapping a data key anew. Rejects as the backend does. */
export async function rewrap(
  header: Header,
  slot: SlotRecord,
  backend: KeySlotBackend,
  dataKey: Uint8Array<ArrayBuffer>,
  passphrase: string | undefined,
): Promise<SlotRecord> {
  const { id, kind } = slot;
  return { id, kind, ...(await backend.wrap(dataKey, contextOf(header, slot, passphrase))) };
}

function contextOf(header: Header, slot: SlotRecord, passphrase: string | undefined): SlotContext {
  const context = { vaultId: header.id, slotId: slot.id };
  return passphrase === undefined ? context : { ...context, passphrase };
}

/** What a person can recognise a slot by. */
export function viewOf({ id, kind, parameters }: SlotRecord): SlotView {
  const detail = Object.entries(parameters)
    .filter(([name]) => name !== 'salt')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  return { id, kind, detail };
}
