/** Adding, removing and renewing the slots of an open vault, and its data key. One slot of each kind. */
import type { SlotKind } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import type { KeySlotBackend, SlotRecord } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import { importKey, KEY_BYTES } from './aead.ts';
import type { OpenedHeader } from './door.ts';
import { keyCheck, nextHeader, sealRetired } from './header.ts';
import type { Header } from './header.ts';
import { kindsOf, makeSlot, rewrap } from './slots.ts';

export interface SlotTools {
  readonly random: Random;
  /** Everything that can wrap a key here, the passphrase slot included. */
  readonly backends: readonly KeySlotBackend[];
}

/** Errors: `usage` when there is one of that kind already, `vault_locked` when nothing here could keep the key. */
export async function withSlot(
  { header, raw }: OpenedHeader,
  kind: SlotKind,
  tools: SlotTools,
  passphrase?: string,
): Promise<Header> {
  if (kindsOf(header).includes(kind)) {
    throw new FobError('usage', `The vault has a ${kind} slot already.`, {
      hint:
        kind === 'passphrase'
          ? 'Change it with: fob vault passphrase'
          : `Remove it first with: fob vault remove-slot ${kind}`,
    });
  }
  const context = { vaultId: header.id, ...(passphrase === undefined ? {} : { passphrase }) };
  const slot = await makeSlot(backendOf(kind, tools), raw, context, tools.random);
  return nextHeader(header, [...header.slots, slot], header);
}

/** Errors: `usage` when there is none of that kind, `refused_by_policy` when it is the last one. */
export async function withoutSlot(header: Header, kind: SlotKind): Promise<Header> {
  const slots = header.slots.filter((slot) => slot.kind !== kind);
  if (slots.length === header.slots.length) {
    throw new FobError('usage', `The vault has no ${kind} slot.`, { hint: 'See: fob vault slots' });
  }
  if (slots.length === 0) {
    throw new FobError('refused_by_policy', 'This is the only slot of the vault: nothing else opens it.', {
      hint: 'Add another one first with: fob vault add-slot passphrase',
    });
  }
  return nextHeader(header, slots, header);
}

/** Errors: `usage` when the vault has no passphrase. */
export async function withPassphrase(
  { header, raw }: OpenedHeader,
  passphrase: string,
  tools: SlotTools,
): Promise<Header> {
  if (!kindsOf(header).includes('passphrase')) {
    throw new FobError('usage', 'The vault has no passphrase.', {
      hint: 'Give it one with: fob vault add-slot passphrase',
    });
  }
  const slots = await Promise.all(
    header.slots.map((slot) =>
      slot.kind === 'passphrase'
        ? rewrap(header, slot, backendOf(slot.kind, tools), raw, passphrase)
        : Promise.resolve<SlotRecord>(slot),
    ),
  );
  return nextHeader(header, slots, header);
}

/**
 * A new data key in every slot, with the present one kept as `retired_key` until all is sealed anew. Rejects as the
 * backend of a slot does; `vault_locked` when the vault has a passphrase and none was given.
 */
export async function withNewKey(
  { header, raw }: OpenedHeader,
  tools: SlotTools,
  passphrase: string | undefined,
): Promise<{ readonly header: Header; readonly key: CryptoKey }> {
  const fresh = tools.random.bytes(KEY_BYTES);
  try {
    const key = await importKey(fresh);
    const slots: SlotRecord[] = [];
    for (const slot of header.slots)
      slots.push(await rewrap(header, slot, backendOf(slot.kind, tools), fresh, passphrase));
    const key_check = await keyCheck(header.id, key, tools.random);
    const retired_key = await sealRetired(header.id, key, raw, tools.random);
    return { header: await nextHeader(header, slots, { key_check, retired_key }), key };
  } finally {
    fresh.fill(0);
  }
}

/** The end of a rotation: nothing needs the key before any more. */
export function withoutRetiredKey(header: Header): Promise<Header> {
  return nextHeader(header, header.slots, { key_check: header.key_check });
}

export function backendOf(kind: SlotKind, { backends }: SlotTools): KeySlotBackend {
  const found = backends.find((backend) => backend.kind === kind);
  if (found !== undefined) return found;
  throw new FobError('vault_locked', `Nothing here can open or make a ${kind} slot.`, {
    hint:
      kind === 'safe-storage'
        ? 'That slot belongs to the desktop app: start it and try again, or remove the slot first.'
        : 'Start the keyring of the system, or remove the slot first.',
  });
}
