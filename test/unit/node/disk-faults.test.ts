/** An I/O error at every single call of a write, as SQLite tests itself (security.md F17). */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type * as FsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { createAtomicFiles } from '../../../core/node/atomic-files.ts';
import { FobError } from '../../../core/errors/fob-error.ts';

const fault = vi.hoisted(() => {
  const state = { in: Infinity, calls: [] as string[] };
  return {
    state,
    check(name: string) {
      state.calls.push(name);
      state.in -= 1;
      if (state.in === 0) throw Object.assign(new Error(`no space in ${name}`), { code: 'ENOSPC' });
    },
  };
});

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof FsPromises>();
  type Call = (...args: never[]) => Promise<unknown>;
  const guard =
    (name: string, call: Call): Call =>
    async (...args) => {
      fault.check(name);
      return call(...args);
    };
  const handle = (file: FileHandle): FileHandle =>
    new Proxy(file, {
      get(target, name: keyof FileHandle & string) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        const call = (member as Call).bind(target);
        // A handle that fails to close is closed all the same.
        return name === 'close' ? () => call().then(() => fault.check(name)) : guard(name, call);
      },
    });
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      fault.check('open');
      return handle(await real.open(...args));
    },
    ...Object.fromEntries(
      (['chmod', 'link', 'mkdir', 'readFile', 'readdir', 'rename', 'rm', 'stat'] as const).map((name) => [
        name,
        guard(name, real[name] as Call),
      ]),
    ),
  };
});

const base = mkdtempSync(join(tmpdir(), 'fob-faults-'));
afterAll(() => rmSync(base, { recursive: true }));

const text = (path: string): string => readFileSync(path, 'utf8');

test('a fault at any call: the write is refused or was made, and never anything between', async () => {
  await write('rehearsal', 0);
  const calls = fault.state.calls.length;
  expect(calls).toBeGreaterThan(10);

  for (let at = 1; at <= calls; at += 1) {
    const home = await write(`fault at ${at}`, at);
    const path = join(home, 'folder/a.json');
    const outcome = fault.state.in > 0 ? 'not reached' : text(path);
    expect(['first', 'second'], `call ${at}`).toContain(outcome);
    // Whatever happened, the next write goes through and leaves nothing else.
    await createAtomicFiles(home).write('folder/a.json', bytes('third'), { keepPrevious: true });
    expect(text(path)).toBe('third');
    expect(text(`${path}.previous`), `call ${at}`).toBe(outcome);
    expect(readdirSync(join(home, 'folder')).sort()).toEqual(['a.json', 'a.json.previous']);
  }
});

test('the bytes are on the disk before they get the name, and the name before the write is answered', async () => {
  await write('order', 0);
  const order = fault.state.calls.slice(fault.state.calls.indexOf('open'));
  expect(order).toEqual([
    ...['open', 'writeFile', 'sync', 'close'],
    ...['link', 'rename', 'rm', 'rename'],
    ...['open', 'sync', 'close'],
  ]);
});

/** Writes `first` undisturbed, then `second` with a fault at the given call. */
async function write(name: string, at: number): Promise<string> {
  const home = join(base, name);
  fault.state.in = Infinity;
  const files = createAtomicFiles(home);
  await files.write('folder/a.json', bytes('first'), { keepPrevious: true });
  fault.state.calls = [];
  fault.state.in = at === 0 ? Infinity : at;
  const result = await createAtomicFiles(home)
    .write('folder/a.json', bytes('second'), { keepPrevious: true })
    .catch((error: unknown) => error);
  if (result === undefined) expect(text(join(home, 'folder/a.json'))).toBe('second');
  else {
    expect(result).toBeInstanceOf(FobError);
    expect((result as FobError).message).toMatch(/no space is left on that disk \(ENOSPC\)/);
  }
  return home;
}

function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
