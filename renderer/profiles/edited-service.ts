/**
 * A service while it is edited: its defaults and its environments as columns, each with only what is written there. What the
 * editor does not show stays as it is. Pure.
 */
import type { Address, ServiceEntry, SecretMember, Tier } from '../../shared/profile.ts';
import { tierOfName } from './place-guess.ts';
import { entryOfReference } from './secret-entry.ts';

export type Members = Readonly<Record<string, unknown>>;

export interface EditedColumn {
  /** Stays the same while the id is typed. */
  readonly key: string;
  /** Empty for the defaults. */
  readonly id: string;
  /** It is not in the file yet: its id can be chosen. */
  readonly isNew: boolean;
  readonly members: Members;
  /** What was typed for the vault. */
  readonly secrets: Readonly<Partial<Record<SecretMember, string>>>;
}

export interface EditedService {
  readonly id: string;
  readonly isNew: boolean;
  readonly name: string;
  readonly defaults: EditedColumn;
  readonly environments: readonly EditedColumn[];
}

/** The key of the column of defaults. */
export const DEFAULTS = 'defaults';

/** From the answer of `profiles.text`; `isNew`: it is not in the file yet, and neither are its environments. */
export function openedService(text: string, isNew = false): EditedService | undefined {
  const { services } = JSON.parse(text) as { readonly services: readonly ServiceEntry[] };
  const [service] = services;
  if (service === undefined) return undefined;
  return {
    id: service.id,
    isNew,
    name: service.name ?? '',
    defaults: columnOf(DEFAULTS, '', isNew, service.defaults ?? {}),
    environments: service.environments.map(({ id, ...members }, index) =>
      columnOf(`environment ${index}`, id, isNew, members),
    ),
  };
}

/** A service that nothing is known of. */
export function blankService(): EditedService {
  const defaults = columnOf(DEFAULTS, '', true, { grant_type: 'client_credentials' });
  return withEnvironment({ id: '', isNew: true, name: '', defaults, environments: [] });
}

function columnOf(key: string, id: string, isNew: boolean, members: Members): EditedColumn {
  return { key, id, isNew, members, secrets: {} };
}

export function columnsOf({ defaults, environments }: EditedService): readonly EditedColumn[] {
  return [defaults, ...environments];
}

/** One member of one column; `undefined` takes it away, so that it is inherited again. */
export function withMember(
  service: EditedService,
  key: string,
  member: string,
  value: unknown,
): EditedService {
  return inColumn(service, key, (column) => {
    const others = Object.entries(column.members).filter(([name]) => name !== member);
    if (value === undefined) return { ...column, members: Object.fromEntries(others) };
    // In its place, so that a saved file changes in one line.
    return { ...column, members: { ...column.members, [member]: value } };
  });
}

/** What was typed for the vault; nothing when it was emptied. */
export function withSecret(
  service: EditedService,
  key: string,
  member: SecretMember,
  value: string,
): EditedService {
  return inColumn(service, key, (column) => {
    const others = Object.entries(column.secrets).filter(([name]) => name !== member);
    return { ...column, secrets: Object.fromEntries(value === '' ? others : [...others, [member, value]]) };
  });
}

/** The id of a new environment; its tier follows while it is the one that the old id spoke of. */
export function withId(service: EditedService, key: string, id: string): EditedService {
  return inColumn(service, key, (column) => {
    const follows = column.members.tier === undefined || column.members.tier === tierOfName(column.id);
    return { ...column, id, members: follows ? { ...column.members, tier: tierOfName(id) } : column.members };
  });
}

function inColumn(
  service: EditedService,
  key: string,
  change: (column: EditedColumn) => EditedColumn,
): EditedService {
  if (key === DEFAULTS) return { ...service, defaults: change(service.defaults) };
  const environments = service.environments.map((column) => (column.key === key ? change(column) : column));
  return { ...service, environments };
}

const USUAL_IDS = ['dev', 'beta', 'prod', 'test', 'staging'];

/** One more environment: everything in it is inherited, but for its tier. */
export function withEnvironment(service: EditedService): EditedService {
  const ids = service.environments.map(({ id }) => id);
  const id = USUAL_IDS.find((usual) => !ids.includes(usual)) ?? '';
  const added = columnOf(nextKey(service), id, true, { tier: tierOfName(id) });
  return { ...service, environments: [...service.environments, added] };
}

/** New environments beside those that there are; one of the same id takes the place of the old one. */
export function withColumns(service: EditedService, added: readonly EditedColumn[]): EditedService {
  return added.reduce((before, column) => {
    const others = before.environments.filter(({ id }) => id !== column.id);
    return { ...before, environments: [...others, { ...column, key: nextKey(before) }] };
  }, service);
}

function nextKey({ environments }: EditedService): string {
  const numbers = environments.map(({ key }) => Number(key.split(' ')[1]));
  return `environment ${Math.max(-1, ...numbers) + 1}`;
}

export function withoutEnvironment(service: EditedService, key: string): EditedService {
  return { ...service, environments: service.environments.filter((column) => column.key !== key) };
}

/** What an environment has: its own member, else the default. */
export function effective(service: EditedService, { members }: EditedColumn, member: string): unknown {
  return members[member] ?? service.defaults.members[member];
}

export function tierOf(service: EditedService, column: EditedColumn): Tier {
  const tier = effective(service, column, 'tier');
  return tier === 'test' || tier === 'prod' ? tier : 'dev';
}

/** The environments of the file that were of tier prod, which the guard is for, and are so no more. */
export function unguarded(before: EditedService, now: EditedService): readonly Address[] {
  return before.environments
    .filter((column) => !column.isNew && tierOf(before, column) === 'prod')
    .filter(({ key }) =>
      now.environments.some((column) => column.key === key && tierOf(now, column) !== 'prod'),
    )
    .map(({ id }): Address => `${before.id}/${id}`);
}

/** The profile file with this service, for `profiles.check` and `profiles.save`. `only`: with one environment alone. */
export function editedText(service: EditedService, only?: string): string {
  const { id, name, defaults, environments } = service;
  const shown = environments.filter(({ key }) => only === undefined || key === only);
  const entry = {
    id,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(Object.keys(defaults.members).length === 0 ? {} : { defaults: defaults.members }),
    environments: shown.map((column) => ({ id: column.id, ...column.members })),
  };
  return JSON.stringify({ version: 1, services: [entry] }, null, 2);
}

export interface SecretWrite {
  readonly address: `${string}/${string}`;
  readonly member: SecretMember;
  readonly value: string;
}

/** The secrets that were typed, for the environments that take them from the vault. */
export function secretWrites(service: EditedService): readonly SecretWrite[] {
  return service.environments.flatMap((column) =>
    (Object.entries(column.secrets) as [SecretMember, string][])
      .filter(([member]) => isFromVault(effective(service, column, member)))
      .map(([member, value]) => ({ address: `${service.id}/${column.id}` as const, member, value })),
  );
}

/** A secret that nothing is said about is expected in the vault. */
function isFromVault(reference: unknown): boolean {
  return reference === undefined || entryOfReference(reference)?.from === 'vault';
}

/** Ids that cannot be saved, by the key of their column. */
export function wrongIds({ environments }: EditedService): ReadonlySet<string> {
  const ids = environments.map(({ id }) => id);
  const wrong = environments.filter(
    ({ id }, index) => !/^[a-z0-9][a-z0-9-]*$/.test(id) || ids.indexOf(id) !== index,
  );
  return new Set(wrong.map(({ key }) => key));
}
