import type { Stats } from 'node:fs';
import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FobError } from '../errors/fob-error.ts';
import { errnoOf, storageFailed } from './storage-error.ts';

const OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Makes a directory that only its owner can enter, durably, or checks and repairs the one that is there. Links are
 * followed; what counts is whose directory they lead to. Error: `storage_failed`.
 */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  if (await repairPrivateDirectory(path)) return;
  try {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncChain(dirname(path), dirname(first));
  } catch (error) {
    throw storageFailed('create', path, error);
  }
  await repairPrivateDirectory(path);
}

/** The same for a directory that may be missing: answers `false` then and makes none. Error: `storage_failed`. */
export async function repairPrivateDirectory(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    const problem = problemOf(found);
    if (problem !== undefined)
      throw new FobError('storage_failed', `Fob does not keep data in ${path}: ${problem}.`, {
        hint: 'Set FOB_HOME to a directory of your own.',
      });
    if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) await chmod(path, 0o700);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw storageFailed('use', path, error);
  }
}

/** Makes the names in a directory survive a power loss. Windows has no such call and needs none. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function problemOf(found: Stats): string | undefined {
  if (!found.isDirectory()) return 'it is not a directory';
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  if (found.uid !== user) return 'it belongs to another user';
  // Taking /tmp away from everybody else is what a FOB_HOME=/tmp of root would do.
  return (found.mode & STICKY) === 0 ? undefined : 'it is shared with other users';
}

async function syncChain(from: string, to: string): Promise<void> {
  for (let path = from; ; path = dirname(path)) {
    await syncDirectory(path);
    if (path === to || path === dirname(path)) return;
  }
}
