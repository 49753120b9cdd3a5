/** Of many command lines without a host one starts it; whoever was killed at that is in nobody's way. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTurnTaken, OTHERS_TURN_MS, takeTurn } from '../../../cli/starting-turn.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fob-turn-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(folder, 'starting'), text);

test('is taken until it is ended', () => {
  const turn = takeTurn(folder);
  expect(isTurnTaken(folder)).toBe(true);
  turn?.end();
  expect(isTurnTaken(folder)).toBe(false);
});

test.each([
  ['a process that runs', String(process.ppid)],
  ['one that has not yet said who it is', ''],
])('is not given while %s has it', (_, holder) => {
  write(holder);
  expect(takeTurn(folder)).toBeUndefined();
  expect(isTurnTaken(folder)).toBe(true);
});

test('passes on when its holder was killed', () => {
  write(String(spawnSync(process.execPath, ['--version']).pid));
  expect(takeTurn(folder)).toBeDefined();
});

test('passes on when it was taken too long ago, whoever has that number now', () => {
  write(String(process.ppid));
  const before = Date.now() / 1000 - OTHERS_TURN_MS / 1000 - 1;
  utimesSync(join(folder, 'starting'), before, before);
  expect(takeTurn(folder)).toBeDefined();
});

test('ends only what is ours', () => {
  const turn = takeTurn(folder);
  write(String(process.ppid));
  turn?.end();
  expect(isTurnTaken(folder)).toBe(true);
});

test('stops nobody where nothing can be written', () => {
  expect(takeTurn(join(folder, 'missing'))).toBeDefined();
});
