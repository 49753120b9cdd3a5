/** The little that Fob remembers besides profiles and secrets: which addresses are pinned, and when the vault locks itself. */
import { z } from 'zod';
import { printable } from '../errors/redact.ts';
import type { Files } from '../ports/files.ts';

const FILE = 'settings.json';
const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** When the vault is locked without anyone asking. */
export interface LockPolicy {
  /** Milliseconds without use; `undefined` means never. */
  readonly idleMs: number | undefined;
  readonly onScreenLock: boolean;
  readonly onSleep: boolean;
}

/** A setting that cannot be read counts as its default, and is said in `problems`. */
export interface Settings {
  /** Reads the file when it changed since the last time; `true` when it had. Rejects with `storage_failed`. */
  refresh(): Promise<boolean>;
  pinned(): ReadonlySet<string>;
  lock(): LockPolicy;
  /** What in the file is not understood, for a person. */
  problems(): readonly string[];
  /** Everything else in the file stays as it is written, unless it is no JSON object at all. */
  setPinned(addresses: readonly string[], pinned: boolean): Promise<void>;
  /** Takes a backup's settings where there are none; else only pins those of `addresses` that are pinned in it. */
  addMissing(text: string, addresses: readonly string[]): Promise<void>;
}

interface Read {
  /** The file as it is written. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly pinned: readonly string[];
  readonly lock: LockPolicy;
  readonly problems: readonly string[];
}

export function createSettings(files: Files): Settings {
  let stamp: string | undefined = 'never read';
  let current = parse(undefined);

  const refresh = async (): Promise<boolean> => {
    const seen = files.stamp(FILE);
    if (seen === stamp) return false;
    const bytes = await files.read(FILE);
    current = parse(bytes === undefined ? undefined : new TextDecoder().decode(bytes));
    stamp = seen;
    return true;
  };
  const write = async (text: string): Promise<void> => {
    await files.write(FILE, new TextEncoder().encode(text));
    await refresh();
  };
  const setPinned = async (addresses: readonly string[], pinned: boolean): Promise<void> => {
    await refresh();
    const others = current.pinned.filter((known) => !addresses.includes(known));
    const next = { ...current.written, pinned: pinned ? [...others, ...addresses] : others };
    await write(`${JSON.stringify(next, null, 2)}\n`);
  };

  return {
    refresh,
    pinned: () => new Set(current.pinned),
    lock: () => current.lock,
    problems: () => current.problems,
    setPinned,
    addMissing: async (text, addresses) => {
      if (files.stamp(FILE) === undefined) return write(text);
      const pins = parse(text).pinned.filter((address) => addresses.includes(address));
      if (pins.length > 0) await setPinned(pins, true);
    },
  };
}

const objectSchema = z.record(z.string(), z.unknown());

const pinnedSchema = z.array(z.string(), 'must be a list of addresses').default([]);

const IDLE_WORDS = 'must be a number above 0 with s, m or h, such as "15m"';
const idleSchema = z
  .string(IDLE_WORDS)
  .regex(/^\d{1,5}[smh]$/, IDLE_WORDS)
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS])
  .refine((ms) => ms > 0, IDLE_WORDS)
  .optional();

const switchSchema = z.boolean('must be true or false').default(false);

const LOCK_MEMBERS = ['idle', 'on_screen_lock', 'on_sleep'];

function parse(text: string | undefined): Read {
  const problems: string[] = [];
  const read = <T>(schema: z.ZodType<T>, value: unknown, name: string): T | undefined => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push(`${name} ${parsed.error.issues[0]?.message ?? 'is not understood'}`);
    return undefined;
  };
  const json = text === undefined ? {} : jsonOf(text);
  const written = objectSchema.safeParse(json).data;
  if (written === undefined) problems.push('the file is not a JSON object');
  const pinned = read(pinnedSchema, written?.pinned, '"pinned"') ?? [];
  const lock = read(objectSchema.default({}), written?.lock, '"lock"') ?? {};
  for (const name of Object.keys(lock))
    if (!LOCK_MEMBERS.includes(name)) problems.push(`"lock" has no member "${printable(name)}"`);
  return {
    written: written ?? {},
    pinned,
    lock: {
      idleMs: read(idleSchema, lock.idle, '"lock.idle"'),
      onScreenLock: read(switchSchema, lock.on_screen_lock, '"lock.on_screen_lock"') ?? false,
      onSleep: read(switchSchema, lock.on_sleep, '"lock.on_sleep"') ?? false,
    },
    problems,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
