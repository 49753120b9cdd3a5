import { dirname, join, resolve } from 'node:path';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import { previousGeneration } from '../vault/layout.ts';
import { serialByKey } from '../ports/serial.ts';
import { replaceFile, TEMPORARY_NAME } from './atomic-write.ts';
import { realDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { createFolders } from './folders.ts';
import { repairPrivateDirectory } from './private-directory.ts';
import { errnoOf, storageFailed } from './storage-error.ts';

const OTHERS = 0o077;
const PREVIOUS_SUFFIX = previousGeneration('');

/**
 * The data directory on a disk. The directory is made at the first write. One process at a time may write to it
 * (see `host-lock.ts`).
 */
export function createAtomicFiles(directory: string, disk: Disk = realDisk): Files {
  const root = resolve(directory);
  const serial = serialByKey();
  const folders = createFolders(root, disk);
  let isChecked = false;

  const pathOf = (name: string): string => join(root, ...segments(name));

  // At each process's first look, as V02 has it; every write checks again.
  const check = async (): Promise<void> => {
    isChecked ||= await repairPrivateDirectory(root, disk);
  };

  const change = (action: string, name: string, run: (path: string) => Promise<void>): Promise<void> =>
    serial(name, () =>
      trying(action, pathOf(name), (path) =>
        run(path).catch((error: unknown) => {
          folders.doubt(dirname(path));
          throw error;
        }),
      ),
    );

  return {
    path: pathOf,
    async read(name) {
      await check();
      return trying('read', pathOf(name), (path) => readPrivate(disk, path));
    },
    write: (name, bytes, options) =>
      change('write', name, async (path) => {
        await folders.prepare(dirname(path));
        await replaceFile(await behindLink(disk, path), bytes, options?.keepPrevious === true, disk);
      }),
    remove: (name) => change('remove', name, (path) => removeDurably(disk, path)),
    async list(folder) {
      await check();
      return trying('list', pathOf(folder), (path) => listFiles(disk, path));
    },
    stamp(name) {
      const path = pathOf(name);
      try {
        return disk.stamp(path);
      } catch (error) {
        throw storageFailed('look at', path, error);
      }
    },
  };
}

function segments(name: string): string[] {
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[\\:\0]/.test(part)))
    throw new FobError('internal', `"${name}" is not a name within the data directory.`);
  return parts;
}

async function trying<T>(action: string, path: string, run: (path: string) => Promise<T>): Promise<T> {
  try {
    return await run(path);
  } catch (error) {
    throw storageFailed(action, path, error);
  }
}

async function readPrivate(disk: Disk, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = await disk.open(path, 'r').catch(unlessMissing);
  if (file === undefined) return undefined;
  try {
    const { mode } = await file.stat();
    // A file that a person put here may be open to others; the directory's own mode is what really keeps them out.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) await file.chmod(0o600).catch(() => undefined);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** A file that is a link, such as one into a repository of dotfiles, stays one: what it points to is replaced. */
async function behindLink(disk: Disk, path: string): Promise<string> {
  return (await disk.realpath(path).catch(unlessMissing)) ?? path;
}

async function removeDurably(disk: Disk, path: string): Promise<void> {
  await disk.rm(previousGeneration(path));
  await disk.rm(path);
  await disk.syncDirectory(dirname(path)).catch(unlessMissing);
}

async function listFiles(disk: Disk, path: string): Promise<string[]> {
  const entries = (await disk.readdir(path).catch(unlessMissing)) ?? [];
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => !name.endsWith(PREVIOUS_SUFFIX) && !TEMPORARY_NAME.test(name));
}

function unlessMissing(error: unknown): undefined {
  if (errnoOf(error) !== 'ENOENT') throw error;
  return undefined;
}
