/** Where a secret of an edited profile is kept, and, for the vault, what was typed for it. */
import type { SecretReference } from '../../shared/profile.ts';
import { commandLine, commandWords } from './command-line.ts';

export const SECRET_PLACES = [
  'vault',
  'env',
  'file',
  'exec',
] as const satisfies readonly SecretReference['from'][];
export type SecretPlace = (typeof SECRET_PLACES)[number];

export interface SecretEntry {
  readonly from: SecretPlace;
  /** The secret itself for `vault`; else the variable's name, the file's path, or the program with its arguments. */
  readonly text: string;
}

export const IN_VAULT: SecretEntry = { from: 'vault', text: '' };

/** What the profile file says. Never holds the secret. */
export function referenceOfEntry({ from, text }: SecretEntry): SecretReference {
  switch (from) {
    case 'vault':
      return { from };
    case 'env':
      return { from, name: text.trim() };
    case 'file':
      return { from, path: text.trim() };
    case 'exec':
      return { from, command: commandWords(text) };
  }
}

/** What goes into the vault; `undefined` when nothing does. */
export function valueOfEntry({ from, text }: SecretEntry): string | undefined {
  return from === 'vault' && text !== '' ? text : undefined;
}

/** A reference of a file as an entry; what stands there may be of any form. */
export function entryOfReference(reference: unknown): SecretEntry | undefined {
  const { from, name, path, command } = (reference ?? {}) as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  switch (from) {
    case 'vault':
      return IN_VAULT;
    case 'env':
      return { from, text: text(name) };
    case 'file':
      return { from, text: text(path) };
    case 'exec':
      return { from, text: commandLine(Array.isArray(command) ? command.map(text) : []) };
    default:
      return undefined;
  }
}
