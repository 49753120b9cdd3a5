/** The second half of a key rotation: everything sealed with the new key, and then the key before forgotten. */
import type { KeyRotation } from '../../shared/vault-view.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Door } from './door.ts';
import type { RecordStore } from './record-store.ts';
import type { Revisions } from './revisions.ts';
import { serialByKey } from '../ports/serial.ts';
import { withoutRetiredKey } from './slot-changes.ts';

export interface VaultParts {
  readonly door: Door;
  readonly records: RecordStore;
  readonly revisions: Revisions;
}

/**
 * Answers what ends a rotation that is under way, however far it came; nothing happens when none is. Rejects as `Vault`
 * does; what is not done yet is then still sealed with the key before, which stays.
 */
export function createKeyRotation({ door, records, revisions }: VaultParts): () => Promise<KeyRotation> {
  const serial = serialByKey();

  async function sealAnew(): Promise<KeyRotation> {
    const dataKey = door.dataKey();
    if (dataKey?.retired === undefined) return { damaged: [] };
    const damaged: string[] = [];
    for (const address of await records.addresses()) {
      await records.reseal(dataKey, address).catch((error: unknown) => {
        if (!(error instanceof FobError) || error.code !== 'vault_damaged') throw error;
        damaged.push(address);
      });
    }
    await revisions.reseal(dataKey);
    if (damaged.length > 0) return { damaged };
    await door.amendOpenly(withoutRetiredKey);
    delete dataKey.retired;
    return { damaged };
  }

  return () => serial('rotation', sealAnew);
}
