/** I/O errors and power losses at single calls of a write, as SQLite tests itself (security.md F17); `test/faults` has all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createAtomicFiles } from '../../../core/node/atomic-files.ts';
import { realDisk } from '../../../core/node/disk.ts';
import { FobError } from '../../../core/errors/fob-error.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';
import { faultyDisk } from '../../faults/faulty-disk.ts';
import type { Fault } from '../../faults/faulty-disk.ts';
import { ModelDisk } from '../../faults/model-disk.ts';
import type { WritableDisk } from '../../faults/model-disk.ts';
import { codeOf } from '../vault/kit.ts';

const base = mkdtempSync(join(tmpdir(), 'fob-faults-'));
afterAll(() => rmSync(base, { recursive: true }));

const text = (path: string): string => readFileSync(path, 'utf8');
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

test('a fault at any call: the write is refused or was made, and never anything between', async () => {
  const { calls } = await secondWrite('rehearsal', Infinity);
  expect(calls.length).toBeGreaterThan(10);

  for (let at = 1; at <= calls.length; at += 1) {
    const { home } = await secondWrite(`fault at ${at}`, at);
    const path = join(home, 'folder/a.json');
    const outcome = text(path);
    expect(['first', 'second'], `call ${at}`).toContain(outcome);
    // Whatever happened, the next write goes through and leaves nothing else.
    await createAtomicFiles(home).write('folder/a.json', bytes('third'), { keepPrevious: true });
    expect(text(path)).toBe('third');
    expect(text(`${path}.previous`), `call ${at}`).toBe(outcome);
    expect(readdirSync(join(home, 'folder')).sort()).toEqual(['a.json', 'a.json.previous']);
  }
});

test('the bytes are on the disk before they get the name, and the name before the write is answered', async () => {
  const { calls } = await secondWrite('order', Infinity);
  expect(calls.slice(calls.indexOf('open'))).toEqual([
    ...['open', 'writeFile', 'sync', 'close'],
    ...['link', 'rename', 'rm', 'rename'],
    'syncDirectory',
  ]);
});

/** Writes `first` undisturbed, then `second` in a new process with a fault at the given call. */
async function secondWrite(name: string, at: number): Promise<{ home: string; calls: string[] }> {
  const home = join(base, name);
  await createAtomicFiles(home).write('folder/a.json', bytes('first'), { keepPrevious: true });
  const calls: string[] = [];
  const disk = faultyDisk(realDisk, (call) => (calls.push(call) === at ? errno('ENOSPC') : undefined));
  const result = await createAtomicFiles(home, disk)
    .write('folder/a.json', bytes('second'), { keepPrevious: true })
    .catch((error: unknown) => error);
  if (result === undefined) expect(text(join(home, 'folder/a.json'))).toBe('second');
  else {
    expect(result).toBeInstanceOf(FobError);
    expect((result as FobError).message).toMatch(/no space is left on that disk \(ENOSPC\)/);
  }
  return { home, calls };
}

test('regression: a first look that failed once made every later read fail', async () => {
  const disk = new ModelDisk();
  await createAtomicFiles('/home/fob', well(disk)).write('a.json', bytes('kept'));
  let looks = 0;
  const files = createAtomicFiles(
    '/home/fob',
    faultyDisk(disk, () => ((looks += 1) === 1 ? errno('EMFILE') : undefined)),
  );
  expect(await codeOf(files.read('a.json'))).toBe('storage_failed');
  expect(Buffer.from((await files.read('a.json')) ?? []).toString()).toBe('kept');
});

test('regression: a folder of a process that was killed is lost by a power loss with what was saved in it', async () => {
  const disk = new ModelDisk();
  const killed = stoppingAt(disk, 'syncDirectory');
  expect(await codeOf(createAtomicFiles('/home/fob', killed).write('vault/a.json', bytes('first')))).toBe(
    'storage_failed',
  );
  await createAtomicFiles('/home/fob', well(disk)).write('vault/a.json', bytes('saved'));
  expect(afterPowerLosses(disk, '/home/fob/vault/a.json')).toEqual(new Set(['saved']));
});

test('regression: what was seen of a failed save is lost by a power loss, and what was built on it is not', async () => {
  const disk = new ModelDisk();
  let isBad = false;
  const files = createAtomicFiles(
    '/home/fob',
    faultyDisk(disk, (call, path) =>
      isBad && call === 'syncDirectory' && path === '/home/fob/vault' ? errno('EIO') : undefined,
    ),
  );
  await files.write('vault/header.json', bytes('old key'));
  await files.write('vault/records/a.json', bytes('by the old key'));
  isBad = true;
  expect(await codeOf(files.write('vault/header.json', bytes('new key')))).toBe('storage_failed');
  expect(Buffer.from((await files.read('vault/header.json')) ?? []).toString()).toBe('new key');
  isBad = false;
  await files.write('vault/records/a.json', bytes('by the new key'));
  expect(afterPowerLosses(disk, '/home/fob/vault/header.json')).toEqual(new Set(['new key']));
});

function afterPowerLosses(disk: ModelDisk, path: string): Set<string | undefined> {
  const found = new Set<string | undefined>();
  for (let seed = 1; seed <= 50; seed += 1) {
    const content = disk.afterPowerLoss(createFakeRandom(seed)).bytes(path);
    found.add(content && Buffer.from(content).toString());
  }
  return found;
}

/** Nothing gets to the disk any more from the first such call on. */
function stoppingAt(disk: WritableDisk, stop: string): WritableDisk {
  let isStopped = false;
  return faultyDisk(disk, (call) => ((isStopped ||= call === stop) ? errno('EIO') : undefined));
}

function well(disk: WritableDisk): WritableDisk {
  const noFault: Fault = () => undefined;
  return faultyDisk(disk, noFault);
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code });
}
