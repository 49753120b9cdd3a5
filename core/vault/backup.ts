/**
 * A backup: the vault's files as they are, sealed once more as a whole with the data key, beside a header whose only slot
 * is a passphrase. No secret is opened to make one.
 */
import { z } from 'zod';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import type { KeySlotBackend } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import { importKey, open, seal, sealedSchema } from './aead.ts';
import type { Binding } from './aead.ts';
import { headerText, isKeyOf, nextHeader, parseHeader, retiredKeyOf } from './header.ts';
import type { Header } from './header.ts';
import { addressOfRecord, recordFile } from './layout.ts';
import { openRecord, RECORD_FORMAT, wipe } from './record.ts';
import type { DataKey } from './record.ts';
import { unwrapFirst } from './slots.ts';

const FORMAT = 'fob-backup';
const VERSION = 1;
const LARGEST = 256 * 1024 * 1024;

const backupSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  created_at: z.iso.datetime(),
  /** The text of the vault's header. */
  header: z.string().max(64 * 1024),
  sealed: sealedSchema.extend({ data: z.base64url().max(LARGEST) }),
});

const filesSchema = z.record(z.string().max(256), z.string());
/** Texts by the names of their files in the data directory. */
export type BackedUpFiles = Readonly<Record<string, string>>;

export interface BackupSource {
  readonly header: Header;
  readonly dataKey: DataKey;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The text of a backup. `header` has a passphrase slot and no other. */
export async function makeBackup(
  { header, dataKey, now }: BackupSource,
  backedUp: BackedUpFiles,
  random: Random,
): Promise<string> {
  const created_at = new Date(now).toISOString();
  const plain = new TextEncoder().encode(JSON.stringify(backedUp));
  const sealed = await seal(dataKey.key, plain, binding(header.id, created_at), random);
  return `${JSON.stringify({ format: FORMAT, version: VERSION, created_at, header: headerText(header), sealed })}\n`;
}

/** What a vault's header becomes in a backup: opened by nothing but a passphrase. */
export function passphraseOnly(header: Header): Promise<Header> {
  const slots = header.slots.filter(({ kind }) => kind === 'passphrase');
  return nextHeader(header, slots, header);
}

export interface OpenedBackup {
  readonly header: Header;
  readonly dataKey: DataKey;
  readonly files: BackedUpFiles;
}

/** Errors: `usage` for a text that is no backup or a damaged one, `vault_passphrase_wrong`. */
export async function openBackup(
  text: string,
  passphrase: string,
  { files, passphraseSlot }: { readonly files: Files; readonly passphraseSlot: KeySlotBackend },
): Promise<OpenedBackup> {
  const backup = parse(text);
  const header = await parseHeader(files, new TextEncoder().encode(backup.header)).catch((cause: unknown) => {
    throw notABackup(cause);
  });
  const { dataKey: raw } = await unwrapFirst(header, [passphraseSlot], passphrase);
  const key = await importKey(raw).finally(() => raw.fill(0));
  const plain = await open(key, backup.sealed, binding(header.id, backup.created_at));
  if (plain === undefined || !(await isKeyOf(header, key))) throw notABackup();
  const retired = await retiredKeyOf(header, key);
  const dataKey = { vaultId: header.id, key, ...(retired === undefined ? {} : { retired }) };
  return { header, dataKey, files: filesSchema.parse(JSON.parse(new TextDecoder().decode(plain))) };
}

/** The members of each record in a backup, by address; those that do not open are left out. */
export async function* recordsOf({
  dataKey,
  files,
}: OpenedBackup): AsyncGenerator<readonly [string, ReadonlyMap<string, Uint8Array<ArrayBuffer>>]> {
  for (const [name, text] of Object.entries(files)) {
    const address = addressOfRecord(name);
    const record = address === undefined ? undefined : RECORD_FORMAT.schema.safeParse(jsonOf(text)).data;
    if (address === undefined || record === undefined || recordFile(record.address) !== name) continue;
    const opened = await openRecord(dataKey, record);
    if (opened === undefined) continue;
    yield [address, opened.plain];
    wipe(opened.plain);
  }
}

function parse(text: string): z.infer<typeof backupSchema> {
  const parsed = backupSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw notABackup(parsed.error);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notABackup(cause?: unknown): FobError {
  return new FobError('usage', 'This is not a backup of a Fob vault, or it is damaged.', {
    hint: 'Give the file that "fob vault backup" wrote; nothing was changed.',
    cause,
  });
}

function binding(vaultId: string, createdAt: string): Binding {
  return [FORMAT, VERSION, vaultId, createdAt];
}
