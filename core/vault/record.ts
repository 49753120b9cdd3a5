/** One profile's secrets and token set: one file, in which every member is sealed on its own. */
import { z } from 'zod';
import type { Random } from '../ports/random.ts';
import { open, seal, sealedSchema } from './aead.ts';
import type { Binding, Sealed } from './aead.ts';

const FORMAT = 'fob-record';
const VERSION = 1;

export const memberName = z.string().regex(/^[a-z][a-z0-9_.:-]{0,127}$/);

const recordSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  address: z.string(),
  /** Counts the writes of this record. */
  revision: z.int().min(1),
  members: z.record(memberName, sealedSchema),
});
export type VaultRecord = z.infer<typeof recordSchema>;

export const RECORD_FORMAT = { name: FORMAT, version: VERSION, schema: recordSchema };

/**
 * What opens the vault's records. One object for as long as the vault is open: whoever took it before the key was rotated
 * seals with the new key all the same.
 */
export interface DataKey {
  readonly vaultId: string;
  key: CryptoKey;
  /** The key before, until a rotation has sealed everything anew. */
  retired?: CryptoKey;
}

/** Plain members by name. Whoever gets them wipes them. */
export type PlainMembers = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Seals all members anew under one revision. */
export async function sealRecord(
  { vaultId, key }: DataKey,
  record: Pick<VaultRecord, 'address' | 'revision'>,
  plain: PlainMembers,
  random: Random,
): Promise<VaultRecord> {
  const names = [...plain.keys()].sort();
  const members: Record<string, Sealed> = {};
  for (const [name, bytes] of plain)
    members[name] = await seal(key, bytes, binding(vaultId, record, names, name), random);
  return { format: FORMAT, version: VERSION, ...record, members };
}

export interface OpenedRecord {
  readonly plain: PlainMembers;
  /** Sealed with the key before: still to be sealed anew. */
  readonly isRetired: boolean;
}

/** Opens every member, or answers `undefined`: a record is whole or it is damaged. */
export async function openRecord(
  { vaultId, key, retired }: DataKey,
  record: VaultRecord,
): Promise<OpenedRecord | undefined> {
  const plain = await openWith(vaultId, key, record);
  if (plain !== undefined) return { plain, isRetired: false };
  const older = retired === undefined ? undefined : await openWith(vaultId, retired, record);
  return older === undefined ? undefined : { plain: older, isRetired: true };
}

async function openWith(
  vaultId: string,
  key: CryptoKey,
  record: VaultRecord,
): Promise<PlainMembers | undefined> {
  const names = Object.keys(record.members).sort();
  const plain = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [name, sealed] of Object.entries(record.members)) {
    const bytes = await open(key, sealed, binding(vaultId, record, names, name));
    if (bytes === undefined) {
      wipe(plain);
      return undefined;
    }
    plain.set(name, bytes);
  }
  return plain;
}

export function wipe(plain: PlainMembers): void {
  for (const bytes of plain.values()) bytes.fill(0);
}

/**
 * What each member is bound to, and so what is noticed: a member or record moved to another vault, address or name; a
 * member taken from an earlier write of the same record (all members carry the record's revision, so each write seals
 * all of them; records are small); a member that was added, removed or renamed (the list of names). What cannot be
 * noticed from the file alone is the whole record set back to an earlier one: that is what `revisions.ts` is for.
 */
function binding(
  vaultId: string,
  record: Pick<VaultRecord, 'address' | 'revision'>,
  names: readonly string[],
  name: string,
): Binding {
  return [FORMAT, VERSION, vaultId, record.address, record.revision, names, name];
}
