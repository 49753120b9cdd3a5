/** From what was found in all files to services with environments, and the secrets beside them. */
import type { ImportNote } from '../../shared/import-view.ts';
import type {
  Address,
  EnvironmentEntry,
  ProfilesFile,
  SecretMember,
  ServiceEntry,
} from '../../shared/profile.ts';
import { printable } from '../errors/redact.ts';
import { buildEntry } from './entry.ts';
import type { Finding, Reading, Scope, Variables } from './finding.ts';
import { createUniqueIds, environmentId, nameOfUrl, slug, tierOf, tierWord } from './names.ts';
import { resolveVariables } from './variables.ts';

/** A secret of the file, for the vault alone. */
export interface FoundValue {
  readonly address: Address;
  readonly member: SecretMember;
  readonly value: string;
}

export interface Assembled {
  readonly profiles: ProfilesFile;
  readonly secrets: readonly FoundValue[];
  readonly notes: readonly ImportNote[];
}

const MOST_PROFILES = 3000;
const MOST_ENVIRONMENTS = 200;

/** A finding with the variables and environments of its own program. */
interface Placed {
  readonly finding: Finding;
  readonly reading: Reading;
  readonly common: Variables;
  readonly environments: readonly Scope[];
}

/** Those of one service. */
type Group = readonly [Placed, ...Placed[]];

/** One environment of a service, not built yet. */
interface Wanted {
  readonly placed: Placed;
  readonly scope: Scope | undefined;
}

export function assemble(readings: readonly Reading[], name: string | undefined): Assembled {
  const families = new Map(
    readings.map(({ family }) => [family, familyOf(readings.filter((one) => one.family === family))]),
  );
  const groups = grouped(
    distinct(readings.flatMap((reading) => placedIn(reading, families.get(reading.family)))),
  );
  const serviceId = createUniqueIds();
  const services: ServiceEntry[] = [];
  const secrets: FoundValue[] = [];
  const notes = readings.flatMap((reading): ImportNote[] =>
    (reading.notes ?? []).map((message) => ({ message })),
  );
  let left = MOST_PROFILES;
  for (const group of groups) {
    const wanted = group.flatMap((placed) => wantedOf(placed, notes)).slice(0, left);
    left -= wanted.length;
    const title = titleOf(group[0], groups.length, name);
    const id = slug(title) || 'imported';
    const service = serviceOf(wanted, { ...named(title, id), id: serviceId(id) }, { secrets, notes });
    if (service !== undefined) services.push(service);
    if (left > 0) continue;
    notes.push({ message: `Only the first ${MOST_PROFILES} profiles were taken.` });
    break;
  }
  return { profiles: { version: 1, services }, secrets, notes };
}

/** What comes of it goes to `found` as well; `undefined` when none of them can be a profile. */
function serviceOf(
  wanted: readonly Wanted[],
  { id, name }: { readonly id: string; readonly name?: string },
  found: { readonly secrets: FoundValue[]; readonly notes: ImportNote[] },
): ServiceEntry | undefined {
  const environments: EnvironmentEntry[] = [];
  const uniqueId = createUniqueIds();
  for (const one of wanted) {
    const label = labelOf(one);
    const built = buildEntry(one.placed.finding, tierOf(label) ?? 'dev', scopesOf(one));
    if ('refusal' in built) {
      found.notes.push({ message: `${subjectOf(one)} is left out: it ${built.refusal}.` });
      continue;
    }
    const environment = uniqueId(environmentId(label, id));
    const address: Address = `${id}/${environment}`;
    environments.push({ id: environment, ...built.members });
    found.secrets.push(...built.secrets.map((secret) => ({ address, ...secret })));
    found.notes.push(...built.notes.map((note) => ({ message: note.replace('ADDRESS', address), address })));
  }
  if (environments.length === 0) return undefined;
  return { id, ...(name === undefined ? {} : { name }), environments };
}

function named(title: string, id: string): { name?: string } {
  const shown = title
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim()
    .slice(0, 200);
  return shown === '' || shown === id ? {} : { name: shown };
}

interface Family {
  readonly name: string | undefined;
  readonly common: Variables;
  readonly environments: readonly Scope[];
}

/** What the files of one program say together. */
function familyOf(readings: readonly Reading[]): Family {
  return {
    name: readings.find(({ name }) => name !== undefined)?.name,
    common: new Map(readings.flatMap(({ variables }) => [...(variables ?? [])])),
    environments: mergedScopes(readings.flatMap(({ environments }) => environments ?? [])).slice(
      0,
      MOST_ENVIRONMENTS,
    ),
  };
}

function placedIn(reading: Reading, family: Family | undefined): readonly Placed[] {
  if (family === undefined) return [];
  const { common, environments } = family;
  const named = { ...reading, name: reading.name ?? (reading.family === 'other' ? undefined : family.name) };
  return reading.findings.map((finding) => ({ finding, reading: named, common, environments }));
}

/** Of one name there is one, such as a private file beside a public one; what comes later adds or replaces. */
function mergedScopes(scopes: readonly Scope[]): readonly Scope[] {
  const byName = new Map<string, Map<string, string | undefined>>();
  for (const { name, variables } of scopes)
    byName.set(name, new Map([...(byName.get(name) ?? []), ...variables]));
  return [...byName].map(([name, variables]) => ({ name, variables }));
}

/** Each configuration once: programs write the same one into request after request. */
function distinct(placed: readonly Placed[]): readonly Placed[] {
  const byContent = new Map<string, Placed>();
  for (const one of placed) {
    const { values, tokenParams, authorizationParams, environment, variables } = one.finding;
    const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([
      one.reading.name,
      sorted,
      tokenParams,
      authorizationParams,
      environment,
      [...(variables ?? [])],
    ]);
    if (!byContent.has(key)) byContent.set(key, one);
  }
  return [...byContent.values()];
}

/** Findings of one service: those that a program writes once for each environment, by name or by their own names. */
function grouped(placed: readonly Placed[]): readonly Group[] {
  const groups = new Map<string, [Placed, ...Placed[]]>();
  for (const one of placed) {
    const { name, environment } = one.finding;
    const service = environment === undefined && isEnvironmentName(name) ? '' : name;
    const key = JSON.stringify([one.reading.family, one.reading.name, service]);
    // Two of the same name and for the same environment are two services.
    const known = groups.get(key);
    const isAnother = known?.some(
      (other) => other.finding.environment === environment && !isEnvironmentName(name),
    );
    if (known === undefined) groups.set(key, [one]);
    else if (isAnother === true) groups.set(`${key}${groups.size}`, [one]);
    else known.push(one);
  }
  return [...groups.values()];
}

function isEnvironmentName(name: string): boolean {
  return name !== '' && tierWord(name) === slug(name);
}

function titleOf(first: Placed, count: number, wished: string | undefined): string {
  const { finding, reading } = first;
  const own = isEnvironmentName(finding.name) ? '' : finding.name;
  const base = wished ?? reading.name;
  if (base !== undefined && slug(base) !== '') return count === 1 || own === '' ? base : `${base} ${own}`;
  const url = finding.values.issuer ?? finding.values.token_endpoint;
  return (
    [own, nameOfUrl(url), 'imported'].find((name) => name !== undefined && slug(name) !== '') ?? 'imported'
  );
}

/** One for each environment that sets something of it; one alone where none does. */
function wantedOf(placed: Placed, notes: ImportNote[]): readonly Wanted[] {
  const { finding, environments } = placed;
  if (finding.environment !== undefined) {
    const scope = environments.find(({ name }) => name === finding.environment);
    return [{ placed, scope: scope ?? { name: finding.environment, variables: new Map() } }];
  }
  const uses = environments.map((scope) => ({ scope, isUsed: isUsedBy(placed, scope) }));
  const used = uses.filter(({ isUsed }) => isUsed);
  if (used.length === 0) return [{ placed, scope: undefined }];
  const others = uses.filter(({ isUsed }) => !isUsed).map(({ scope }) => `"${printable(scope.name)}"`);
  if (others.length > 0)
    notes.push({
      message: `${subjectOf({ placed })} uses nothing of the environments ${others.join(', ')}.`,
    });
  return used.map(({ scope }) => ({ placed, scope }));
}

function isUsedBy(placed: Placed, scope: Scope): boolean {
  const { finding } = placed;
  const scopes = scopesOf({ placed, scope });
  const written = [
    ...Object.values(finding.values),
    ...Object.values(finding.tokenParams ?? {}),
    ...Object.values(finding.authorizationParams ?? {}),
  ];
  return written.some((value) =>
    [...resolveVariables(value, scopes).used].some((name) => scope.variables.has(name)),
  );
}

function scopesOf({ placed, scope }: Wanted): readonly Variables[] {
  return [placed.finding.variables, scope?.variables, placed.common].filter((one) => one !== undefined);
}

/** What tells which deployment it is: the environment's name, else a word in the finding's name or its URLs. */
function labelOf(wanted: Wanted): string {
  const { finding } = wanted.placed;
  if (wanted.scope !== undefined) return wanted.scope.name;
  const { token_endpoint, issuer } = finding.values;
  const host = [issuer, token_endpoint]
    .map((url) => (url === undefined ? undefined : resolveVariables(url, scopesOf(wanted)).resolved))
    .map((url) => (url?.kind === 'text' && URL.canParse(url.text) ? new URL(url.text).hostname : ''));
  return (
    [finding.name, wanted.placed.reading.name ?? '', ...host]
      .map(tierWord)
      .find((word) => word !== undefined) ?? 'default'
  );
}

function subjectOf({ placed }: Pick<Wanted, 'placed'>): string {
  const { finding, reading } = placed;
  const name = finding.name === '' ? reading.name : finding.name;
  const shown = name === undefined ? reading.format : `"${printable(name)}" (${reading.format})`;
  return finding.environment === undefined ? shown : `${shown}, ${printable(finding.environment)},`;
}
