import { expect, it } from 'vitest';
import { createClockWatch } from '../../../core/timers/clock-watch.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

it.each([
  ['time that passes', [], 0],
  ['sleep, or a clock set forward', [3_600_000], 0],
  ['a clock that is kept in step', [-1_500], 0],
  ['a clock set back', [-3_600_000], 3_600_000],
  ['a clock set back after sleep', [7_200_000, -3_600_000], 3_600_000],
  ['many small steps back', [-1_500, -1_500], 3_000],
  ['a clock set forward and back by as much', [3_600_000, -3_600_000], 3_600_000],
])('%s', (_, jumps, expected) => {
  const clock = createFakeClock();
  const watch = createClockWatch(clock);
  let noticed = 0;
  for (const jump of jumps) {
    clock.advanceSync(10_000);
    clock.jump(jump);
    noticed += watch.setBackBy();
  }
  clock.advanceSync(10_000);
  expect(noticed).toBe(expected);
  expect(watch.setBackBy()).toBe(0);
});
