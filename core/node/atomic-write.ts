/** Replacing a file so that either the old or the new bytes are there at any moment (security.md V01 to V04). */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { previousGeneration } from '../vault/layout.ts';
import { realDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { errnoOf } from './storage-error.ts';

/** Names that {@link replaceFile} uses on the way, and that a crash may leave behind. */
export const TEMPORARY_NAME = /\.[0-9a-f]{16}\.fob-tmp$/;

// A virus scanner on Windows holds a new file for some hundred milliseconds at most.
const BUSY = new Set(['EPERM', 'EBUSY', 'EACCES']);
const BUSY_DELAYS_MS = [10, 20, 40, 80, 160, 320];

// File systems without hard links: FAT, some network shares.
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Writes all bytes to a temporary file beside `path`, and only when they are on the disk gives it the name. Rejects with
 * the system's error; then `path` is what it was. With `keepPrevious` the bytes of before stay under a second name.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  keepPrevious: boolean,
  disk: Disk = realDisk,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeNew(disk, temporary, bytes);
    if (keepPrevious) await keep(disk, path);
    await patiently(() => disk.rename(temporary, path));
  } catch (error) {
    await disk.rm(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncDirectory(dirname(path));
}

async function keep(disk: Disk, path: string): Promise<void> {
  const previous = previousGeneration(path);
  const temporary = temporaryName(previous);
  try {
    await linkOrCopy(disk, path, temporary);
    await patiently(() => disk.rename(temporary, previous));
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  } finally {
    // Also after success: when a crash left `path` and `previous` as two names of one file, POSIX has rename do nothing.
    await disk.rm(temporary);
  }
}

async function linkOrCopy(disk: Disk, from: string, to: string): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    await writeNew(disk, to, await readWhole(disk, from));
  }
}

async function readWhole(disk: Disk, path: string): Promise<Uint8Array> {
  const file = await disk.open(path, 'r');
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function writeNew(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** On Windows repeats what another program's open handle made fail, for less than a second in all. */
export async function patiently(
  attempt: () => Promise<void>,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  for (const delay of platform === 'win32' ? BUSY_DELAYS_MS : []) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!BUSY.has(errnoOf(error) ?? '')) throw error;
      await wait(delay);
    }
  }
  await attempt();
}

function temporaryName(path: string): string {
  return `${path}.${randomBytes(8).toString('hex')}.fob-tmp`;
}
