/** The folders of the data directory, before a file is written to one. */
import { dirname, join, relative, sep } from 'node:path';
import { TEMPORARY_NAME } from './atomic-write.ts';
import type { Disk } from './disk.ts';
import { ensurePrivateDirectory, repairPrivateDirectory } from './private-directory.ts';
import { errnoOf } from './storage-error.ts';

const NOT_OURS = new Set(['EACCES', 'EPERM', 'EROFS', 'EINVAL', 'ENOTSUP']);

export interface Folders {
  /**
   * Makes a folder of the data directory ready for a write: it is there, only its owner can enter it, its name and those
   * of the directories above it survive a power loss, and what a crash left behind in it is gone.
   */
  prepare(folder: string): Promise<void>;
  /**
   * A change in a folder failed. It may be there all the same and yet be lost by a power loss: what is written later,
   * wherever, and may build on it, must not get to the disk before it.
   */
  doubt(folder: string): void;
}

export function createFolders(root: string, disk: Disk): Folders {
  let settle = settling(root, disk);
  const swept = new Map<string, Promise<void>>();
  const doubtful = new Set<string>();

  const enter = async (path: string): Promise<void> => {
    if (await repairPrivateDirectory(path, disk)) return;
    settle = settling(root, disk);
    await ensurePrivateDirectory(path, disk);
  };

  const syncDoubtful = async (folder: string): Promise<void> => {
    doubtful.delete(folder);
    try {
      await disk.syncDirectory(folder);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return;
      doubtful.add(folder);
      throw error;
    }
  };

  return {
    async prepare(folder) {
      for (const path of fromRoot(root, folder)) await enter(path);
      await settle(folder);
      for (const doubted of [...doubtful]) await syncDoubtful(doubted);
      // All writers wait for one sweep: a second one would take the first writer's file away.
      const sweep = swept.get(folder) ?? removeLeftovers(disk, folder);
      swept.set(folder, sweep);
      await sweep;
    },
    doubt: (folder) => void doubtful.add(folder),
  };
}

function fromRoot(root: string, folder: string): string[] {
  const names = relative(root, folder)
    .split(sep)
    .filter((name) => name !== '');
  return [root, ...names.map((_, n) => join(root, ...names.slice(0, n + 1)))];
}

/**
 * Syncs the directories above a folder, once each, whoever made what is in them: a process that was killed may have made
 * a folder, or renamed a file, and not have got to it.
 */
function settling(root: string, disk: Disk): (folder: string) => Promise<void> {
  const settled = new Set<string>();
  const settle = async (path: string): Promise<void> => {
    const parent = dirname(path);
    if (parent === path || settled.has(path)) return;
    await settle(parent);
    try {
      await disk.syncDirectory(parent);
      settled.add(path);
    } catch (error) {
      // Above the data directory are directories of others, who may not let us.
      const isOurs = path.startsWith(join(root, sep));
      if (isOurs || !NOT_OURS.has(errnoOf(error) ?? '')) throw error;
    }
  };
  return settle;
}

async function removeLeftovers(disk: Disk, folder: string): Promise<void> {
  const entries = await disk.readdir(folder).catch(() => []);
  for (const { name } of entries)
    if (TEMPORARY_NAME.test(name)) await disk.rm(join(folder, name)).catch(() => undefined);
}
