import { readFileSync } from 'node:fs';
import { importProfiles } from '../../../core/import/import.ts';
import type { Imported } from '../../../core/import/import.ts';
import type { EnvironmentEntry } from '../../../shared/profile.ts';

const FOLDER = new URL('../../fixtures/import/', import.meta.url);

export function fixture(name: string): { name: string; text: string } {
  return { name, text: readFileSync(new URL(name, FOLDER), 'utf8') };
}

export function importFixtures(...names: string[]): Imported {
  return importProfiles(names.map(fixture));
}

export function importText(text: string, service?: string): Imported {
  return importProfiles([{ text }], { service });
}

/** Every profile by its address. */
export function entries({ profiles }: Imported): Record<string, Omit<EnvironmentEntry, 'id'>> {
  return Object.fromEntries(
    profiles.services.flatMap((service) =>
      service.environments.map(({ id, ...entry }) => [`${service.id}/${id}`, entry]),
    ),
  );
}

/** The only profile. */
export function entry(imported: Imported): Omit<EnvironmentEntry, 'id'> {
  const all = Object.values(entries(imported));
  if (all.length !== 1 || all[0] === undefined) throw new Error(`There are ${all.length} profiles.`);
  return all[0];
}

/** Values of found secrets by address and member. */
export function secrets({ secrets: found }: Imported): Record<string, string> {
  return Object.fromEntries(found.map(({ address, member, value }) => [`${address} ${member}`, value]));
}

export function messages({ notes }: Imported): string[] {
  return notes.map(({ address, message }) => (address === undefined ? message : `${address}: ${message}`));
}
