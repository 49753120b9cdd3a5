import { statSync } from 'node:fs';
import { chmod, link, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * The calls of the file system that the data directory is kept with. They are what the real ones are: a write is on the
 * disk only when `sync` has resolved, a name only when `syncDirectory` has. Errors are the system's, with their `code`.
 */
export interface Disk {
  /** `wx` makes a new file and rejects with `EEXIST` when the name is taken. */
  open(path: string, flags: 'r' | 'wx', mode?: number): Promise<DiskFile>;
  /** Makes the names in a directory survive a power loss. */
  syncDirectory(path: string): Promise<void>;
  readdir(path: string): Promise<readonly DiskEntry[]>;
  stat(path: string): Promise<DiskStats>;
  /** Changes whenever the file does; `undefined` when there is none. At once, since it is asked before each answer. */
  stamp(path: string): string | undefined;
  realpath(path: string): Promise<string>;
  /** With all directories above it that are missing. */
  mkdir(path: string, mode: number): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens when there is no such file. */
  rm(path: string): Promise<void>;
}

export interface DiskFile {
  stat(): Promise<DiskStats>;
  chmod(mode: number): Promise<void>;
  readFile(): Promise<Uint8Array<ArrayBuffer>>;
  writeFile(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface DiskStats {
  readonly mode: number;
  readonly uid: number;
  isDirectory(): boolean;
}

export interface DiskEntry {
  readonly name: string;
  isDirectory(): boolean;
}

export const realDisk: Disk = {
  open: async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    return {
      stat: () => handle.stat(),
      chmod: (wanted) => handle.chmod(wanted),
      readFile: async () => new Uint8Array(await handle.readFile()),
      writeFile: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  async syncDirectory(path) {
    // Windows has no such call and needs none.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  readdir: (path) => readdir(path, { withFileTypes: true }),
  stat: (path) => stat(path),
  stamp(path) {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found && `${found.mtimeNs}-${found.size}-${found.ino}`;
  },
  realpath: (path) => realpath(path),
  mkdir: async (path, mode) => {
    await mkdir(path, { recursive: true, mode });
  },
  chmod,
  link,
  rename,
  rm: (path) => rm(path, { force: true }),
};
