/** Fob's safeguards against a bad disk, each of which can be taken away: then a family must find what it was good for. */
import { dirname } from 'node:path';
import { TEMPORARY_NAME } from '../../core/node/atomic-write.ts';
import type { Disk, DiskFile } from '../../core/node/disk.ts';
import type { Files } from '../../core/ports/files.ts';
import type { WritableDisk } from './model-disk.ts';

type Without<T> = (inner: T) => T;

const DISK: Readonly<Record<string, Without<WritableDisk>>> = {
  'sync of the file': (disk) => withFiles(disk, (file) => ({ ...file, sync: () => Promise.resolve() })),
  'sync of the directory': (disk) => ({ ...disk, syncDirectory: () => Promise.resolve() }),
  'sync of the directories above': withoutSyncAbove,
  'temporary file and rename': writtenInPlace,
  'a failed sync is reported': (disk) => ({
    ...withFiles(disk, (file) => ({ ...file, sync: () => file.sync().catch(() => undefined) })),
    syncDirectory: (path) => disk.syncDirectory(path).catch(() => undefined),
  }),
};

const FILES: Readonly<Record<string, Without<Files>>> = {
  'kept generation': (files) => ({ ...files, write: (name, bytes) => files.write(name, bytes) }),
  'damage is not absence': (files) => ({
    ...files,
    read: async (name) => {
      const bytes = await files.read(name);
      return isJson(bytes) ? bytes : undefined;
    },
  }),
};

export const DISK_SAFEGUARDS = Object.keys(DISK);
export const FILES_SAFEGUARDS = Object.keys(FILES);

export function diskWithout(disk: WritableDisk, mutants: readonly string[]): Disk {
  return mutants.reduce((inner, name) => DISK[name]?.(inner) ?? inner, disk);
}

export function filesWithout(files: Files, mutants: readonly string[]): Files {
  return mutants.reduce((inner, name) => FILES[name]?.(inner) ?? inner, files);
}

function withFiles(disk: WritableDisk, change: (file: DiskFile) => DiskFile): WritableDisk {
  return { ...disk, open: async (...args) => change(await disk.open(...args)) };
}

/** Only a directory in which a name was just changed is synced. */
function withoutSyncAbove(disk: WritableDisk): WritableDisk {
  let changed = '';
  return {
    ...disk,
    rename: (from, to) => {
      changed = dirname(to);
      return disk.rename(from, to);
    },
    rm: (path) => {
      changed = dirname(path);
      return disk.rm(path);
    },
    syncDirectory: async (path) => {
      if (path === changed) await disk.syncDirectory(path);
      changed = '';
    },
  };
}

/** Opens, empties and writes the file itself. */
function writtenInPlace(disk: WritableDisk): WritableDisk {
  const own = (path: string): string => path.replace(TEMPORARY_NAME, '');
  return {
    ...disk,
    open: (path, flags, mode) => disk.open(own(path), flags === 'wx' ? 'w' : flags, mode),
    rename: async (from, to) => {
      if (own(from) !== to || to.endsWith('.previous')) await disk.rename(from, to);
    },
  };
}

function isJson(bytes: Uint8Array | undefined): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}
