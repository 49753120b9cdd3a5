/**
 * Which revision each file of the vault has reached, so that a file that was put back to an earlier one is noticed: by a
 * tool that synchronises folders, by a careless copy, or to have a spent refresh token sent again. Kept in 256 small
 * files, so that a save costs the same whatever the number of profiles. What cannot be noticed is the whole vault put
 * back, since nothing outside of it remembers.
 */
import { z } from 'zod';
import type { Files } from '../ports/files.ts';
import type { Random } from '../ports/random.ts';
import { open, seal, sealedSchema } from './aead.ts';
import type { Binding } from './aead.ts';
import { damaged, parseFile } from './damage.ts';
import { REVISIONS_FOLDER } from './layout.ts';
import type { DataKey } from './record.ts';
import { serialByKey } from './serial.ts';

const FORMAT = 'fob-revisions';
const VERSION = 1;

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  sealed: sealedSchema,
});
const floorsSchema = z.record(z.string(), z.int().min(0));
type Floors = Readonly<Record<string, number>>;

/** Names are those of files in the data directory. All methods reject with `vault_damaged` or `storage_failed`. */
export interface Revisions {
  /** The lowest revision that the file may have; 0 when nothing is known of it. */
  floor(dataKey: DataKey, name: string): Promise<number>;
  /** Notes, durably, that the file has reached a revision. */
  raise(dataKey: DataKey, name: string, revision: number): Promise<void>;
  /** Seals with the new key what the key before had sealed. */
  reseal(dataKey: DataKey): Promise<void>;
  /** The vault was locked: what was read is read anew. */
  forget(): void;
}

export function createRevisions(files: Files, random: Random): Revisions {
  const serial = serialByKey();
  const known = new Map<string, Floors>();

  async function read(dataKey: DataKey, shard: string): Promise<Floors> {
    const cached = known.get(shard);
    if (cached !== undefined) return cached;
    const bytes = await files.read(shard);
    if (bytes === undefined) return {};
    const { sealed } = parseFile(files, shard, bytes, { name: FORMAT, version: VERSION, schema: fileSchema });
    const plain = await openWithEither(dataKey, sealed, binding(dataKey, shard));
    const floors = plain === undefined ? undefined : floorsSchema.safeParse(jsonOf(plain)).data;
    if (floors === undefined) throw damaged(files, shard, 'is damaged or was changed by someone else');
    known.set(shard, floors);
    return floors;
  }

  async function write(dataKey: DataKey, shard: string, floors: Floors): Promise<void> {
    const plain = new TextEncoder().encode(JSON.stringify(floors));
    const sealed = await seal(dataKey.key, plain, binding(dataKey, shard), random);
    const text = `${JSON.stringify({ format: FORMAT, version: VERSION, sealed })}\n`;
    // After a failure the disk may have either.
    known.delete(shard);
    await files.write(shard, new TextEncoder().encode(text));
    known.set(shard, floors);
  }

  return {
    async floor(dataKey, name) {
      const shard = await shardOf(name);
      return serial(shard, async () => (await read(dataKey, shard))[name] ?? 0);
    },
    async raise(dataKey, name, revision) {
      const shard = await shardOf(name);
      await serial(shard, async () => {
        const floors = await read(dataKey, shard);
        if ((floors[name] ?? 0) < revision) await write(dataKey, shard, { ...floors, [name]: revision });
      });
    },
    async reseal(dataKey) {
      for (const file of await files.list(REVISIONS_FOLDER)) {
        const shard = `${REVISIONS_FOLDER}/${file}`;
        await serial(shard, async () => write(dataKey, shard, await read(dataKey, shard)));
      }
    },
    forget: () => {
      known.clear();
    },
  };
}

async function openWithEither(
  { key, retired }: DataKey,
  sealed: z.infer<typeof sealedSchema>,
  bound: Binding,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return (
    (await open(key, sealed, bound)) ??
    (retired === undefined ? undefined : await open(retired, sealed, bound))
  );
}

function jsonOf(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function binding({ vaultId }: DataKey, shard: string): Binding {
  return [FORMAT, VERSION, vaultId, shard];
}

async function shardOf(name: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name));
  const first = new Uint8Array(hash)[0] ?? 0;
  return `${REVISIONS_FOLDER}/${first.toString(16).padStart(2, '0')}.json`;
}
