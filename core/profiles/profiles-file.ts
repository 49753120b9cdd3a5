/** The profile file as hostile input: what can be used of it, and what is wrong with the rest, line by line. */
import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import {
  parseAddress,
  profileMembersSchema,
  profilesFileSchema,
  serviceSchema,
} from '../../shared/profile.ts';
import type {
  Address,
  EnvironmentEntry,
  Profile,
  ProfilesFile,
  ServiceEntry,
  Tier,
} from '../../shared/profile.ts';
import type { ProfileProblem } from '../../shared/snapshot.ts';
import { printable } from '../errors/redact.ts';
import { parseJsonText } from './json-text.ts';
import type { JsonText, PathPart } from './json-text.ts';
import { resolveProfile } from './resolve.ts';

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
  readonly services: readonly ServiceOutline[];
  readonly problems: readonly ProfileProblem[];
  /** The file's content as written, when it is at least JSON that nothing would be lost of on save. */
  readonly document: ProfilesFile | undefined;
}

const KNOWN_MEMBERS = [
  ...Object.keys(profileMembersSchema.shape),
  ...Object.keys(serviceSchema.shape),
  ...Object.keys(profilesFileSchema.shape),
];

type Problem = ProfileProblem & { readonly path: readonly PathPart[] };

/** Parses the text of a profile file. Never throws: everything wrong is in `problems`. */
export function parseProfiles(text: string): ParsedProfiles {
  const json = parseJsonText(text);
  if (json.value === undefined)
    return { profiles: new Map(), services: [], problems: json.problems, document: undefined };
  const result = profilesFileSchema.safeParse(json.value);
  const problems: Problem[] = [
    ...json.problems,
    ...(result.success ? [] : result.error.issues.flatMap((issue) => describeIssue(issue, json))),
  ];
  const services = servicesOf(json.value);
  problems.push(...duplicates(services, json));
  const found = collect(services, problems, json);
  return {
    ...found,
    problems: [...problems.map((problem) => withAddress(problem, services)), ...found.problems],
    document: json.problems.length === 0 && isDocument(json.value) ? (json.value as ProfilesFile) : undefined,
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

function isDocument(value: unknown): boolean {
  const { version, services } = value as { version?: unknown; services?: unknown };
  return version === 1 && Array.isArray(services);
}

function environmentsOf(service: ServiceEntry): readonly (EnvironmentEntry | undefined)[] {
  return service.environments.map((entry: Partial<EnvironmentEntry> | null) =>
    typeof entry?.id === 'string' ? { ...entry, id: entry.id } : undefined,
  );
}

function collect(
  services: readonly (ServiceEntry | undefined)[],
  problems: readonly Problem[],
  json: JsonText,
): Pick<ParsedProfiles, 'profiles' | 'services' | 'problems'> {
  const spoilt = new Set(problems.map((problem) => spoiltKey(problem.path)));
  const profiles = new Map<Address, Profile>();
  const outlines: ServiceOutline[] = [];
  const unresolved: ProfileProblem[] = [];
  services.forEach((service, s) => {
    if (service === undefined || parseAddress(`${service.id}/x`) === undefined) return;
    const environments: Outline[] = [];
    environmentsOf(service).forEach((entry, e) => {
      const address = parseAddress(`${service.id}/${entry?.id ?? ''}`)?.address;
      if (entry === undefined || address === undefined) return;
      environments.push({
        address,
        environment: entry.id,
        tier: entry.tier ?? service.defaults?.tier ?? 'dev',
      });
      if (spoilt.has('file') || spoilt.has(`${s}`) || spoilt.has(`${s}/${e}`)) return;
      const resolution = resolveProfile(service, entry);
      if ('profile' in resolution) profiles.set(address, resolution.profile);
      else
        unresolved.push({
          message: resolution.problem,
          address,
          ...json.place(['services', s, 'environments', e]),
        });
    });
    const name = typeof service.name === 'string' ? service.name : service.id;
    outlines.push({ id: service.id, name, environments: firstOfEach(environments) });
  });
  return { profiles, services: mergeOutlines(outlines), problems: unresolved };
}

/** What a problem makes unusable: one environment, one service or, of a version we don't know, the whole file. */
function spoiltKey(path: readonly PathPart[]): string {
  const [root, service, list, environment] = path;
  if (root === 'version') return 'file';
  if (root !== 'services' || service === undefined) return 'nothing';
  return list === 'environments' && environment !== undefined ? `${service}/${environment}` : `${service}`;
}

function withAddress(problem: Problem, services: readonly (ServiceEntry | undefined)[]): ProfileProblem {
  const { path, message, line, column } = problem;
  const [root, s, list, e] = path;
  const service = root === 'services' && typeof s === 'number' ? services[s] : undefined;
  const entry = list === 'environments' && typeof e === 'number' ? service?.environments[e] : undefined;
  const address =
    service === undefined ? undefined : entry === undefined ? service.id : `${service.id}/${entry.id}`;
  return { message, line, column, ...(address === undefined ? {} : { address: printable(address) }) };
}

/** The same address twice could hand out a token of the wrong one: neither is used. */
function duplicates(services: readonly (ServiceEntry | undefined)[], json: JsonText): Problem[] {
  const problems: Problem[] = [];
  const report = (path: PathPart[], message: string) =>
    problems.push({ message, path, ...json.place([...path, 'id']) });
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
    return issue.keys.map((key) => ({ message: unknownMember(key), path, ...json.place([...path, key]) }));
  }
  const member = path.at(-1);
  const subject = typeof member === 'string' ? `"${printable(member)}" ` : '';
  return [{ message: `${subject}${issue.message}`, path, ...json.place(path) }];
}

function unknownMember(key: string): string {
  const nearest = KNOWN_MEMBERS.find((known) => distance(known, key) <= 2);
  return `"${printable(key)}" is not a known member${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}
