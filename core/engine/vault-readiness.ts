import { FobError } from '../errors/fob-error.ts';
import type { Vault } from '../vault/vault.ts';

/** `absent` when a vault is still to be made. Rejects with `vault_locked` or `vault_damaged`; `closing`: it is being locked. */
export async function vaultReadiness(vault: Vault, closing: boolean): Promise<'unlocked' | 'absent'> {
  // A damaged header may have been restored since.
  if (vault.view().state === 'damaged') await vault.load();
  const { state, hint } = vault.view();
  if (state === 'absent') return 'absent';
  if (state === 'unlocked' && !closing) return 'unlocked';
  const damaged = state === 'damaged';
  throw new FobError(
    damaged ? 'vault_damaged' : 'vault_locked',
    `The vault is ${damaged ? 'damaged' : 'locked'}.`,
    {
      hint: hint ?? 'Unlock it with: fob unlock',
    },
  );
}
