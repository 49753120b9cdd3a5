import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireHostLock } from '../../../core/node/host-lock.ts';
import type { HeldLock, HostInfo } from '../../../core/node/host-lock.ts';

const HOLDER = fileURLToPath(new URL('lock-holder.ts', import.meta.url));

type Child = ChildProcessByStdio<Writable, Readable, Readable>;
type Outcome = { readonly won: number } | { readonly heldBy: HostInfo | null };

let home = '';
const children: Child[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fob-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

async function startHolder(): Promise<{ child: Child; outcome: Outcome; stderr: string }> {
  const child = spawn(process.execPath, [HOLDER, home], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += String(data)));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, outcome: JSON.parse(line) as Outcome, stderr };
}

async function kill(child: Child): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function acquireHere(): Promise<HeldLock> {
  const lock = await acquireHostLock(home, { kind: 'desktop', pid: process.pid });
  if ('heldBy' in lock) throw new Error(`held by ${JSON.stringify(lock.heldBy)}`);
  return lock;
}

test('of ten processes that start at once exactly one wins, and the others can name it', async () => {
  const holders = await Promise.all(Array.from({ length: 10 }, startHolder));
  const winners = holders.flatMap(({ outcome }) => ('won' in outcome ? [outcome.won] : []));
  expect(winners).toHaveLength(1);
  for (const { outcome, stderr } of holders) {
    if ('heldBy' in outcome && outcome.heldBy !== null) expect(outcome.heldBy.pid).toBe(winners[0]);
    expect(stderr).toBe('');
  }
  const late = await startHolder();
  expect(late.outcome).toMatchObject({ heldBy: { pid: winners[0], kind: 'agent' } });
});

test('kill -9 of the holder frees the lock at once, whatever it left behind', async () => {
  for (let round = 0; round < 3; round += 1) {
    const { child, outcome } = await startHolder();
    expect(outcome).toEqual({ won: child.pid });
    expect(existsSync(join(home, 'run/host.json'))).toBe(true);
    await kill(child);
  }
  (await acquireHere()).release();
});

test('the id of a dead holder that another process has now does not keep the lock', async () => {
  const { child } = await startHolder();
  await kill(child);
  const started_at = new Date().toISOString();
  writeFileSync(join(home, 'run/host.json'), JSON.stringify({ kind: 'agent', pid: process.pid, started_at }));
  (await acquireHere()).release();
});

test('a second lock within one process is refused too, and names itself', async () => {
  const lock = await acquireHere();
  const second = await acquireHostLock(home, { kind: 'agent', pid: process.pid });
  expect(second).toMatchObject({ heldBy: { pid: process.pid, kind: 'desktop' } });
  lock.release();
  lock.release();
  expect(existsSync(join(home, 'run/host.json'))).toBe(false);
  (await acquireHere()).release();
});

test('a lock whose answer was dropped is not collected', async () => {
  const program = `
    import { acquireHostLock } from ${JSON.stringify(new URL('../../../core/node/host-lock.ts', import.meta.url).href)};
    await acquireHostLock(process.argv[1], { kind: 'agent', pid: process.pid });
    for (let n = 0; n < 10; n += 1) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)); }
    console.log('collected');
    process.stdin.resume();`;
  const args = ['--expose-gc', '--input-type=module', '-e', program, home];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  await once(child.stdout, 'data');
  expect((await startHolder()).outcome).toMatchObject({ heldBy: { pid: child.pid } });
});

test('garbage about the holder is no obstacle and no answer', async () => {
  const { child } = await startHolder();
  for (const text of [
    '{',
    '{"kind":"agent","pid":999999999,"started_at":""}',
    '{"kind":"agent","pid":"1","started_at":""}',
  ]) {
    writeFileSync(join(home, 'run/host.json'), text);
    const second = await startHolder();
    expect(second.outcome).toEqual({ heldBy: null });
  }
  await kill(child);
});

test.runIf(process.platform !== 'win32')('nobody else can read who holds it', async () => {
  const lock = await acquireHere();
  const mode = (path: string): number => statSync(join(home, path)).mode & 0o777;
  expect([mode(''), mode('run'), mode('run/host.json')]).toEqual([0o700, 0o700, 0o600]);
  expect(JSON.parse(readFileSync(join(home, 'run/host.json'), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
});
