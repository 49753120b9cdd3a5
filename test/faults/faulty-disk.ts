import type { DiskFile } from '../../core/node/disk.ts';
import type { WritableDisk } from './model-disk.ts';

/** Asked before each call; the error it answers is the call's. */
export type Fault = (call: string, path: string) => Error | undefined;

/** A disk whose calls can fail. A write that fails leaves half of its bytes; a file that fails to close is closed. */
export function faultyDisk(disk: WritableDisk, fault: Fault): WritableDisk {
  const meet = (call: string, path: string): void => {
    const error = fault(call, path);
    if (error !== undefined) throw error;
  };
  const guarded =
    <A extends [string, ...unknown[]], T>(name: string, call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      meet(name, args[0]);
      return call(...args);
    };
  return {
    open: guarded('open', async (path: string, flags: 'r' | 'wx' | 'w', mode?: number) =>
      faultyFile(await disk.open(path, flags, mode), (call) => meet(call, path)),
    ),
    syncDirectory: guarded('syncDirectory', (path) => disk.syncDirectory(path)),
    readdir: guarded('readdir', (path) => disk.readdir(path)),
    stat: guarded('stat', (path) => disk.stat(path)),
    realpath: guarded('realpath', (path) => disk.realpath(path)),
    mkdir: guarded('mkdir', (path: string, mode: number) => disk.mkdir(path, mode)),
    chmod: guarded('chmod', (path: string, mode: number) => disk.chmod(path, mode)),
    link: guarded('link', (from: string, to: string) => disk.link(from, to)),
    rename: guarded('rename', (from: string, to: string) => disk.rename(from, to)),
    rm: guarded('rm', (path) => disk.rm(path)),
    stamp(path) {
      meet('stamp', path);
      return disk.stamp(path);
    },
  };
}

function faultyFile(file: DiskFile, meet: (call: string) => void): DiskFile {
  const before =
    <T>(name: string, call: () => Promise<T>) =>
    async (): Promise<T> => {
      meet(name);
      return call();
    };
  return {
    stat: before('stat', () => file.stat()),
    readFile: before('readFile', () => file.readFile()),
    sync: before('sync', () => file.sync()),
    chmod: async (mode) => {
      meet('chmod');
      await file.chmod(mode);
    },
    writeFile: async (bytes) => {
      try {
        meet('writeFile');
      } catch (error) {
        await file.writeFile(bytes.subarray(0, bytes.length / 2));
        throw error;
      }
      await file.writeFile(bytes);
    },
    close: async () => {
      await file.close();
      meet('close');
    },
  };
}
