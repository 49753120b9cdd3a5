/** Replacing a file so that either the old or the new bytes are there at any moment (security.md V01 to V04). */
import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { previousGeneration } from '../vault/layout.ts';
import { syncDirectory } from './private-directory.ts';
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
export async function replaceFile(path: string, bytes: Uint8Array, keepPrevious: boolean): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeNew(temporary, bytes);
    if (keepPrevious) await keep(path);
    await patiently(() => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncDirectory(dirname(path));
}

async function keep(path: string): Promise<void> {
  const previous = previousGeneration(path);
  const temporary = temporaryName(previous);
  try {
    await linkOrCopy(path, temporary);
    await patiently(() => rename(temporary, previous));
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  } finally {
    // Also after success: when a crash left `path` and `previous` as two names of one file, POSIX has rename do nothing.
    await rm(temporary, { force: true });
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    await writeNew(to, await readFile(from));
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
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
