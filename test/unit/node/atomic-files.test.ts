import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAtomicFiles } from '../../../core/node/atomic-files.ts';
import { patiently } from '../../../core/node/atomic-write.ts';
import { codeOf, errorOf } from '../vault/kit.ts';

const LOOP = fileURLToPath(new URL('write-loop.ts', import.meta.url));
const ONE = new TextEncoder().encode('one');
const TWO = new TextEncoder().encode('two');

let base = '';
let home = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'fob-atomic-'));
  home = join(base, 'data/fob');
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

const mode = (path: string): number => statSync(path).mode & 0o777;

test('kill -9 at any moment leaves whole files, and the next write clears what was left over', async () => {
  const size = 200_000;
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, [LOOP, home, String(size)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, round * 3));
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (const name of ['file.json', 'file.json.previous'])
      if (existsSync(join(home, 'folder', name))) expectWhole(readFileSync(join(home, 'folder', name)), size);
    expect(existsSync(join(home, 'folder/file.json'))).toBe(true);
  }
  const files = createAtomicFiles(home);
  expect(await files.list('folder')).toEqual(['file.json']);
  await files.write('folder/file.json', ONE, { keepPrevious: true });
  expect(readdirSync(join(home, 'folder')).sort()).toEqual(['file.json', 'file.json.previous']);
});

function expectWhole(content: Buffer, size: number): void {
  expect(content.length).toBe(size);
  expect(content.every((byte) => byte === content[0])).toBe(true);
}

test('only our own left-over files are cleared', async () => {
  mkdirSync(home, { recursive: true });
  const theirs = ['notes.tmp', 'a.json.0123456789abcdef.tmp', 'a.json~', '.hidden'];
  const ours = 'a.json.0123456789abcdef.fob-tmp';
  for (const name of [...theirs, ours]) writeFileSync(join(home, name), 'x');
  await createAtomicFiles(home).write('b.json', ONE);
  expect(readdirSync(home).sort()).toEqual([...theirs, 'b.json'].sort());
});

test('regression: a crash that left the file and its kept generation as one file leaves no third name behind', async () => {
  const files = createAtomicFiles(home);
  await files.write('a.json', ONE);
  linkSync(join(home, 'a.json'), join(home, 'a.json.previous'));
  await files.write('a.json', TWO, { keepPrevious: true });
  expect(readdirSync(home).sort()).toEqual(['a.json', 'a.json.previous']);
  expect(readFileSync(join(home, 'a.json'), 'utf8')).toBe('two');
  expect(readFileSync(join(home, 'a.json.previous'), 'utf8')).toBe('one');
});

test('a write that cannot be made says which path and why, and leaves no trace', async () => {
  const files = createAtomicFiles(home);
  await files.write('other.json', ONE);
  mkdirSync(join(home, 'a.json'));
  const error = await errorOf(files.write('a.json', TWO));
  expect(error.code).toBe('storage_failed');
  expect(error.message).toMatch(/a\.json: it is a directory \(EISDIR\)/);
  expect(error.hint).toBeDefined();
  expect(readdirSync(home).sort()).toEqual(['a.json', 'other.json']);
});

test('a path that runs through a file: storage_failed, for reading and writing', async () => {
  writeFileSync(join(base, 'data'), 'a file');
  const files = createAtomicFiles(home);
  expect(await codeOf(files.read('a.json'))).toBe('storage_failed');
  expect(await codeOf(files.write('a.json', ONE))).toBe('storage_failed');
  expect(await codeOf(files.list('folder'))).toBe('storage_failed');
});

test.runIf(process.platform !== 'win32')('a file that is a link into another folder stays one', async () => {
  const dotfiles = join(base, 'profiles.json');
  writeFileSync(dotfiles, 'one');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  symlinkSync(dotfiles, join(home, 'profiles.json'));
  await createAtomicFiles(home).write('profiles.json', TWO);
  expect(lstatSync(join(home, 'profiles.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(dotfiles, 'utf8')).toBe('two');
});

describe.runIf(process.platform !== 'win32')('permissions', () => {
  test('directories are 0700 and files 0600, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      const files = createAtomicFiles(home);
      await files.write('vault/records/a.json', ONE);
      await files.write('vault/records/a.json', TWO, { keepPrevious: true });
    } finally {
      process.umask(umask);
    }
    for (const folder of ['', 'vault', 'vault/records']) expect(mode(join(home, folder))).toBe(0o700);
    for (const name of ['a.json', 'a.json.previous'])
      expect(mode(join(home, 'vault/records', name))).toBe(0o600);
  });

  test('modes that were opened are closed again at the first look', async () => {
    await createAtomicFiles(home).write('vault/a.json', ONE);
    chmodSync(home, 0o755);
    chmodSync(join(home, 'vault'), 0o777);
    chmodSync(join(home, 'vault/a.json'), 0o644);
    const files = createAtomicFiles(home);
    await files.read('vault/a.json');
    expect(mode(home)).toBe(0o700);
    expect(mode(join(home, 'vault/a.json'))).toBe(0o600);
    await files.write('vault/b.json', ONE);
    expect(mode(join(home, 'vault'))).toBe(0o700);
  });

  test("another user's directory is refused and not touched, also behind a link", async () => {
    const theirs = someoneElses();
    const before = statSync(theirs);
    symlinkSync(theirs, join(base, 'link'));
    for (const path of [theirs, join(base, 'link')]) {
      const files = createAtomicFiles(path);
      const error = await errorOf(files.write('a.json', ONE));
      expect(error).toMatchObject({ code: 'storage_failed' });
      expect(error.message).toContain('another user');
      expect(error.hint).toContain('FOB_HOME');
      expect(await codeOf(files.read('a.json'))).toBe('storage_failed');
    }
    expect(statSync(theirs).mode).toBe(before.mode);
  });

  test('a directory that is shared by its sticky bit, as /tmp is, is refused and keeps its mode', async () => {
    mkdirSync(home, { recursive: true });
    chmodSync(home, 0o1777);
    expect(await codeOf(createAtomicFiles(home).write('a.json', ONE))).toBe('storage_failed');
    expect(statSync(home).mode & 0o7777).toBe(0o1777);
  });

  test('a link to a directory of our own is fine', async () => {
    mkdirSync(join(base, 'real'), { mode: 0o755 });
    symlinkSync(join(base, 'real'), join(base, 'link'));
    await createAtomicFiles(join(base, 'link')).write('a.json', ONE);
    expect(mode(join(base, 'real'))).toBe(0o700);
    expect(lstatSync(join(base, 'link')).isSymbolicLink()).toBe(true);
  });

  /** Root can make one; everybody else finds root's. */
  function someoneElses(): string {
    if (process.getuid?.() !== 0) return '/usr';
    const path = join(base, 'theirs');
    mkdirSync(path, { mode: 0o755 });
    chownSync(path, 12_345, 12_345);
    return path;
  }
});

describe('a rename that a virus scanner blocks on Windows', () => {
  const busy = (): Error => Object.assign(new Error('busy'), { code: 'EBUSY' });

  test('is repeated until it goes through', async () => {
    let attempts = 0;
    await patiently(() => ((attempts += 1) < 4 ? Promise.reject(busy()) : Promise.resolve()), 'win32');
    expect(attempts).toBe(4);
  });

  test('fails in the end, at once for other errors, and at once elsewhere', async () => {
    let attempts = 0;
    const fail = (error: Error) => () => {
      attempts += 1;
      return Promise.reject(error);
    };
    await expect(patiently(fail(busy()), 'win32')).rejects.toThrow('busy');
    expect(attempts).toBe(7);
    await expect(patiently(fail(new Error('other')), 'win32')).rejects.toThrow('other');
    await expect(patiently(fail(busy()), 'linux')).rejects.toThrow('busy');
    expect(attempts).toBe(9);
  });
});
