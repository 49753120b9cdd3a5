import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAlarm } from '../../../core/timers/alarm.ts';
import type { Alarm } from '../../../core/timers/alarm.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';

let clock: FakeClock;
let alarm: Alarm;
let rung: [key: string, at: number][];
let start: number;
beforeEach(() => {
  clock = createFakeClock();
  start = clock.now();
  rung = [];
  alarm = createAlarm(clock, (key) => rung.push([key, clock.now() - start]));
});

const HOUR = 3_600_000;
const set = (key: string, inMs: number): void => alarm.set(key, clock.now() + inMs);

describe('an alarm', () => {
  it('rings each key once, in the order of their times, with one timer for all of them', () => {
    set('c', 50_000);
    set('a', 10_000);
    set('b', 20_000);
    expect(clock.pending()).toBe(1);
    clock.advanceSync(60_000);
    expect(rung).toEqual([
      ['a', 10_000],
      ['b', 20_000],
      ['c', 50_000],
    ]);
    expect(clock.pending()).toBe(0);
  });

  it('keeps the newest time of a key, earlier or later', () => {
    set('a', 10_000);
    set('a', 40_000);
    set('b', 40_000);
    set('b', 10_000);
    expect(alarm.due('a')).toBe(start + 40_000);
    clock.advanceSync(HOUR);
    expect(rung).toEqual([
      ['b', 10_000],
      ['a', 40_000],
    ]);
  });

  it('does not ring what was cleared, even when it is set to the same time again', () => {
    set('a', 10_000);
    alarm.clear('a');
    set('b', 10_000);
    alarm.clear('b');
    set('b', 10_000);
    expect([alarm.due('a'), alarm.due('b')]).toEqual([undefined, start + 10_000]);
    clock.advanceSync(HOUR);
    expect(rung).toEqual([['b', 10_000]]);
    expect(alarm.due('b')).toBeUndefined();
  });

  it('can be set anew while it rings', () => {
    const again = createAlarm(clock, (key) => {
      rung.push([key, clock.now() - start]);
      if (rung.length < 3) again.set(key, clock.now() + 1_000);
    });
    again.set('a', clock.now() + 1_000);
    clock.advanceSync(HOUR);
    expect(rung.map(([, at]) => at)).toEqual([1_000, 2_000, 3_000]);
  });

  it.each([
    ['in the past', () => start - HOUR],
    ['now', () => start],
    ['not a number', () => NaN],
    ['before all times', () => -Infinity],
  ])('for a time that is %s rings at the next turn, not within the call', (_what, at) => {
    alarm.set('a', at());
    expect(rung).toEqual([]);
    clock.advanceSync(0);
    expect(rung).toEqual([['a', 0]]);
    expect(clock.pending()).toBe(0);
  });

  it('waits for what is months away, and never longer than 30 s at a time', () => {
    const farAway = 2 ** 31 + 12_345;
    set('far', farAway);
    set('never', Infinity);
    expect(clock.next()).toBe(30_000);
    clock.advanceSync(farAway - 1);
    expect(rung).toEqual([]);
    clock.advanceSync(1);
    expect(rung).toEqual([['far', farAway]]);
    expect(clock.next()).toBeLessThanOrEqual(30_000);
  });

  it('rings nothing and holds no timer once it is stopped', () => {
    set('a', 1_000);
    alarm.stop();
    expect([clock.pending(), alarm.due('a')]).toEqual([0, undefined]);
    clock.advanceSync(HOUR);
    expect(rung).toEqual([]);
  });
});

describe('when the wall clock jumps', () => {
  it('forwards over a deadline, it rings within 30 s, and at once when told', () => {
    set('a', HOUR);
    set('b', HOUR + 1);
    clock.jump(2 * HOUR);
    clock.advanceSync(30_000);
    expect(rung.map(([key]) => key)).toEqual(['a', 'b']);
    set('c', HOUR);
    clock.jump(2 * HOUR);
    alarm.recheck();
    expect(rung.map(([key]) => key)).toEqual(['a', 'b', 'c']);
  });

  it('backwards, it still rings at the time that was named', () => {
    set('a', 45_000);
    clock.jump(-HOUR);
    clock.advanceSync(45_000);
    expect(rung).toEqual([]);
    clock.advanceSync(HOUR);
    expect(rung).toEqual([['a', 45_000]]);
  });

  it('a day of sleep rings each key once', () => {
    for (let n = 0; n < 100; n += 1) set(`k${n}`, n * 60_000);
    clock.jump(24 * HOUR);
    alarm.recheck();
    expect(new Set(rung.map(([key]) => key)).size).toBe(100);
    expect(rung).toHaveLength(100);
  });
});

it('rings exactly what a list of deadlines would, whatever is set, cleared and waited for', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key, ms: fc.integer({ min: -1_000, max: 200_000 }) }),
    fc.record({ kind: fc.constant('clear' as const), key }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 100_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const own = createFakeClock(0);
      const heard: string[] = [];
      const expected: string[] = [];
      const deadlines = new Map<string, number>();
      const subject = createAlarm(own, (ringing) => heard.push(`${ringing}@${own.now()}`));
      for (const action of steps) {
        if (action.kind === 'set') {
          subject.set(action.key, own.now() + action.ms);
          deadlines.set(action.key, own.now() + action.ms);
        } else if (action.kind === 'clear') {
          subject.clear(action.key);
          deadlines.delete(action.key);
        } else {
          const began = own.now();
          own.advanceSync(action.ms);
          for (const [name, at] of deadlines) {
            if (at > own.now()) continue;
            expected.push(`${name}@${Math.max(at, began)}`);
            deadlines.delete(name);
          }
        }
        expect(own.pending()).toBeLessThanOrEqual(1);
      }
      expect(heard.sort()).toEqual(expected.sort());
    }),
    { numRuns: 500 },
  );
});
