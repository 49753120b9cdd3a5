/** The profiles of one data directory: read again when the file changes, saved whole, and only when nothing is lost by it. */
import { z } from 'zod';
import { profilesFileSchema } from '../../shared/profile.ts';
import type {
  AddedProfiles,
  Address,
  Profile,
  ProfileMembers,
  ProfilesFile,
  ServiceEntry,
} from '../../shared/profile.ts';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import { serialByKey } from '../ports/serial.ts';
import { withMissing } from './add-missing.ts';
import type { WithMissing } from './add-missing.ts';
import { findProfile, hasAddress, invalid, unknownAddress } from './lookup.ts';
import { parseProfiles } from './profiles-file.ts';
import type { ParsedProfiles } from './profiles-file.ts';

const FILE = 'profiles.json';
const SCHEMA_FILE = 'profiles.schema.json';
const GIVEN = 'the given profile file';
const BACKED_UP = 'the profile file of the backup';
const NOT_A_FILE: ProfileProblem = { message: 'is not a profile file', line: 1, column: 1 };
const EMPTY: ProfilesFile = { $schema: SCHEMA_FILE, version: 1, services: [] };

export interface ProfileBook {
  /** Reads the file when it changed since the last time; `true` when it had. Rejects with `storage_failed`. */
  refresh(): Promise<boolean>;
  current(): ParsedProfiles;
  /** Throws `address_unknown`, or `profile_invalid` when the file has the address but it cannot be used. */
  profile(address: string): Profile;
  members(address: string): ProfileMembers;
  /**
   * Merges the text of a profile file; what its profiles lack may come from our defaults. Throws `profiles_invalid` and
   * saves nothing when anything in the result is wrong.
   */
  add(text: string): Promise<AddedProfiles>;
  /**
   * Adds the profiles of a backed-up file whose addresses are not here; what is here stays as it is. Where there is no
   * file yet, the backed-up one comes back as it was. Throws `profiles_invalid`.
   */
  addMissing(text: string): Promise<Pick<WithMissing, 'added' | 'unlike'>>;
  remove(address: string): Promise<void>;
  /** A profile file with this one service, as written; `undefined` when there is none. Throws `profiles_invalid`. */
  serviceText(service: string): string | undefined;
  /**
   * Puts the one service of a profile file's text in place of ours with that id; without a text it is gone. Throws
   * `profiles_invalid` or `usage`, and then saves nothing; so when the service is another than `before`, its `serviceText`.
   */
  replace(service: string, text: string | undefined, before: string | undefined): Promise<ReplacedService>;
}

export interface ReplacedService {
  readonly addresses: readonly Address[];
  /** Those of them that were not here before. */
  readonly added: readonly Address[];
  readonly removed: readonly Address[];
}

/** The JSON Schema of the profile file, for editors. */
export function profilesJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(profilesFileSchema, { io: 'input', reused: 'ref' }), null, 2)}\n`;
}

export function createProfileBook(files: Files): ProfileBook {
  const stored = createStoredProfiles(files);
  const { alone, current, refresh, editable, save } = stored;
  const path = files.path(FILE);
  const serviceText = (id: string): string | undefined => {
    const { document, problems } = current();
    if (document === undefined) throw invalid(problems[0] ?? NOT_A_FILE, path);
    const services = document.services.filter((service) => service.id === id);
    return services.length === 0 ? undefined : JSON.stringify({ version: 1, services }, null, 2);
  };

  return {
    refresh,
    current,
    profile: (address) => findProfile(current(), address, path),
    members: (address) => {
      const profile = findProfile(current(), address, path);
      return current().members.get(profile.address) ?? {};
    },
    add: alone(async (text: string) => {
      const incoming = parseProfiles(text);
      const { services } = mergeable(incoming);
      const file = await editable();
      const before = new Set(file.services.flatMap(addressesOf));
      services.forEach((service) => mergeService(file, service));
      await save(file, incoming);
      const addresses = services.flatMap(addressesOf);
      return { addresses, replaced: addresses.filter((address) => before.has(address)) };
    }),
    addMissing: alone(async (text: string) => {
      const { document, problems, profiles } = parseProfiles(text);
      if (files.stamp(FILE) === undefined) {
        await stored.write(text);
        return { added: [...profiles.keys()], unlike: [] };
      }
      if (document === undefined) throw invalid(problems[0] ?? NOT_A_FILE, BACKED_UP);
      const merged = withMissing(await editable(), document, (address) => profiles.has(address));
      if (merged.added.length > 0) await save(merged.file);
      return merged;
    }),
    remove: alone(async (address: string) => {
      const file = await editable();
      if (!hasAddress(current(), address)) throw unknownAddress(current(), address);
      removeEntry(file, address);
      await save(file);
    }),
    serviceText,
    replace: alone(async (id: string, text: string | undefined, before: string | undefined) => {
      const incoming = text === undefined ? undefined : parseProfiles(text);
      const service = incoming === undefined ? undefined : onlyService(incoming, id);
      const file = await editable();
      if (serviceText(id) !== before) throw changedMeanwhile(id);
      const old = putService(file, id, service);
      await save(file, incoming);
      const addresses = service === undefined ? [] : addressesOf(service);
      return { addresses, added: without(addresses, old), removed: without(old, addresses) };
    }),
  };
}

function changedMeanwhile(service: string): FobError {
  return new FobError('usage', `"${service}" was changed in the profile file meanwhile. Nothing was saved.`, {
    hint: 'Open it again and repeat what you changed.',
  });
}

interface StoredProfiles extends Pick<ProfileBook, 'refresh' | 'current'> {
  /** A change that waits for those before it: each is made of what the one before has saved. */
  readonly alone: <In extends unknown[], Out>(
    change: (...given: In) => Promise<Out>,
  ) => (...given: In) => Promise<Out>;
  /** The file's content, to be changed and saved. Throws `profiles_invalid` when something would be lost by that. */
  readonly editable: () => Promise<ProfilesFile>;
  /** Throws `profiles_invalid` and saves nothing when anything is wrong; `incoming` is where it may come from. */
  readonly save: (file: ProfilesFile, incoming?: ParsedProfiles) => Promise<void>;
  readonly write: (text: string) => Promise<void>;
}

function createStoredProfiles(files: Files): StoredProfiles {
  let stamp: string | undefined = 'never read';
  let parsed: ParsedProfiles = parseProfiles(JSON.stringify(EMPTY));

  const serial = serialByKey();

  const isStale = (): boolean => files.stamp(FILE) !== stamp;
  const read = async (): Promise<boolean> => {
    const seen = files.stamp(FILE);
    if (seen === stamp) return false;
    const bytes = await files.read(FILE);
    parsed = parseProfiles(bytes === undefined ? JSON.stringify(EMPTY) : new TextDecoder().decode(bytes));
    stamp = seen;
    return true;
  };
  // One after the other: a read that takes longer must not bring back what was there before.
  const refresh = async (): Promise<boolean> => isStale() && serial('read', read);

  const write = async (text: string): Promise<void> => {
    if (files.stamp(FILE) === undefined)
      await files.write(SCHEMA_FILE, new TextEncoder().encode(profilesJsonSchema()));
    await files.write(FILE, new TextEncoder().encode(text));
    await refresh();
  };

  const save = async (file: ProfilesFile, incoming?: ParsedProfiles): Promise<void> => {
    const text = `${JSON.stringify(file, null, 2)}\n`;
    const [problem] = parseProfiles(text).problems;
    if (problem !== undefined)
      throw located(problem, [
        [incoming, GIVEN],
        [parsed, files.path(FILE)],
      ]);
    await write(text);
  };

  const editable = async (): Promise<ProfilesFile> => {
    await refresh();
    if (parsed.document !== undefined) return structuredClone(parsed.document);
    throw invalid(parsed.problems[0] ?? NOT_A_FILE, files.path(FILE));
  };

  return {
    alone:
      (change) =>
      (...given) =>
        serial('change', () => change(...given)),
    refresh,
    current: () => parsed,
    editable,
    save,
    write,
  };
}

/** Names the line that a person can find: in the file they gave, or in ours, rather than in the two merged. */
function located(
  problem: ProfileProblem,
  sources: readonly (readonly [ParsedProfiles | undefined, string])[],
): FobError {
  const isSame = (entry: ProfileProblem): boolean =>
    entry.message === problem.message && entry.address === problem.address;
  for (const [source, where] of sources) {
    const found = source?.problems.find(isSame);
    if (found !== undefined) return invalid(found, where);
  }
  return invalid(problem, 'the merged profile file');
}

/** Environments of the same id are replaced, others appended; a given name or defaults replace the old ones. */
function mergeService(file: ProfilesFile, incoming: ServiceEntry): void {
  const known = file.services.find(({ id }) => id === incoming.id);
  if (known === undefined) {
    file.services.push(incoming);
    return;
  }
  if (incoming.name !== undefined) known.name = incoming.name;
  if (incoming.defaults !== undefined) known.defaults = incoming.defaults;
  for (const environment of incoming.environments) {
    const index = known.environments.findIndex(({ id }) => id === environment.id);
    if (index === -1) known.environments.push(environment);
    else known.environments[index] = environment;
  }
}

function onlyService(incoming: ParsedProfiles, id: string): ServiceEntry {
  const [service, ...others] = mergeable(incoming).services;
  if (service?.id === id && others.length === 0) return service;
  throw new FobError('usage', `The given profile file is not about "${id}" alone.`);
}

/** In the place of the old one, or at the end. Answers the addresses that the old one had. */
function putService(file: ProfilesFile, id: string, service: ServiceEntry | undefined): readonly Address[] {
  const index = file.services.findIndex((known) => known.id === id);
  const put = service === undefined ? [] : [service];
  if (index !== -1) return file.services.splice(index, 1, ...put).flatMap(addressesOf);
  file.services.push(...put);
  return [];
}

const without = (all: readonly Address[], some: readonly Address[]): readonly Address[] =>
  all.filter((address) => !some.includes(address));

function removeEntry(file: ProfilesFile, address: string): void {
  const [serviceId, environmentId] = address.split('/');
  for (const service of file.services.filter(({ id }) => id === serviceId)) {
    service.environments = service.environments.filter(({ id }) => id !== environmentId);
  }
  file.services = file.services.filter(({ id, environments }) => id !== serviceId || environments.length > 0);
}

function mergeable(incoming: ParsedProfiles): ProfilesFile {
  const problem = incoming.problems.find((entry) => !incoming.incomplete.includes(entry));
  if (problem === undefined && incoming.document !== undefined) return incoming.document;
  throw invalid(problem ?? NOT_A_FILE, GIVEN);
}

function addressesOf({ id, environments }: ServiceEntry): readonly Address[] {
  return environments.map((environment): Address => `${id}/${environment.id}`);
}
