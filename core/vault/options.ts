import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Scrypt, ScryptParameters } from '../ports/kdf.ts';
import type { KeySlotBackend } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';

export interface VaultOptions {
  readonly files: Files;
  readonly random: Random;
  readonly clock: Clock;
  readonly scrypt: Scrypt;
  /** What can open the vault without a person, best first. The passphrase slot is built in. */
  readonly backends: readonly KeySlotBackend[];
  /** Cost of a new passphrase slot. Default N=2^17, r=8, p=1. */
  readonly scryptParameters?: ScryptParameters;
}
