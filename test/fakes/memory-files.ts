import { createHash } from 'node:crypto';
import { FobError } from '../../core/errors/fob-error.ts';
import type { Files } from '../../core/ports/files.ts';
import { previousGeneration } from '../../core/vault/layout.ts';

export interface MemoryFiles extends Files {
  /** What is "on disk", kept generations included. Tests may change it behind the product's back. */
  readonly content: Map<string, Uint8Array<ArrayBuffer>>;
  /** Every call that reached a file, such as `write vault/vault.json`. */
  readonly calls: string[];
  /** The n-th call from now (1 is the next) rejects with `storage_failed`, and does nothing. */
  failCall(n: number): void;
}

/** A data directory in memory. Like the real one it never shows a half-written file. */
export function createMemoryFiles(): MemoryFiles {
  const content = new Map<string, Uint8Array<ArrayBuffer>>();
  const stamps = new Map<string, number>();
  const calls: string[] = [];
  let generation = 0;
  let failing = 0;

  const enter = (call: string, name: string): void => {
    calls.push(`${call} ${name}`);
    failing -= 1;
    if (failing === 0)
      throw new FobError('storage_failed', `Could not ${call} /memory/${name}: no space (ENOSPC).`);
  };
  const put = (name: string, bytes: Uint8Array): void => {
    content.set(name, Uint8Array.from(bytes));
    stamps.set(name, (generation += 1));
  };

  // eslint-disable-next-line @typescript-eslint/require-await -- a throw must become a rejection, as on a real disk
  const later = async <T>(run: () => T): Promise<T> => run();

  return {
    content,
    calls,
    failCall: (n) => void (failing = n),
    read: (name) =>
      later(() => {
        enter('read', name);
        const bytes = content.get(name);
        return bytes === undefined ? undefined : Uint8Array.from(bytes);
      }),
    write: (name, bytes, options) =>
      later(() => {
        enter('write', name);
        const current = content.get(name);
        if (options?.keepPrevious === true && current !== undefined) put(previousGeneration(name), current);
        put(name, bytes);
      }),
    remove: (name) =>
      later(() => {
        enter('remove', name);
        content.delete(name);
        content.delete(previousGeneration(name));
      }),
    list: (folder) =>
      later(() => {
        enter('list', folder);
        return [...content.keys()]
          .filter((name) => name.startsWith(`${folder}/`) && !name.endsWith('.previous'))
          .map((name) => name.slice(folder.length + 1))
          .filter((name) => !name.includes('/'));
      }),
    stamp: (name) => {
      const bytes = content.get(name);
      return bytes && `${String(stamps.get(name))} ${createHash('sha256').update(bytes).digest('hex')}`;
    },
    path: (name) => `/memory/${name}`,
  };
}
