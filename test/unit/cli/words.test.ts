import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relative, table, timeLeft } from '../../../cli/words.ts';

const HOUR = 3_600_000;

it.each([
  [-1, 'expired'],
  [0, 'expired'],
  [1, '0:00'],
  [1_000, '0:01'],
  [59_999, '0:59'],
  [60_000, '1:00'],
  [842_000, '14:02'],
  [HOUR - 1, '59:59'],
  [HOUR, '1 h 00 min'],
  [2 * HOUR + 300_000, '2 h 05 min'],
  [48 * HOUR - 1, '47 h 59 min'],
  [48 * HOUR, '2 days'],
  [100 * 24 * HOUR, '100 days'],
])('%i ms left are "%s"', (ms, text) => {
  expect(timeLeft(ms)).toBe(text);
});

it.each([
  [842_000, 'in 14:02'],
  [0, 'in 0:00'],
  [-190_000, '3:10 ago'],
  [-72 * HOUR, '3 days ago'],
])('%i ms from now is "%s"', (ms, text) => {
  expect(relative(1e12 + ms, 1e12)).toBe(text);
});

describe('a table', () => {
  it('has columns as wide as their widest cell, colours apart', () => {
    const green = '\u001b[32mfresh\u001b[39m';
    expect(table([['salus/beta', green, 'x'], ['a/b', 'idle', ''], ['c/d']])).toBe(
      ['salus/beta  ' + green + '  x', 'a/b         idle', 'c/d'].join('\n'),
    );
    expect(table([])).toBe('');
  });

  it('holds every cell of every row, whatever its form', () => {
    const cell = fc.stringMatching(/^[a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.array(cell)), (rows) => {
        const lines = table(rows).split('\n');
        rows.forEach((row, n) => {
          expect((lines[n] ?? '').split(/ +/).filter(Boolean)).toEqual(row.filter(Boolean));
        });
      }),
    );
  });
});
