/** The model that the power-loss family stands on: what it may lose, and what it may not. */
import { describe, expect, test } from 'vitest';
import { ModelDisk } from '../../faults/model-disk.ts';
import type { Ordering } from '../../faults/sectors.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';

const OLD = 'o'.repeat(2000);
const NEW = 'n'.repeat(3000);
const ORDERINGS: Ordering[] = ['ordered', 'lax'];

const write = async (disk: ModelDisk, path: string, text: string, isSynced: boolean): Promise<void> => {
  const file = await disk.open(path, 'w', 0o600);
  await file.writeFile(new TextEncoder().encode(text));
  if (isSynced) await file.sync();
  await file.close();
};

const read = (disk: ModelDisk, path: string): string | undefined => {
  const bytes = disk.bytes(path);
  return bytes && new TextDecoder().decode(bytes);
};

/** A disk with `/d/a` that holds OLD, all of it durable. */
async function settledDisk(ordering: Ordering): Promise<ModelDisk> {
  const disk = new ModelDisk({ ordering });
  await disk.mkdir('/d', 0o700);
  await disk.syncDirectory('/');
  await write(disk, '/d/a', OLD, true);
  await disk.syncDirectory('/d');
  return disk;
}

/** Everything that `/d/a`, or another path, can be after the power went now. */
function outcomes(disk: ModelDisk, path = '/d/a'): Set<string | undefined> {
  return new Set(
    Array.from({ length: 300 }, (_, seed) => read(disk.afterPowerLoss(createFakeRandom(seed + 1)), path)),
  );
}

describe.each(ORDERINGS)('an %s disk', (ordering) => {
  test('keeps what was synced, file and name', async () => {
    const disk = await settledDisk(ordering);
    expect(outcomes(disk)).toEqual(new Set([OLD]));
    await write(disk, '/d/b', NEW, true);
    await disk.rename('/d/b', '/d/a');
    await disk.syncDirectory('/d');
    expect(outcomes(disk)).toEqual(new Set([NEW]));
    expect(outcomes(disk, '/d/b')).toEqual(new Set([undefined]));
  });

  test('can lose a write without a sync, keep it, or tear it', async () => {
    const disk = await settledDisk(ordering);
    await write(disk, '/d/a', NEW, false);
    const found = outcomes(disk);
    expect(found).toContain(OLD);
    expect(found).toContain(NEW);
    expect([...found].some((text) => text !== OLD && text !== NEW)).toBe(true);
    expect(read(disk, '/d/a')).toBe(NEW);
  });

  test('can bring a rename before the bytes of the file: empty, short or zeros', async () => {
    const disk = await settledDisk(ordering);
    await write(disk, '/d/b', NEW, false);
    await disk.rename('/d/b', '/d/a');
    await disk.syncDirectory('/d');
    const found = outcomes(disk);
    expect(found).toContain('');
    expect(found).not.toContain(OLD);
    expect([...found].some((text) => text?.includes('\0'))).toBe(true);
  });

  test('can lose a name, a rename, a removal and a directory that was not synced', async () => {
    const disk = await settledDisk(ordering);
    await write(disk, '/d/b', NEW, true);
    expect(await unlinked(ordering)).toEqual(new Set([OLD, undefined]));
    await disk.rename('/d/b', '/d/a');
    expect(outcomes(disk)).toEqual(new Set([OLD, NEW]));
    await disk.mkdir('/e/f', 0o700);
    await write(disk, '/e/f/a', NEW, false);
    expect(outcomes(disk, '/e/f/a')).toContain(undefined);
  });

  test('links are one file under two names', async () => {
    const disk = await settledDisk(ordering);
    await disk.link('/d/a', '/d/c');
    await disk.syncDirectory('/d');
    await write(disk, '/d/a', NEW, true);
    const later = disk.afterPowerLoss(createFakeRandom());
    await write(later, '/d/c', 'both', true);
    expect(outcomes(later)).toEqual(new Set(['both']));
  });
});

test('a lax disk keeps the later of two changes without the earlier, an ordered one never', async () => {
  const found = await Promise.all(
    ORDERINGS.map(async (ordering) => {
      const disk = await settledDisk(ordering);
      await disk.mkdir('/d/first', 0o700);
      await disk.mkdir('/d/second', 0o700);
      const isThere = async (after: ModelDisk, path: string): Promise<boolean> =>
        after.stat(path).then(
          () => true,
          () => false,
        );
      const disks = Array.from({ length: 100 }, (_, seed) => disk.afterPowerLoss(createFakeRandom(seed + 1)));
      const alone = disks.map(
        async (after) => !(await isThere(after, '/d/first')) && (await isThere(after, '/d/second')),
      );
      return (await Promise.all(alone)).includes(true);
    }),
  );
  expect(found).toEqual([false, true]);
});

test('an ordered disk brings all changes of names with any sync, a lax one those of that directory', async () => {
  const later = async (ordering: Ordering): Promise<Set<string | undefined>> => {
    const disk = await settledDisk(ordering);
    await disk.rm('/d/a');
    await disk.syncDirectory('/');
    return outcomes(disk);
  };
  expect(await later('ordered')).toEqual(new Set([undefined]));
  expect(await later('lax')).toEqual(new Set([undefined, OLD]));
});

test('one seed is one outcome', async () => {
  const disk = await settledDisk('lax');
  await write(disk, '/d/a', NEW, false);
  const after = (): string | undefined => read(disk.afterPowerLoss(createFakeRandom(7)), '/d/a');
  expect(after()).toBe(after());
});

async function unlinked(ordering: Ordering): Promise<Set<string | undefined>> {
  const disk = await settledDisk(ordering);
  await disk.rm('/d/a');
  return outcomes(disk);
}
