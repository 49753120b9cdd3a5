import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKeptWarm, refreshDue } from '../../../core/timers/due.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('the next refresh', () => {
  it.each([
    // lifetime, early, fraction, due after receipt
    [HOUR, MINUTE, 0, 54 * MINUTE],
    [HOUR, 10 * MINUTE, 0, 50 * MINUTE],
    [300_000, MINUTE, 0, 240_000],
    [300_000, 0, 0, 270_000],
    [180_000, MINUTE, 0, 120_000],
    [80_000, MINUTE, 0, 40_000],
    [HOUR, 2 * HOUR, 0, 30 * MINUTE],
    [24 * HOUR, MINUTE, 0, 21.6 * HOUR],
    [HOUR, MINUTE, 1, 54 * MINUTE - 15_000],
    [300_000, 0, 1, 264_000],
    [80_000, MINUTE, 1, 32_000],
    [4_000, MINUTE, 0, 5_000],
    [0, MINUTE, 0, 5_000],
  ])('of a token of %i ms, %i ms early at chance %d, comes after %i ms', (life, early, fraction, due) => {
    const receivedAt = 1_767_225_600_000;
    expect(refreshDue({ receivedAt, expiresAt: receivedAt + life }, early, fraction)).toBe(receivedAt + due);
  });

  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
  const lifetime = fc.integer({ min: -HOUR, max: 100 * 365 * 24 * HOUR });
  const early = fc.integer({ min: 0, max: 400 * HOUR });

  it('comes after a third of the life and before its end, and never within 5 s', () => {
    fc.assert(
      fc.property(time, lifetime, early, fraction, (receivedAt, life, ms, chance) => {
        const due = refreshDue({ receivedAt, expiresAt: receivedAt + life }, ms, chance) - receivedAt;
        expect(due).toBeGreaterThanOrEqual(Math.max(5_000, Math.floor(life / 3)));
        expect(due).toBeLessThanOrEqual(Math.max(5_000, life));
      }),
    );
  });

  it('is not later for a profile that wants it earlier', () => {
    fc.assert(
      fc.property(lifetime, early, early, fraction, (life, one, two, chance) => {
        const due = (ms: number): number => refreshDue({ receivedAt: 0, expiresAt: life }, ms, chance);
        expect(due(Math.max(one, two))).toBeLessThanOrEqual(due(Math.min(one, two)));
      }),
    );
  });
});

it.each([
  [true, undefined, true],
  [true, 0, true],
  [false, undefined, false],
  [false, 30 * HOUR, true],
  [false, 6 * HOUR + 1, true],
  [false, 6 * HOUR, false],
])('a token that is pinned (%s) or was used at %s is kept fresh: %s', (pinned, usedAt, kept) => {
  expect(isKeptWarm(pinned, usedAt, 30 * HOUR)).toBe(kept);
});
