import type { VaultView } from '../../shared/snapshot.ts';

/**
 * Whether to offer the host's own key store. A vault that exists lists its slots; one that is still to be made cannot
 * tell, and a host without a key store says so when it is asked.
 */
export function offersKeychain({ state, slots }: VaultView): boolean {
  return state === 'absent' || slots.includes('keyring') || slots.includes('safe-storage');
}

/** Whether a passphrase can open the vault, or make it. */
export function offersPassphrase({ state, slots }: VaultView): boolean {
  return state === 'absent' || slots.includes('passphrase') || !offersKeychain({ state, slots });
}
