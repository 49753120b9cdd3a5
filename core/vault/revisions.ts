/**
 * Which revision each file of the vault has reached, so that a file that was put back to an earlier one is noticed: by a
 * tool that synchronises folders, by a careless copy, or to have a spent refresh token sent again. Kept in 256 small
 * files, so that a save costs the same whatever the number of profiles. What cannot be noticed is the whole vault put
 * back, since nothing outside of it remembers.
 */
import { z } from 'zod';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import type { Random } from '../ports/random.ts';
import { open, seal, sealedSchema } from './aead.ts';
import type { Binding } from './aead.ts';
import { damaged, parseFile } from './damage.ts';
import { damagedName, previousGeneration, REVISIONS_FOLDER } from './layout.ts';
import type { DataKey } from './record.ts';
import { serialByKey } from '../ports/serial.ts';

const FORMAT = 'fob-revisions';
const VERSION = 1;

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  sealed: sealedSchema,
});
const SHARD_FORMAT = { name: FORMAT, version: VERSION, schema: fileSchema };
const SHARD_NAME = /^[0-9a-f]{2}\.json$/;

const floorsSchema = z.record(z.string(), z.int().min(0));
type Floors = Readonly<Record<string, number>>;

/** Names are those of files in the data directory. All methods reject with `vault_damaged` or `storage_failed`. */
export interface Revisions {
  /** The lowest revision that the file may have; 0 when nothing is known of it. */
  floor(dataKey: DataKey, name: string): Promise<number>;
  /** Notes, durably, that the file has reached a revision. */
  raise(dataKey: DataKey, name: string, revision: number): Promise<void>;
  /**
   * Where the file that remembers `name` does not open: goes on with the generation before it, or with nothing known of
   * the files in it. What is damaged is kept beside it.
   */
  repair(dataKey: DataKey, name: string): Promise<void>;
  /** Seals with the new key what the key before had sealed. */
  reseal(dataKey: DataKey): Promise<void>;
  /** The vault was locked: what was read is read anew. */
  forget(): void;
}

export function createRevisions(files: Files, random: Random): Revisions {
  return new Shards(files, random);
}

class Shards implements Revisions {
  readonly #files: Files;
  readonly #random: Random;
  readonly #serial = serialByKey();
  readonly #known = new Map<string, Floors>();

  constructor(files: Files, random: Random) {
    this.#files = files;
    this.#random = random;
  }

  async floor(dataKey: DataKey, name: string): Promise<number> {
    const shard = await shardOf(name);
    return this.#serial(shard, async () => (await this.#read(dataKey, shard))[name] ?? 0);
  }

  async raise(dataKey: DataKey, name: string, revision: number): Promise<void> {
    const shard = await shardOf(name);
    await this.#serial(shard, async () => {
      const floors = await this.#read(dataKey, shard);
      if ((floors[name] ?? 0) < revision) await this.#write(dataKey, shard, { ...floors, [name]: revision });
    });
  }

  async repair(dataKey: DataKey, name: string): Promise<void> {
    const shard = await shardOf(name);
    await this.#serial(shard, async () => {
      const trouble = await this.#read(dataKey, shard).then(unlessDamaged, unlessDamaged);
      const bytes = await this.#files.read(shard);
      if (trouble === undefined || bytes === undefined) return;
      await this.#files.write(damagedName(shard, this.#random), bytes);
      const before = await this.#parse(dataKey, shard, previousGeneration(shard)).catch(() => ({}));
      await this.#write(dataKey, shard, before, { keepPrevious: false });
    });
  }

  async reseal(dataKey: DataKey): Promise<void> {
    for (const file of await this.#files.list(REVISIONS_FOLDER)) {
      const shard = `${REVISIONS_FOLDER}/${file}`;
      if (!SHARD_NAME.test(file)) continue;
      await this.#serial(shard, async () => {
        const floors = await this.#read(dataKey, shard);
        // Twice, so that the kept generation is not one that the key before can open.
        await this.#write(dataKey, shard, floors);
        await this.#write(dataKey, shard, floors);
      });
    }
  }

  forget(): void {
    this.#known.clear();
  }

  async #read(dataKey: DataKey, shard: string): Promise<Floors> {
    const floors = this.#known.get(shard) ?? (await this.#parse(dataKey, shard, shard));
    this.#known.set(shard, floors);
    return floors;
  }

  /** `file` is the shard's own, or the generation before it. */
  async #parse(dataKey: DataKey, shard: string, file: string): Promise<Floors> {
    const bytes = await this.#files.read(file);
    if (bytes === undefined) return {};
    const { sealed } = parseFile(this.#files, file, bytes, SHARD_FORMAT);
    const plain = await openWithEither(dataKey, sealed, binding(dataKey, shard));
    const floors = plain === undefined ? undefined : floorsSchema.safeParse(jsonOf(plain)).data;
    if (floors === undefined) throw damaged(this.#files, file, 'is damaged or was changed by someone else');
    return floors;
  }

  async #write(
    dataKey: DataKey,
    shard: string,
    floors: Floors,
    { keepPrevious } = { keepPrevious: true },
  ): Promise<void> {
    const plain = new TextEncoder().encode(JSON.stringify(floors));
    const sealed = await seal(dataKey.key, plain, binding(dataKey, shard), this.#random);
    const text = `${JSON.stringify({ format: FORMAT, version: VERSION, sealed })}\n`;
    // After a failure the disk may have either.
    this.#known.delete(shard);
    await this.#files.write(shard, new TextEncoder().encode(text), { keepPrevious });
    this.#known.set(shard, floors);
  }
}

/** Rethrows what is no damage. */
function unlessDamaged(outcome: unknown): FobError | undefined {
  if (!(outcome instanceof Error)) return undefined;
  if (outcome instanceof FobError && outcome.code === 'vault_damaged') return outcome;
  throw outcome;
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
