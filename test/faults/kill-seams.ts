/** Disk, network and keyring of the host that dies: each call is a point, and so is each step of a request. */
import { relative } from 'node:path';
import type { HttpClientFactory } from '../../core/index.ts';
import type { Disk, DiskFile } from '../../core/node/disk.ts';
import { addressOfRecord, recordFile } from '../../core/vault/layout.ts';
import type { KeychainItems } from './keychain.ts';
import { FAMILY_HEADER, KILL_HEADER } from './rotating-idp.ts';

/** Says that a point is reached; answers how to die there when it is the one. */
export type Meet = (label: string) => (() => void) | undefined;

/**
 * Dies before a call, or in the middle of a write. What the other records are read for is no part of the work. `renamed` is told when
 * the record of the address has its new bytes.
 */
export function killingDisk(disk: Disk, home: string, atWork: string, meet: Meet, renamed: () => void): Disk {
  const named = (path: string): string => relative(home, path).replace(/[0-9a-f]{16}(?=\.fob-tmp$)/, '*');
  const isOther = (path: string): boolean => {
    const name = relative(home, path);
    const address = addressOfRecord(name);
    return name.startsWith('vault/revisions/') || (address !== undefined && address !== atWork);
  };
  const before = (call: string, path: string): void => meet(`${call} ${named(path)}`)?.();
  const read = (call: string, path: string): void => {
    if (!isOther(path)) before(call, path);
  };
  return {
    async open(path, flags, mode) {
      (flags === 'r' ? read : before)('open', path);
      const file = await disk.open(path, flags, mode);
      return flags === 'r' ? file : killingFile(file, (call) => meet(`${call} ${named(path)}`));
    },
    syncDirectory(path) {
      before('syncDirectory', path);
      return disk.syncDirectory(path);
    },
    readdir(path) {
      read('readdir', path);
      return disk.readdir(path);
    },
    stat: (path) => disk.stat(path),
    stamp: (path) => disk.stamp(path),
    realpath(path) {
      read('realpath', path);
      return disk.realpath(path);
    },
    mkdir(path, mode) {
      before('mkdir', path);
      return disk.mkdir(path, mode);
    },
    chmod(path, mode) {
      before('chmod', path);
      return disk.chmod(path, mode);
    },
    link(from, to) {
      before('link', to);
      return disk.link(from, to);
    },
    async rename(from, to) {
      before('rename', to);
      await disk.rename(from, to);
      if (relative(home, to) === recordFile(atWork)) renamed();
    },
    rm(path) {
      before('rm', path);
      return disk.rm(path);
    },
  };
}

function killingFile(file: DiskFile, meet: Meet): DiskFile {
  return {
    ...file,
    async writeFile(bytes) {
      meet('writeFile')?.();
      const die = meet('half of writeFile');
      if (die === undefined) return file.writeFile(bytes);
      await file.writeFile(bytes.subarray(0, bytes.length / 2));
      die();
    },
    sync() {
      meet('sync')?.();
      return file.sync();
    },
    close() {
      meet('close')?.();
      return file.close();
    },
  };
}

/** Dies before it sends, or when the answer is there; in between it is the IdP that kills. */
export function killingHttp(
  make: HttpClientFactory,
  family: string,
  meet: Meet,
  answered: () => void,
): HttpClientFactory {
  return async (profile, tls) => {
    const client = await make(profile, tls);
    return {
      ...client,
      async request(url, request, limits) {
        meet('request: before it is sent')?.();
        const moments = (['received', 'committed'] as const).filter(
          (moment) => meet(`request: ${moment}`) !== undefined,
        );
        const kill = moments[0] === undefined ? {} : { [KILL_HEADER]: `${moments[0]} ${process.pid}` };
        const headers = { ...request.headers, ...kill, [FAMILY_HEADER]: family };
        const answer = await client.request(url, { ...request, headers }, limits);
        meet('request: answered')?.();
        answered();
        return answer;
      },
    };
  };
}

export function killingItems(items: KeychainItems, meet: Meet): KeychainItems {
  return {
    has: (id) => items.has(id),
    get(id) {
      meet('keyring: get')?.();
      return items.get(id);
    },
    set(id, value) {
      meet('keyring: set')?.();
      items.set(id, value);
    },
    delete(id) {
      meet('keyring: delete')?.();
      items.delete(id);
    },
  };
}
