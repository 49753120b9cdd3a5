/** The packages that Fob is made of, with their licences, as a module that the page loads when somebody asks for it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const MODULE = 'virtual:licences';
const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** Electron is a development dependency by npm's words, and yet the desktop app is made of it. */
const isShipped = (name: string, { dev, optional }: LockedPackage): boolean =>
  name === 'electron' || (dev !== true && optional !== true && !name.startsWith('@types/'));

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly licence: string;
  /** Where it is installed, from the root of the project. */
  readonly path: string;
}

/** Every package that is shipped, sorted by name. Reads package-lock.json. */
export function shippedPackages(): ShippedPackage[] {
  const lock = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(lock.packages)
    .filter(([path]) => path.startsWith('node_modules/'))
    .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ''), path, locked }))
    .filter(({ name, locked }) => isShipped(name, locked))
    .map(({ name, path, locked: { version = '', license: licence = 'unknown' } }) => ({
      ...{ name, version, licence, path },
    }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

/** Answers `import('virtual:licences')` (see renderer/about/licences.d.ts). */
export function licences(): Plugin {
  return {
    name: 'fob:licences',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) =>
      id === `\0${MODULE}`
        ? `export const LICENCES = ${JSON.stringify(shippedPackages().map(({ name, version, licence }) => ({ name, version, licence })))};`
        : undefined,
  };
}
