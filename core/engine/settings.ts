/** What Fob remembers besides profiles and secrets: which addresses are pinned, and how a person wants Fob to behave. */
import { z } from 'zod';
import { settingGroups, settingSchemas } from '../../shared/settings-schema.ts';
import type { SettingsChange } from '../../shared/settings-schema.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings-view.ts';
import type { SettingsView } from '../../shared/settings-view.ts';
import { printable } from '../errors/redact.ts';
import type { Files } from '../ports/files.ts';
import { serialByKey } from '../ports/serial.ts';
import { durationMs } from '../profiles/duration.ts';
import type { SettingsDesk } from './contract.ts';

const FILE = 'settings.json';

/** A setting that cannot be read counts as its default, and is said in `problems`. */
export interface Settings extends SettingsDesk {
  /** Whether the file is another than the one that was read. */
  isStale(): boolean;
  /** Reads the file when it changed since the last time; `true` when it had. Rejects with `storage_failed`. */
  refresh(): Promise<boolean>;
  pinned(): ReadonlySet<string>;
  /** Milliseconds without use until the vault locks itself; `undefined` means never. */
  idleMs(): number | undefined;
  earlyMs(): number;
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
  readonly view: SettingsView;
  readonly problems: readonly string[];
}

/** `changed` is called each time the file was read anew, with what counted before. */
export function createSettings(
  files: Files,
  changed: (before: SettingsView) => void = () => undefined,
): Settings {
  let stamp: string | undefined = 'never read';
  let current = parse(undefined);

  const serial = serialByKey();

  const read = async (): Promise<boolean> => {
    const seen = files.stamp(FILE);
    if (seen === stamp) return false;
    const bytes = await files.read(FILE);
    const before = current.view;
    current = parse(bytes === undefined ? undefined : new TextDecoder().decode(bytes));
    stamp = seen;
    changed(before);
    return true;
  };
  const isStale = (): boolean => files.stamp(FILE) !== stamp;
  // One after the other: a read that takes longer must not bring back what was there before.
  const refresh = async (): Promise<boolean> => isStale() && serial('read', read);
  const write = async (text: string): Promise<void> => {
    await files.write(FILE, new TextEncoder().encode(text));
    await refresh();
  };
  /** Waits for the changes before it, and is made of what they wrote. */
  const change = (next: (read: Read) => Readonly<Record<string, unknown>>): Promise<void> =>
    serial('change', async () => {
      await refresh();
      await write(`${JSON.stringify({ ...current.written, ...next(current) }, null, 2)}\n`);
    });
  const setPinned = (addresses: readonly string[], isPinned: boolean): Promise<void> =>
    change(({ pinned }) => {
      const others = pinned.filter((known) => !addresses.includes(known));
      return { pinned: isPinned ? [...others, ...addresses] : others };
    });

  return {
    isStale,
    refresh,
    view: () => current.view,
    set: (wanted) => change(({ written }) => changedMembers(written, wanted)),
    pinned: () => new Set(current.pinned),
    idleMs: () => {
      const { idle } = current.view.lock;
      return idle === 'never' ? undefined : durationMs(idle);
    },
    earlyMs: () => durationMs(current.view.early_refresh),
    problems: () => current.problems,
    setPinned,
    addMissing: async (text, addresses) => {
      if (files.stamp(FILE) === undefined) return write(text);
      const pins = parse(text).pinned.filter((address) => addresses.includes(address));
      if (pins.length > 0) await setPinned(pins, true);
    },
  };
}

/** Of a group only what is changed is replaced. */
function changedMembers(
  written: Readonly<Record<string, unknown>>,
  wanted: SettingsChange,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(wanted).map(([name, value]) => [
    name,
    typeof value === 'object' ? { ...objectSchema.safeParse(written[name]).data, ...value } : value,
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}

const objectSchema = z.record(z.string(), z.unknown());

const pinnedSchema = z.array(z.string(), 'must be a list of addresses');

function parse(text: string | undefined): Read {
  const problems: string[] = [];
  const json = text === undefined ? {} : jsonOf(text);
  const written = objectSchema.safeParse(json).data;
  if (written === undefined) problems.push('the file is not a JSON object');

  const read = <T>(schema: z.ZodType<T>, value: unknown, name: string): T | undefined => {
    if (value === undefined) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push(`"${name}" ${parsed.error.issues[0]?.message ?? 'is not understood'}`);
    return undefined;
  };
  /** The members of an object that are understood. */
  const readAll = (
    schemas: Readonly<Record<string, z.ZodType>>,
    from: Readonly<Record<string, unknown>>,
    prefix = '',
  ): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(schemas).flatMap(([name, schema]) => {
        const value = read(schema, from[name], `${prefix}${name}`);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const readGroup = <Name extends keyof typeof settingGroups>(name: Name): SettingsView[Name] => {
    const group = read(objectSchema, written?.[name], name) ?? {};
    for (const member of Object.keys(group))
      if (!Object.hasOwn(settingGroups[name], member))
        problems.push(`"${name}" has no member "${printable(member)}"`);
    return { ...DEFAULT_SETTINGS[name], ...readAll(settingGroups[name], group, `${name}.`) };
  };

  const pinned = read(pinnedSchema, written?.pinned, 'pinned') ?? [];
  const view = {
    ...DEFAULT_SETTINGS,
    ...readAll(settingSchemas, written ?? {}),
    guard: readGroup('guard'),
    lock: readGroup('lock'),
    shortcuts: readGroup('shortcuts'),
  };
  return { written: written ?? {}, pinned, view, problems };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
