/** How the vault's files are read: strictly, and with an error that says what to do when they are not as Fob wrote them. */
import { z } from 'zod';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import { addressOfRecord, previousGeneration } from './layout.ts';

/** `vault_damaged`, naming the file and the way back, when there is one. Nothing is changed on disk. */
export function damaged(files: Files, name: string, reason: string, cause?: unknown): FobError {
  const hint = `The file was left as it is. ${wayBack(files, name)}`;
  return new FobError('vault_damaged', `${files.path(name)} ${reason}.`, { hint, cause });
}

function wayBack(files: Files, name: string): string {
  const previous = previousGeneration(name);
  if (files.stamp(previous) === undefined)
    return 'Restore it from a backup (fob vault restore), or move it away and begin anew.';
  const address = addressOfRecord(name);
  const how = address === undefined ? 'lock Fob and copy it over' : `run "fob vault repair ${address}"`;
  return `The generation before it is ${files.path(previous)}: to go back to it, ${how}.`;
}

export interface Format<T> {
  /** The file's `format` member. */
  readonly name: string;
  /** The newest version this Fob reads, and the one it writes. */
  readonly version: number;
  readonly schema: z.ZodType<T>;
}

const anyVersion = z.object({ format: z.string(), version: z.number() });

/** Parses a file of the vault. Error: `vault_damaged`, also for a file of a newer Fob. */
export function parseFile<T>(files: Files, name: string, bytes: Uint8Array, format: Format<T>): T {
  const json = parseJson(bytes);
  const parsed = format.schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const told = anyVersion.safeParse(json);
  if (told.success && told.data.format === format.name && told.data.version > format.version)
    throw new FobError('vault_damaged', `${files.path(name)} was written by a newer version of Fob.`, {
      hint: 'Install the newest Fob. This one has changed nothing.',
    });
  throw damaged(files, name, bytes.length === 0 ? 'is empty' : 'is damaged');
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    // `ignoreBOM` keeps a byte order mark, which Fob never writes and JSON.parse refuses.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), noPrototype);
  } catch {
    return undefined;
  }
}

/** zod leaves a member of this name out without a word; here nothing that Fob did not write may pass. */
function noPrototype(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new SyntaxError('a member named __proto__');
  return value;
}
