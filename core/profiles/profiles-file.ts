/** The profile file as hostile input: what can be used of it, and what is wrong with the rest, line by line. */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import {
  parseAddress,
  profileMembersSchema,
  profilesFileSchema,
  serviceSchema,
  TIERS,
} from '../../shared/profile.ts';
import type {
  Address,
  EnvironmentEntry,
  Profile,
  ProfileMembers,
  ProfilesFile,
  ServiceEntry,
  Tier,
} from '../../shared/profile.ts';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { printable } from '../errors/redact.ts';
import { issueWords } from './issue-words.ts';
import { parseJsonText } from './json-text.ts';
import type { JsonText, PathPart, Place } from './json-text.ts';
import { mergeMembers, resolveProfile } from './resolve.ts';

/** One environment in file order, usable or not. */
export interface Outline {
  readonly address: Address;
  readonly environment: string;
  readonly tier: Tier;
}

export interface ServiceOutline {
  readonly id: string;
  readonly name: string;
  readonly environments: readonly Outline[];
}

export interface ParsedProfiles {
  readonly profiles: ReadonlyMap<Address, Profile>;
  /** Of each usable profile: its own members over its service's defaults, as written. */
  readonly members: ReadonlyMap<Address, ProfileMembers>;
  readonly services: readonly ServiceOutline[];
  /** At most 1,000; what is wrong beyond that makes its profile unusable all the same. */
  readonly problems: readonly ProfileProblem[];
  /** Those of `problems` that members from elsewhere could mend, such as the defaults of a file it is merged into. */
  readonly incomplete: readonly ProfileProblem[];
  /** The file's content as written, when it has the form of one and nothing would be lost of it on save. */
  readonly document: ProfilesFile | undefined;
}

const KNOWN_MEMBERS = [
  ...Object.keys(profileMembersSchema.shape),
  ...Object.keys(serviceSchema.shape),
  ...Object.keys(profilesFileSchema.shape),
];

/** Describing a problem takes time, and a hostile file can have one in every other byte. */
const MAX_LISTED = 1000;

interface Problem {
  readonly message: string;
  /** What it makes unusable. */
  readonly path: readonly PathPart[];
  readonly place: () => Place;
}

/** Parses the text of a profile file. Never throws: everything wrong is in `problems`. */
export function parseProfiles(text: string): ParsedProfiles {
  const json = parseJsonText(text);
  const structural = json.problems.map(({ message, path, line, column }) => ({
    message,
    path,
    place: () => ({ line, column }),
  }));
  if (json.value === undefined) return nothingUsable(listed(structural, []));
  const result = profilesFileSchema.safeParse(json.value, { error: issueWords });
  const issues = result.error?.issues ?? [];
  const services = servicesOf(json.value);
  const problems: Problem[] = [
    ...structural,
    ...issues.slice(0, MAX_LISTED).flatMap((issue) => describeIssue(issue, json)),
    ...duplicates(services, json),
  ];
  const spoilt = new Set([...problems, ...issues].map(({ path }) => spoiltKey(path)));
  const { profiles, members, outlines, unresolved } = collect(services, spoilt, json);
  const incomplete = listed(unresolved, services);
  return {
    profiles,
    members,
    services: outlines,
    problems: [...listed(problems, services), ...incomplete].slice(0, MAX_LISTED),
    incomplete,
    document: structural.length === 0 && isDocument(json.value) ? json.value : undefined,
  };
}

/** What there is of a file that is not even JSON. */
function nothingUsable(problems: readonly ProfileProblem[]): ParsedProfiles {
  return {
    profiles: new Map(),
    members: new Map(),
    services: [],
    problems,
    incomplete: [],
    document: undefined,
  };
}

/** `undefined` members where the file has something that is not even an object with an id. */
function servicesOf(value: unknown): readonly (ServiceEntry | undefined)[] {
  const list = (value as { services?: unknown } | null)?.services;
  if (!Array.isArray(list)) return [];
  return list.map((service: unknown) => {
    const candidate = service as Partial<ServiceEntry> | null;
    if (typeof candidate?.id !== 'string' || !Array.isArray(candidate.environments)) return undefined;
    return { ...candidate, id: candidate.id, environments: candidate.environments };
  });
}

/** Whether entries can be found, added and removed in it; what is wrong inside of them shows when it is saved. */
function isDocument(value: unknown): value is ProfilesFile {
  const file = value as { version?: unknown; services?: unknown[] } | null;
  if (file?.version !== 1 || !Array.isArray(file.services)) return false;
  return servicesOf(file).every(
    (service) => service !== undefined && environmentsOf(service).every((entry) => entry !== undefined),
  );
}

function environmentsOf(service: ServiceEntry): readonly (EnvironmentEntry | undefined)[] {
  return service.environments.map(entryOf);
}

function entryOf(entry: Partial<EnvironmentEntry> | null | undefined): EnvironmentEntry | undefined {
  return typeof entry?.id === 'string' ? { ...entry, id: entry.id } : undefined;
}

function collect(
  services: readonly (ServiceEntry | undefined)[],
  spoilt: ReadonlySet<string>,
  json: JsonText,
): Pick<ParsedProfiles, 'profiles' | 'members'> & {
  readonly outlines: readonly ServiceOutline[];
  readonly unresolved: readonly Problem[];
} {
  const profiles = new Map<Address, Profile>();
  const members = new Map<Address, ProfileMembers>();
  const outlines: ServiceOutline[] = [];
  const unresolved: Problem[] = [];
  services.forEach((service, s) => {
    if (service === undefined || parseAddress(`${service.id}/x`) === undefined) return;
    const environments: Outline[] = [];
    environmentsOf(service).forEach((entry, e) => {
      const address = parseAddress(`${service.id}/${entry?.id ?? ''}`)?.address;
      if (entry === undefined || address === undefined) return;
      environments.push({
        address,
        environment: entry.id,
        tier: tierOf(entry) ?? tierOf(service.defaults) ?? 'dev',
      });
      if (spoilt.has('file') || spoilt.has(`${s}`) || spoilt.has(`${s}/${e}`)) return;
      const resolution = resolveProfile(service, entry);
      if ('profile' in resolution) {
        profiles.set(address, resolution.profile);
        members.set(address, mergeMembers(service, entry));
      } else {
        const path = ['services', s, 'environments', e, resolution.member];
        unresolved.push({ message: resolution.problem, path, place: () => json.place(path) });
      }
    });
    const name = typeof service.name === 'string' ? service.name : service.id;
    outlines.push({ id: service.id, name: printable(name), environments: firstOfEach(environments) });
  });
  return { profiles, members, outlines: mergeOutlines(outlines), unresolved };
}

/** Of an unusable entry too, which can hold anything. */
function tierOf(members: { readonly tier?: unknown } | null | undefined): Tier | undefined {
  return TIERS.find((tier) => tier === members?.tier);
}

/** What a problem makes unusable: one environment, one service or, of a version we don't know, the whole file. */
function spoiltKey([root, service, list, environment]: readonly PropertyKey[]): string {
  if (root === 'version') return 'file';
  if (root !== 'services' || service === undefined) return 'nothing';
  const whole = list !== 'environments' || environment === undefined;
  return whole ? String(service) : `${String(service)}/${String(environment)}`;
}

function listed(
  problems: readonly Problem[],
  services: readonly (ServiceEntry | undefined)[],
): readonly ProfileProblem[] {
  return problems.slice(0, MAX_LISTED).map(({ message, path, place }) => {
    const address = addressAt(path, services);
    if (address === undefined) return { message, ...place() };
    const member = memberAt(path);
    return { message, ...place(), address, ...(member === undefined ? {} : { member }) };
  });
}

/** What is wrong inside of a member is the member's; names that the file made up are none. */
function memberAt([, , list, ...rest]: readonly PathPart[]): string | undefined {
  const name = list === 'environments' ? rest[1] : list === 'defaults' ? rest[0] : undefined;
  return Object.keys(profileMembersSchema.shape).find((known) => known === name);
}

function addressAt(
  [root, s, list, e]: readonly PathPart[],
  services: readonly (ServiceEntry | undefined)[],
): string | undefined {
  const service = root === 'services' && typeof s === 'number' ? services[s] : undefined;
  if (service === undefined) return undefined;
  const entry =
    list === 'environments' && typeof e === 'number' ? entryOf(service.environments[e]) : undefined;
  return printable(entry === undefined ? service.id : `${service.id}/${entry.id}`);
}

/** The same address twice could hand out a token of the wrong one: neither is used. */
function duplicates(services: readonly (ServiceEntry | undefined)[], json: JsonText): Problem[] {
  const problems: Problem[] = [];
  const report = (path: PathPart[], message: string) =>
    problems.push({ message, path, place: () => json.place([...path, 'id']) });
  const isServiceRepeated = repeated(services.map((service) => service?.id));
  services.forEach((service, s) => {
    if (service === undefined) return;
    if (isServiceRepeated(service.id))
      report(['services', s], `service "${printable(service.id)}" stands here more than once`);
    const ids = environmentsOf(service).map((entry) => entry?.id);
    const isEnvironmentRepeated = repeated(ids);
    ids.forEach((id, e) => {
      if (id !== undefined && isEnvironmentRepeated(id))
        report(
          ['services', s, 'environments', e],
          `environment "${printable(`${service.id}/${id}`)}" stands here more than once`,
        );
    });
  });
  return problems;
}

function repeated(ids: readonly (string | undefined)[]): (id: string) => boolean {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) if (id !== undefined) (seen.has(id) ? twice : seen).add(id);
  return (id) => twice.has(id);
}

function firstOfEach(environments: readonly Outline[]): readonly Outline[] {
  return [...new Map([...environments].reverse().map((entry) => [entry.address, entry])).values()].reverse();
}

function mergeOutlines(outlines: readonly ServiceOutline[]): readonly ServiceOutline[] {
  const byId = new Map<string, ServiceOutline>();
  for (const outline of outlines) {
    const known = byId.get(outline.id);
    const environments = firstOfEach([...(known?.environments ?? []), ...outline.environments]);
    byId.set(outline.id, { ...(known ?? outline), environments });
  }
  return [...byId.values()];
}

function describeIssue(issue: z.core.$ZodIssue, json: JsonText): Problem[] {
  const path = issue.path.filter((part): part is PathPart => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_LISTED).map((key) => ({
      message: unknownMember(key),
      path,
      place: () => json.place([...path, key]),
    }));
  }
  return [{ message: `${subjectOf(path)} ${issue.message}`, path, place: () => json.place(path) }];
}

function subjectOf(path: readonly PathPart[]): string {
  const entry = path.at(-1);
  if (entry === undefined) return 'the file';
  if (typeof entry === 'number') return `entry ${entry + 1} of ${subjectOf(path.slice(0, -1))}`;
  const names = path.slice(path.findLastIndex((part) => typeof part === 'number') + 1);
  return `"${printable(names.join('.'))}"`;
}

/** The name comes from the file: it is shown as text that others wrote is. */
function unknownMember(key: string): string {
  const [nearest] = KNOWN_MEMBERS.map((known) => ({ known, cost: distance(known, key.slice(0, 100)) }))
    .filter(({ known, cost }) => cost <= Math.min(2, known.length / 3))
    .sort((a, b) => a.cost - b.cost);
  const hint = nearest === undefined ? '' : `; did you mean "${nearest.known}"?`;
  return `"${printable(key)}" is not a known member${hint}`;
}
