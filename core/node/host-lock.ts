/** One host per data directory: the engine's host is the only writer (design section 6, security.md R01 and R03). */
import { readFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import type * as Sqlite from 'node:sqlite';
import type { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { FobError } from '../errors/fob-error.ts';
import { replaceFile } from './atomic-write.ts';
import { ensurePrivateDirectory } from './private-directory.ts';
import { storageFailed } from './storage-error.ts';

const hostSchema = z.object({
  kind: z.enum(['agent', 'desktop']),
  pid: z.int().min(1),
  /** ISO 8601. */
  started_at: z.string().max(64),
});
/** Who holds the lock: for messages only, the lock itself is the operating system's. */
export type HostInfo = z.infer<typeof hostSchema>;

export interface HeldLock {
  release(): void;
}
export interface LostLock {
  /** `undefined` when the holder has not said who it is. */
  readonly heldBy: HostInfo | undefined;
}

const BUSY = 5; // SQLITE_BUSY
const BUSY_TIMEOUT_MS = 100;
const ATTEMPTS = 6;

// The lock lives as long as the database handle: it must not be collected because a caller dropped `release`.
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a data directory for the life of this process, or tells who has it. It is SQLite's exclusive lock,
 * which is the kernel's and goes with the process however it ends; no id of a process is ever trusted for it.
 * Errors: `storage_failed`, `runtime_unsupported` (a Node without SQLite).
 */
export async function acquireHostLock(
  directory: string,
  info: Pick<HostInfo, 'kind' | 'pid'>,
): Promise<HeldLock | LostLock> {
  const folder = join(directory, 'run');
  await ensurePrivateDirectory(directory);
  await ensurePrivateDirectory(folder);
  const database = await lock(join(folder, 'host.lock'), folder);
  if ('heldBy' in database) return database;
  held.add(database);
  const file = infoFile(folder);
  const host: HostInfo = { ...info, started_at: new Date().toISOString() };
  await replaceFile(file, new TextEncoder().encode(`${JSON.stringify(host)}\n`), false).catch(
    // Only a message would be poorer.
    () => undefined,
  );
  return {
    release() {
      if (!held.delete(database)) return;
      rmSync(file, { force: true });
      database.close();
    },
  };
}

/** Who says that it holds the lock of a data directory, and lives; takes nothing. */
export async function hostOf(directory: string): Promise<HostInfo | undefined> {
  const info = await readInfo(join(directory, 'run'));
  return info !== undefined && isAlive(info.pid) ? info : undefined;
}

/** Processes that try at the same moment can all be refused once; whoever says it holds the lock settles it. */
async function lock(path: string, folder: string): Promise<DatabaseSync | LostLock> {
  const { DatabaseSync } = await importSqlite();
  let heldBy: HostInfo | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const database = tryLock(DatabaseSync, path);
    if (database !== undefined) return database;
    heldBy = await readInfo(folder);
    if (attempt > 0 && heldBy !== undefined && isAlive(heldBy.pid)) break;
    await wait(Math.random() * BUSY_TIMEOUT_MS);
  }
  return { heldBy: heldBy !== undefined && isAlive(heldBy.pid) ? heldBy : undefined };
}

function tryLock(Database: typeof DatabaseSync, path: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return undefined;
    throw storageFailed('lock', path, error);
  }
}

async function importSqlite(): Promise<typeof Sqlite> {
  try {
    return await import('node:sqlite');
  } catch (cause) {
    throw new FobError(
      'runtime_unsupported',
      `Node ${process.version} has no SQLite, which Fob locks with.`,
      {
        hint: 'Use Node 22.13 or later.',
        cause,
      },
    );
  }
}

function infoFile(folder: string): string {
  return join(folder, 'host.json');
}

async function readInfo(folder: string): Promise<HostInfo | undefined> {
  const text = await readFile(infoFile(folder), 'utf8').catch(() => '');
  try {
    return hostSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
