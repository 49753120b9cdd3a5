/**
 * What a host answers on its private socket alone, besides the contract of the UIs: looking after the vault. A page, also
 * one that somebody got a session of, comes no nearer to the vault's keys than locking and unlocking it.
 */
import { z } from 'zod';
import type { Checkup, Surroundings } from './checkup.ts';
import { invoke } from './ipc-kit.ts';
import { parseAddress } from './profile.ts';
import type { Address } from './profile.ts';
import type { KeyRotation, Repair, RestoredProfiles, RestoreResult, SlotView } from './vault-view.ts';

/** Bytes of a request that brings a backup: of 10,000 profiles, each with tokens, it has some 50 MB. */
export const LARGEST_RESTORE_BYTES = 272 * 1024 * 1024;

const address = z.custom<Address>((value) => typeof value === 'string' && parseAddress(value) !== undefined);
const secret = z.string().min(1).max(1024);
const kind = z.enum(['passphrase', 'keyring', 'safe-storage']);
/** The one that opens the vault now, as proof of who asks. */
const passphrase = secret.exactOptional();
const newPassphrase = secret.exactOptional();

export const vaultContract = {
  'vault.slots': invoke<{ slots: readonly SlotView[] }>()(z.undefined()),
  'vault.addSlot': invoke<null>()(z.strictObject({ kind, passphrase, newPassphrase })),
  'vault.removeSlot': invoke<null>()(z.strictObject({ kind })),
  'vault.changePassphrase': invoke<null>()(z.strictObject({ passphrase, newPassphrase: secret })),
  'vault.rotateKey': invoke<KeyRotation>()(z.strictObject({ passphrase })),
  'vault.backup': invoke<{ text: string }>()(z.strictObject({ newPassphrase })),
  'vault.restore': invoke<RestoreResult & { profiles: RestoredProfiles }>()(
    z.strictObject({
      text: z.string().max(LARGEST_RESTORE_BYTES),
      passphrase: secret,
      replace: z.boolean().exactOptional(),
    }),
  ),
  'vault.repair': invoke<{ repaired: Repair }>()(z.strictObject({ address })),
  'host.checkup': invoke<Checkup & { host: Surroundings }>()(
    z.strictObject({ address: address.exactOptional(), passphrase }),
  ),
} as const;

export type VaultContract = typeof vaultContract;
