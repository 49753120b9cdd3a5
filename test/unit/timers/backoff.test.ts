import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../core/timers/backoff.ts';
import { createCircuits } from '../../../core/timers/circuit.ts';

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const HOUR = 3_600_000;

/** How many attempts fall into the first `withinMs` of an IdP that never answers. */
function attempts(chances: readonly number[], withinMs: number, retryAfterMs?: number): number {
  let at = 0;
  let count = 0;
  while (at < withinMs) {
    count += 1;
    at += backoffMs(count, chances[count % chances.length] ?? 0, retryAfterMs);
  }
  return count;
}

describe('waiting after failures', () => {
  it('allows two attempts in the first minute and twenty in the first hour, whatever the chance', () => {
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1 }), (chances) => {
        expect(attempts(chances, 60_000)).toBe(2);
        expect(attempts(chances, HOUR)).toBeLessThanOrEqual(20);
        expect(attempts(chances, HOUR)).toBeGreaterThanOrEqual(12);
      }),
    );
  });

  it('is never shorter than the IdP asked for, and never grows beyond five minutes by itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fraction, fc.nat(HOUR), (failures, chance, asked) => {
        expect(backoffMs(failures, chance, asked)).toBeGreaterThanOrEqual(asked);
        expect(backoffMs(failures, chance)).toBeLessThanOrEqual(300_000);
        expect(backoffMs(failures, chance)).toBeGreaterThanOrEqual(2_000);
      }),
    );
  });

  it('keeps clients apart that failed at the same moment', () => {
    for (const failures of [1, 2, 3, 4, 50]) {
      expect(backoffMs(failures, 0.9)).toBeGreaterThan(backoffMs(failures, 0.1));
      expect(backoffMs(failures, 0.9, HOUR)).toBeGreaterThan(backoffMs(failures, 0.1, HOUR));
    }
  });
});

describe('the circuit of an IdP', () => {
  const NOW = 1_767_225_600_000;

  it('counts profiles that fail together as one failure', () => {
    const circuits = createCircuits();
    const first = circuits.failed('idp', NOW, 0);
    for (let n = 0; n < 50; n += 1) expect(circuits.failed('idp', NOW + n, 0)).toBeLessThan(NOW + 3_000);
    expect(circuits.failed('idp', first + 100, 0)).toBe(first + 100 + 60_000);
  });

  it('stays open for its own IdP alone, until an answer closes it', () => {
    const circuits = createCircuits();
    expect(circuits.openAt('a')).toBe(0);
    const until = circuits.failed('a', NOW, 0);
    expect([circuits.openAt('a'), circuits.openAt('b')]).toEqual([until, 0]);
    circuits.succeeded('a', NOW);
    expect([circuits.openAt('a'), circuits.failed('a', NOW, 0)]).toEqual([0, NOW + 2_000]);
  });

  it('is sure of an IdP that answered within the last minute, and of no other', () => {
    const circuits = createCircuits();
    expect(circuits.isUnsure('a', NOW)).toBe(true);
    circuits.succeeded('a', NOW);
    expect([circuits.isUnsure('a', NOW + 60_000), circuits.isUnsure('a', NOW + 60_001)]).toEqual([
      false,
      true,
    ]);
    circuits.failed('a', NOW + 1, 0);
    expect(circuits.isUnsure('a', NOW + 1)).toBe(true);
  });

  it('makes at most 20 attempts in any hour, however often the network comes back', () => {
    const waits = fc.array(fc.nat(20 * 60_000), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1 }), waits, (chances, changes) => {
        const circuits = createCircuits();
        const attempts: number[] = [];
        let nextChange = NOW;
        for (let now = NOW; now < NOW + 4 * HOUR;) {
          if (now >= nextChange) {
            nextChange += 1_000 + (changes[attempts.length % changes.length] ?? 0);
            circuits.advance(now);
          }
          if (now >= circuits.openAt('a')) {
            circuits.failed('a', now, chances[attempts.length % chances.length] ?? 0);
            attempts.push(now);
          }
          now = Math.min(nextChange, circuits.openAt('a'));
        }
        const crowded = attempts.filter((at, nth) => at - (attempts[nth - 20] ?? -Infinity) < HOUR);
        expect(crowded).toEqual([]);
        expect(attempts.length).toBeGreaterThanOrEqual(4 * 12);
      }),
    );
  });

  it('need not be waited for once the network is back, once in 15 minutes', () => {
    const circuits = createCircuits();
    circuits.failed('a', NOW, 0);
    circuits.failed('b', NOW, 0, 600_000);
    circuits.succeeded('c', NOW);
    expect([...circuits.advance(NOW + 1)]).toEqual(['a']);
    expect(circuits.openAt('a')).toBe(NOW + 1);
    expect(circuits.openAt('b')).toBe(NOW + 600_000);
    // It goes on where it was, and an answer meanwhile gives no second time.
    expect(circuits.failed('a', NOW + 1, 0)).toBe(NOW + 1 + 60_000);
    circuits.succeeded('a', NOW + 2);
    circuits.failed('a', NOW + 900_000, 0);
    expect([...circuits.advance(NOW + 900_000)]).toEqual([]);
    expect([...circuits.advance(NOW + 900_001)]).toEqual(['a']);
  });

  it('keeps to Retry-After, and only that binds someone who asks', () => {
    const circuits = createCircuits();
    circuits.failed('a', NOW, 0, 120_000);
    circuits.failed('a', NOW + 1_000, 0);
    circuits.failed('a', NOW + 2_000, 0, 5_000);
    expect(circuits.openAt('a')).toBe(NOW + 120_000);
    expect(circuits.askedToWaitUntil('a')).toBe(NOW + 120_000);
    circuits.failed('b', NOW, 0);
    expect(circuits.askedToWaitUntil('b')).toBe(0);
  });
});
