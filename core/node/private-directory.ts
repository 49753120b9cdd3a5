import { FobError } from '../errors/fob-error.ts';
import { realDisk } from './disk.ts';
import type { Disk, DiskStats } from './disk.ts';
import { errnoOf, storageFailed } from './storage-error.ts';

const OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Makes a directory that only its owner can enter, or checks and repairs the one that is there. Links are followed; what
 * counts is whose directory they lead to. That a new one's name survives a power loss is left to the caller.
 * Error: `storage_failed`.
 */
export async function ensurePrivateDirectory(path: string, disk: Disk = realDisk): Promise<void> {
  if (await repairPrivateDirectory(path, disk)) return;
  try {
    await disk.mkdir(path, 0o700);
  } catch (error) {
    throw storageFailed('create', path, error);
  }
  await repairPrivateDirectory(path, disk);
}

/** The same for a directory that may be missing: answers `false` then and makes none. Error: `storage_failed`. */
export async function repairPrivateDirectory(path: string, disk: Disk = realDisk): Promise<boolean> {
  try {
    const found = await disk.stat(path);
    const problem = problemOf(found);
    if (problem !== undefined)
      throw new FobError('storage_failed', `Fob does not keep data in ${path}: ${problem}.`, {
        hint: 'Set FOB_HOME to a directory of your own.',
      });
    if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) await disk.chmod(path, 0o700);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw storageFailed('use', path, error);
  }
}

function problemOf(found: DiskStats): string | undefined {
  if (!found.isDirectory()) return 'it is not a directory';
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  if (found.uid !== user) return 'it belongs to another user';
  // Taking /tmp away from everybody else is what a FOB_HOME=/tmp of root would do.
  return (found.mode & STICKY) === 0 ? undefined : 'it is shared with other users';
}
