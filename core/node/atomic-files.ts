import { statSync } from 'node:fs';
import { open, readdir, realpath, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FobError } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import { previousGeneration } from '../vault/layout.ts';
import { serialByKey } from '../vault/serial.ts';
import { replaceFile, TEMPORARY_NAME } from './atomic-write.ts';
import { ensurePrivateDirectory, repairPrivateDirectory, syncDirectory } from './private-directory.ts';
import { errnoOf, storageFailed } from './storage-error.ts';

const OTHERS = 0o077;
const PREVIOUS_SUFFIX = previousGeneration('');

/**
 * The data directory on a real disk. The directory is made at the first write. One process at a time may write to it
 * (see `host-lock.ts`): temporary files found at the first write to a folder are a crash's and are removed.
 */
export function createAtomicFiles(directory: string): Files {
  const root = resolve(directory);
  const serial = serialByKey();
  const swept = new Map<string, Promise<void>>();
  let checked: Promise<boolean> | undefined;

  const pathOf = (name: string): string => join(root, ...segments(name));

  // At each process's first look, as V02 has it; every write checks again.
  const check = async (): Promise<void> => {
    if (!(await (checked ??= repairPrivateDirectory(root)))) checked = undefined;
  };

  const sweep = (folder: string): Promise<void> => {
    const running = swept.get(folder) ?? removeLeftovers(folder);
    swept.set(folder, running);
    return running;
  };

  const prepare = async (name: string): Promise<void> => {
    let path = root;
    await ensurePrivateDirectory(path);
    for (const segment of segments(name).slice(0, -1)) {
      path = join(path, segment);
      await ensurePrivateDirectory(path);
    }
    await sweep(path);
  };

  return {
    path: pathOf,
    async read(name) {
      await check();
      return trying('read', pathOf(name), readPrivate);
    },
    write: (name, bytes, options) =>
      serial(name, () =>
        trying('write', pathOf(name), async (path) => {
          await prepare(name);
          await replaceFile(await behindLink(path), bytes, options?.keepPrevious === true);
        }),
      ),
    remove: (name) => serial(name, () => trying('remove', pathOf(name), removeDurably)),
    async list(folder) {
      await check();
      return trying('list', pathOf(folder), listFiles);
    },
    stamp(name) {
      const path = pathOf(name);
      try {
        const found = statSync(path, { bigint: true, throwIfNoEntry: false });
        return found && `${found.mtimeNs}-${found.size}-${found.ino}`;
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

async function readPrivate(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const handle = await open(path, 'r').catch(unlessMissing);
  if (handle === undefined) return undefined;
  try {
    const { mode } = await handle.stat();
    // A file that a person put here may be open to others; the directory's own mode is what really keeps them out.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      await handle.chmod(0o600).catch(() => undefined);
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

/** A file that is a link, such as one into a repository of dotfiles, stays one: what it points to is replaced. */
async function behindLink(path: string): Promise<string> {
  return (await realpath(path).catch(unlessMissing)) ?? path;
}

async function removeDurably(path: string): Promise<void> {
  await rm(previousGeneration(path), { force: true });
  await rm(path, { force: true });
  await syncDirectory(dirname(path)).catch(unlessMissing);
}

async function listFiles(path: string): Promise<string[]> {
  const entries = (await readdir(path, { withFileTypes: true }).catch(unlessMissing)) ?? [];
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => !name.endsWith(PREVIOUS_SUFFIX) && !TEMPORARY_NAME.test(name));
}

async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (TEMPORARY_NAME.test(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}

function unlessMissing(error: unknown): undefined {
  if (errnoOf(error) !== 'ENOENT') throw error;
  return undefined;
}
