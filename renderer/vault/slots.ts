import type { VaultView } from '../../shared/snapshot.ts';

/**
 * Whether the host can open or make this vault without a passphrase. A vault that exists lists its slots; one that is
 * still to be made has none, and the host's hint says whether a keychain is there.
 */
export function offersKeychain({ state, slots, hint }: VaultView): boolean {
  if (slots.includes('keyring') || slots.includes('safe-storage')) return true;
  return state === 'absent' && /keychain|keyring/i.test(hint ?? '');
}
