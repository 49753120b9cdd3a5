import type { SlotKind } from '../../shared/snapshot.ts';

/** A slot as it stands in the vault's header: the data key wrapped by something only its owner has. Base64url values. */
export interface SlotRecord {
  readonly id: string;
  readonly kind: SlotKind;
  /** What the backend needs to unwrap: salt and cost for `passphrase`, the item's name for `keyring`... No secret. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly wrapped: string;
}

/**
 * Something that can keep a vault's data key: the OS keyring, Electron's safeStorage, a passphrase. `wrap` is called
 * once when the slot is made, `unwrap` at every unlock. Both reject with a `FobError`: `vault_locked` when the
 * backend is locked or absent for now (never a reason to make a new key), `vault_passphrase_wrong`, `vault_damaged`.
 */
export interface KeySlotBackend {
  readonly kind: SlotKind;
  /** What keeps the key, by the name a person knows it: `macOS Keychain`. */
  readonly place?: string;
  /** Whether it can be used without asking a person, on this machine, now. */
  available(): Promise<boolean>;
  wrap(
    dataKey: Uint8Array<ArrayBuffer>,
    context: SlotContext,
  ): Promise<Pick<SlotRecord, 'parameters' | 'wrapped'>>;
  unwrap(slot: SlotRecord, context: SlotContext): Promise<Unwrapped>;
  /** The slot is gone from the vault's header for good: its item in the keyring can go too. */
  forget?(slot: SlotRecord): Promise<void>;
}

export interface Unwrapped {
  readonly dataKey: Uint8Array<ArrayBuffer>;
  /** It opened, but would be wrapped otherwise today: a higher cost, a newer key of the keychain. */
  readonly isOutdated: boolean;
}

export interface SlotContext {
  /** Binds the wrapped key to its vault. */
  readonly vaultId: string;
  readonly slotId: string;
  /** Only for the `passphrase` slot. */
  readonly passphrase?: string;
}
