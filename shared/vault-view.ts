/** What a person is told of the vault when they look after it. Holds no secret. */
import type { ErrorView } from './error-code.ts';
import type { SlotKind } from './snapshot.ts';

/** One way to open the vault. */
export interface SlotView {
  readonly id: string;
  readonly kind: SlotKind;
  /** What it depends on, such as the keyring's account or the cost of the passphrase; without salt and key. */
  readonly detail: string;
}

/** What a repaired record was made of: the file itself, which was only older than it should be, or the one before it. */
export type Repair = 'older' | 'previous' | 'whole';

export interface KeyRotation {
  /** Addresses whose records do not open and keep the key before alive; none when the rotation is complete. */
  readonly damaged: readonly string[];
}

export interface RestoreResult {
  readonly restored: readonly string[];
  /** Addresses that have something here already, which was left as it is. */
  readonly kept: readonly string[];
}

/** What a restore did to the profile file: profiles that are here already always stay as they are. */
export interface RestoredProfiles {
  /** Addresses that were not here and are now. */
  readonly added: readonly string[];
  /** Left out: beside what the service here has as defaults they would mean something else than in the backup. */
  readonly unlike: readonly string[];
  /** Why no profile could be added, although the vault's records were restored. */
  readonly problem?: ErrorView;
}
