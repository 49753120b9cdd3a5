import type { Random } from '../ports/random.ts';
import type { SlotContext, SlotRecord } from '../ports/key-slot.ts';
import { importAndWipe, open, seal, sealedSchema } from './aead.ts';
import type { Binding } from './aead.ts';

// 12 bytes are 16 characters with no bits to spare, so IV and ciphertext can stand in one base64url text.
const IV_CHARACTERS = 16;

/** A slot without its wrapped key: all of it is bound to the wrapped key. */
export type SlotHead = Pick<SlotRecord, 'kind' | 'parameters'>;

/** Wraps the data key with a key that only the slot's owner has, for `SlotRecord.wrapped`. Wipes `wrappingKey`. */
export async function wrapKey(
  wrappingKey: Uint8Array<ArrayBuffer>,
  dataKey: Uint8Array<ArrayBuffer>,
  head: SlotHead,
  context: SlotContext,
  random: Random,
): Promise<string> {
  const key = await importAndWipe(wrappingKey);
  const { iv, data } = await seal(key, dataKey, binding(head, context), random);
  return iv + data;
}

/** The opposite of {@link wrapKey}; `undefined` when the wrapping key or anything of the slot is not the same. Wipes `wrappingKey`. */
export async function unwrapKey(
  wrappingKey: Uint8Array<ArrayBuffer>,
  slot: SlotRecord,
  context: SlotContext,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const key = await importAndWipe(wrappingKey);
  const sealed = sealedSchema.safeParse({
    iv: slot.wrapped.slice(0, IV_CHARACTERS),
    data: slot.wrapped.slice(IV_CHARACTERS),
  });
  return sealed.success ? open(key, sealed.data, binding(slot, context)) : undefined;
}

function binding(head: SlotHead, context: SlotContext): Binding {
  const parameters = Object.entries(head.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['fob-slot', 1, context.vaultId, context.slotId, head.kind, parameters];
}
