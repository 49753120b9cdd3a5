/** What every `Files` promises: the real data directory and the one in memory that other tests use. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createAtomicFiles } from '../../../core/node/atomic-files.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { codeOf } from '../vault/kit.ts';

const home = mkdtempSync(join(tmpdir(), 'fob-files-'));
afterAll(() => rmSync(home, { recursive: true }));

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
let count = 0;
const makers = {
  'on disk': () => createAtomicFiles(join(home, `made ${(count += 1)}`)),
  'in memory': createMemoryFiles,
};

describe.each(Object.entries(makers))('files %s', (_, make) => {
  test('nothing is there at first, and looking makes nothing', async () => {
    const files = make();
    expect(await files.read('a/b.json')).toBeUndefined();
    expect(await files.list('a')).toEqual([]);
    expect(files.stamp('a/b.json')).toBeUndefined();
    await files.remove('a/b.json');
  });

  test('what was written is read, by another one too', async () => {
    const files = make();
    await files.write('a/b.json', bytes('one'));
    await files.write('a/b.json', Uint8Array.of(0, 255, 10));
    expect(await files.read('a/b.json')).toEqual(Uint8Array.of(0, 255, 10));
  });

  test('the generation before is kept when asked for, and goes with the file', async () => {
    const files = make();
    const previous = 'a/b.json.previous';
    await files.write('a/b.json', bytes('one'), { keepPrevious: true });
    expect(await files.read(previous)).toBeUndefined();
    await files.write('a/b.json', bytes('two'), { keepPrevious: true });
    await files.write('a/b.json', bytes('three'), { keepPrevious: true });
    expect(await files.read(previous)).toEqual(bytes('two'));
    await files.remove('a/b.json');
    expect(await files.read('a/b.json')).toBeUndefined();
    expect(await files.read(previous)).toBeUndefined();
  });

  test('a list has the files of one folder, without folders and kept generations', async () => {
    const files = make();
    for (const name of ['a/x.json', 'a/y.json', 'a/deep/z.json', 'top.json'])
      for (const text of ['1', '2']) await files.write(name, bytes(text), { keepPrevious: true });
    expect([...(await files.list('a'))].sort()).toEqual(['x.json', 'y.json']);
  });

  test('the stamp changes with the file, and only then', async () => {
    const files = make();
    await files.write('a.json', bytes('one'));
    const first = files.stamp('a.json');
    expect(first).toBeDefined();
    expect(files.stamp('a.json')).toBe(first);
    await files.write('a.json', bytes('two'));
    expect(files.stamp('a.json')).not.toBe(first);
    await files.remove('a.json');
    expect(files.stamp('a.json')).toBeUndefined();
  });

  test('writes to one name at once: one of them is there, whole, and the last one wins', async () => {
    const files = make();
    const texts = Array.from({ length: 20 }, (__, n) => `${n}`.repeat(50_000));
    await Promise.all(texts.map((text) => files.write('a.json', bytes(text), { keepPrevious: true })));
    expect(await files.read('a.json')).toEqual(bytes(texts[19] ?? ''));
  });
});

test.each(['', '..', '../x', 'a/../../x', '/etc/passwd', 'a//b', 'a\\b', 'C:x', 'a\0b', '.'])(
  'the name %j leads nowhere',
  async (name) => {
    const files = createAtomicFiles(join(home, 'names'));
    expect(() => files.path(name)).toThrow('not a name');
    expect(() => files.stamp(name)).toThrow('not a name');
    expect(await codeOf(files.read(name))).toBe('internal');
    expect(await codeOf(files.write(name, bytes('x')))).toBe('internal');
  },
);
