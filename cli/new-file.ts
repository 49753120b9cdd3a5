/** Files that the command line writes where a person wants them. */
import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FobError } from '../core/index.ts';
import { errnoOf, storageFailed } from '../core/node/storage-error.ts';

/**
 * Writes a file that only its owner can read; at no time is there half of it. Rejects with `usage` when the name is taken
 * and `force` is not set, else with `storage_failed`.
 */
export async function writeNewFile(name: string, text: string, force: boolean): Promise<string> {
  const path = resolve(name);
  const temporary = `${path}.${randomBytes(8).toString('hex')}.fob-tmp`;
  try {
    await writeDurably(temporary, text);
    // A link is refused where the name is taken; a rename is not.
    if (force) await rename(temporary, path);
    else await linkOrFail(temporary, path);
    return path;
  } catch (error) {
    throw isTaken(error) ? taken(path) : storageFailed('write', path, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where the file system knows no links, the name is taken first and then written over. */
async function linkOrFail(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (isTaken(error)) throw error;
    await (await open(to, 'wx', 0o600)).close();
    await rename(from, to);
  }
}

const isTaken = (error: unknown): boolean => errnoOf(error) === 'EEXIST';

const taken = (path: string): FobError =>
  new FobError('usage', `${path} is there already.`, { hint: 'Choose another name, or give --force.' });
