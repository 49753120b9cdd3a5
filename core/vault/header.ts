/** The vault's header: which vault this is, and its data key wrapped once per slot. Holds no secret. */
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { SlotRecord } from '../ports/key-slot.ts';
import type { Random } from '../ports/random.ts';
import { open, seal, sealedSchema } from './aead.ts';
import type { Binding, Sealed } from './aead.ts';
import { base64urlText, toBase64url } from './base64url.ts';
import { damaged, parseFile } from './damage.ts';
import { addressOfFile, HEADER_FILE, previousGeneration, RECORDS_FOLDER } from './layout.ts';

const FORMAT = 'fob-vault';
const VERSION = 1;

const slotSchema = z.strictObject({
  id: base64urlText(64).min(1),
  kind: z.enum(['passphrase', 'keyring', 'safe-storage']),
  parameters: z.record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
    z.union([z.string().max(4096), z.number()]),
  ),
  wrapped: base64urlText(16 * 1024),
});

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
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
export type Header = z.infer<typeof headerSchema>;
type Body = Omit<Header, 'digest'>;

/** A header for a new vault; `slots` gives its first slots once the vault's id is known. */
export async function makeHeader(
  vaultId: string,
  slots: SlotRecord[],
  key: CryptoKey,
  ports: { readonly clock: Clock; readonly random: Random },
): Promise<Header> {
  const body: Body = {
    format: FORMAT,
    version: VERSION,
    app: 'fob',
    id: vaultId,
    created_at: new Date(ports.clock.now()).toISOString(),
    slots: slots.map((slot) => ({ ...slot, parameters: { ...slot.parameters } })),
    key_check: await seal(key, new Uint8Array(), keyCheck(vaultId), ports.random),
  };
  return { ...body, digest: await digestOf(body) };
}

/** Whether `key` is the data key that this header's records are sealed with. */
export async function isKeyOf(header: Header, key: CryptoKey): Promise<boolean> {
  return (await open(key, header.key_check, keyCheck(header.id))) !== undefined;
}

export async function writeHeader(files: Files, header: Header): Promise<void> {
  const text = `${JSON.stringify(header, undefined, 2)}\n`;
  await files.write(HEADER_FILE, new TextEncoder().encode(text), { keepPrevious: true });
}

/** `undefined` when no vault was made yet. Errors: `vault_damaged`, `storage_failed`. */
export async function readHeader(files: Files): Promise<Header | undefined> {
  const bytes = await files.read(HEADER_FILE);
  if (bytes === undefined) return absent(files);
  const header = parseFile(files, HEADER_FILE, bytes, {
    name: FORMAT,
    version: VERSION,
    schema: headerSchema,
  });
  if ((await digestOf(header)) !== header.digest) throw damaged(files, HEADER_FILE, 'is damaged');
  return header;
}

/** Records without a header are a vault that lost it: a new one would make them unreadable for ever. */
async function absent(files: Files): Promise<undefined> {
  const lost =
    files.stamp(previousGeneration(HEADER_FILE)) !== undefined ||
    (await files.list(RECORDS_FOLDER)).some((name) => addressOfFile(name) !== undefined);
  if (lost) throw damaged(files, HEADER_FILE, 'is missing, but there are records that need it');
  return undefined;
}

function keyCheck(vaultId: string): Binding {
  return ['fob-key-check', VERSION, vaultId];
}

async function digestOf(header: Body): Promise<string> {
  const { format, version, app, id, created_at, slots, key_check } = header;
  const parts = slots.map((slot) => [slot.id, slot.kind, Object.entries(slot.parameters), slot.wrapped]);
  const sealed: Sealed = key_check;
  const text = JSON.stringify([format, version, app, id, created_at, parts, sealed.iv, sealed.data]);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(hash));
}
