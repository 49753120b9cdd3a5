import type { KeySlotBackend } from '../../core/ports/key-slot.ts';
import type { Random } from '../../core/ports/random.ts';
import { FobError } from '../../core/errors/fob-error.ts';
import { KEY_BYTES } from '../../core/vault/aead.ts';
import { unwrapKey, wrapKey } from '../../core/vault/wrapped-key.ts';

export interface KeychainItems {
  has(id: string): boolean;
  get(id: string): Uint8Array<ArrayBuffer> | undefined;
  set(id: string, value: Uint8Array<ArrayBuffer>): void;
  delete(id: string): void;
}

/** A keyring that does as the real one: one item per vault, which wraps the data key and is never replaced. */
export function createKeychain(
  random: Random,
  items: KeychainItems = new Map<string, Uint8Array<ArrayBuffer>>(),
): KeySlotBackend {
  const kind = 'keyring';
  const itemOf = (vaultId: string): Uint8Array<ArrayBuffer> | undefined => {
    const item = items.get(vaultId);
    return item && Uint8Array.from(item);
  };
  return {
    kind,
    available: () => Promise.resolve(true),
    async wrap(dataKey, context) {
      if (!items.has(context.vaultId)) items.set(context.vaultId, random.bytes(KEY_BYTES));
      const parameters = { account: context.vaultId };
      const key = itemOf(context.vaultId) ?? new Uint8Array(KEY_BYTES);
      return { parameters, wrapped: await wrapKey(key, dataKey, { kind, parameters }, context, random) };
    },
    async unwrap(slot, context) {
      const item = itemOf(context.vaultId);
      const dataKey = item && (await unwrapKey(item, slot, context));
      if (dataKey === undefined)
        throw new FobError('vault_locked', 'The item of the keyring does not open it.');
      return { dataKey, isOutdated: false };
    },
    forget(slot) {
      items.delete(String(slot.parameters.account));
      return Promise.resolve();
    },
  };
}
