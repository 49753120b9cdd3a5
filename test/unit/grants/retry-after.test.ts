import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryAfterMs } from '../../../core/grants/retry-after.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

it.each<[string | null, number | undefined]>([
  [null, undefined],
  ['', undefined],
  ['0', 0],
  ['120', 120_000],
  [' 120 ', 120_000],
  ['3600', 3_600_000],
  ['3601', 3_600_000],
  ['9'.repeat(400), 3_600_000],
  ['Thu, 01 Jan 2026 00:01:40 GMT', 100_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['Fri, 31 Dec 2099 23:59:59 GMT', 3_600_000],
  ['soon', undefined],
  ['1e12', undefined],
  ['NaN', undefined],
])('Retry-After %j means %s ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

it('is a wait from none to an hour, or nothing, whatever the header', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (header) => {
      const wait = retryAfterMs(header, NOW);
      expect(wait === undefined || (wait >= 0 && wait <= 3_600_000)).toBe(true);
    }),
  );
});
