/** The vault's header: which vault this is, and its data key wrapped once per slot. Holds no secret. */
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { SlotRecord } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import { importAndWipe, open, seal, sealedSchema } from './aead.ts';
import type { Binding, Sealed } from './aead.ts';
import { base64urlText, toBase64url } from './base64url.ts';
import { damaged, parseFile } from './damage.ts';
import { addressOfFile, HEADER_FILE, previousGeneration, RECORDS_FOLDER } from './layout.ts';

const FORMAT = 'fob-vault';
const VERSION = 2;

const slotSchema = z.strictObject({
  id: base64urlText(64).min(1),
  kind: z.enum(['passphrase', 'keyring', 'safe-storage']),
  parameters: z.record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
    z.union([z.string().max(4096), z.number()]),
  ),
  wrapped: base64urlText(16 * 1024),
});

/** Without revision and retired key; written until Fob 0.1. */
const firstVersion = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1),
  app: z.literal('fob'),
  id: base64urlText(64).min(1),
  created_at: z.iso.datetime(),
  slots: z.array(slotSchema).min(1).max(32),
  /** Nothing, sealed with the data key: shows that a slot gave this vault's key and not another's. */
  key_check: sealedSchema,
  /**
   * SHA-256 of all of the above. Not against an attacker, who can compute it too: it tells a damaged header from a wrong
   * passphrase, which look the same to the cipher.
   */
  digest: base64urlText(64),
});

const headerSchema = firstVersion.extend({
  version: z.literal(VERSION),
  /** Counts the writes of the header. */
  revision: z.int().min(1),
  /** The data key before, sealed with the present one, until a rotation has sealed everything anew. */
  retired_key: sealedSchema.optional(),
});
export type Header = z.infer<typeof headerSchema>;
type AnyHeader = Header | z.infer<typeof firstVersion>;

const anyHeader = { name: FORMAT, version: VERSION, schema: z.union([headerSchema, firstVersion]) };

/** A header for a new vault. */
export async function makeHeader(
  vaultId: string,
  slots: SlotRecord[],
  key: CryptoKey,
  ports: { readonly clock: Clock; readonly random: Random },
): Promise<Header> {
  const body: Omit<Header, 'digest'> = {
    format: FORMAT,
    version: VERSION,
    app: 'fob',
    id: vaultId,
    created_at: new Date(ports.clock.now()).toISOString(),
    slots: slots.map(copyOf),
    key_check: await keyCheck(vaultId, key, ports.random),
    revision: 1,
  };
  return { ...body, digest: await digestOf(body) };
}

/** The header after a change, with a revision above its own and `above`. */
export async function nextHeader(
  header: Header,
  slots: readonly SlotRecord[],
  keys: Pick<Header, 'key_check' | 'retired_key'>,
  above = 0,
): Promise<Header> {
  const { format, version, app, id, created_at } = header;
  const { key_check, retired_key } = keys;
  const body: Omit<Header, 'digest'> = {
    ...{ format, version, app, id, created_at, slots: slots.map(copyOf), key_check },
    revision: Math.max(header.revision, above) + 1,
    ...(retired_key === undefined ? {} : { retired_key }),
  };
  return { ...body, digest: await digestOf(body) };
}

function copyOf(slot: SlotRecord): Header['slots'][number] {
  return { ...slot, parameters: { ...slot.parameters } };
}

export async function writeHeader(files: Files, header: Header): Promise<void> {
  await files.write(HEADER_FILE, new TextEncoder().encode(headerText(header)), { keepPrevious: true });
}

export function headerText(header: Header): string {
  return `${JSON.stringify(header, undefined, 2)}\n`;
}

/** `undefined` when no vault was made yet. Errors: `vault_damaged`, `storage_failed`. */
export async function readHeader(files: Files): Promise<Header | undefined> {
  const bytes = await files.read(HEADER_FILE);
  return bytes === undefined ? absent(files) : parseHeader(files, bytes);
}

/** A header of an earlier version comes out as one of this version; the file changes with the next write. */
export async function parseHeader(files: Files, bytes: Uint8Array): Promise<Header> {
  const header = parseFile<AnyHeader>(files, HEADER_FILE, bytes, anyHeader);
  if ((await digestOf(header)) !== header.digest) throw damaged(files, HEADER_FILE, 'is damaged');
  return header.version === 1 ? { ...header, version: VERSION, revision: 1 } : header;
}

/** Records without a header are a vault that lost it: a new one would make them unreadable for ever. */
async function absent(files: Files): Promise<undefined> {
  const lost =
    files.stamp(previousGeneration(HEADER_FILE)) !== undefined ||
    (await files.list(RECORDS_FOLDER)).some((name) => addressOfFile(name) !== undefined);
  if (lost) throw damaged(files, HEADER_FILE, 'is missing, but there are records that need it');
  return undefined;
}

/** Whether `key` is the data key that this header's records are sealed with. */
export async function isKeyOf(header: Header, key: CryptoKey): Promise<boolean> {
  return (await open(key, header.key_check, checkBinding(header.id))) !== undefined;
}

export function keyCheck(vaultId: string, key: CryptoKey, random: Random): Promise<Sealed> {
  return seal(key, new Uint8Array(), checkBinding(vaultId), random);
}

/** For `retired_key`: `before` in the keeping of `key`. */
export function sealRetired(
  vaultId: string,
  key: CryptoKey,
  before: Uint8Array<ArrayBuffer>,
  random: Random,
): Promise<Sealed> {
  return seal(key, before, retiredBinding(vaultId), random);
}

/** The key before the present one, while a rotation is unfinished. */
export async function retiredKeyOf(header: Header, key: CryptoKey): Promise<CryptoKey | undefined> {
  if (header.retired_key === undefined) return undefined;
  const raw = await open(key, header.retired_key, retiredBinding(header.id));
  return raw === undefined ? undefined : importAndWipe(raw);
}

function checkBinding(vaultId: string): Binding {
  return ['fob-key-check', 1, vaultId];
}

function retiredBinding(vaultId: string): Binding {
  return ['fob-retired-key', 1, vaultId];
}

async function digestOf(header: Omit<Header, 'digest'> | AnyHeader): Promise<string> {
  const { format, version, app, id, created_at, slots, key_check } = header;
  const parts = slots.map((slot) => [slot.id, slot.kind, Object.entries(slot.parameters), slot.wrapped]);
  const first = [format, version, app, id, created_at, parts, key_check.iv, key_check.data];
  const second =
    header.version === 1
      ? []
      : [header.revision, header.retired_key?.iv ?? '', header.retired_key?.data ?? ''];
  const hash = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(JSON.stringify([...first, ...second])),
  );
  return toBase64url(new Uint8Array(hash));
}
