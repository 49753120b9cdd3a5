import { expect, test } from 'vitest';
import { systemClock } from '../../../core/node/system-clock.ts';
import { systemRandom } from '../../../core/node/system-random.ts';
import { sleep } from '../../../core/ports/clock.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';

test('the system clock runs, its timers fire once and can be cancelled', async () => {
  const from = systemClock.monotonic();
  let fired = 0;
  const cancel = systemClock.setTimer(() => (fired += 1), 5);
  cancel();
  systemClock.setTimer(() => (fired += 10), 5);
  await sleep(systemClock, 30);
  expect(fired).toBe(10);
  expect(systemClock.monotonic() - from).toBeGreaterThanOrEqual(25);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});

test('the fake clock runs a timer that a timer started at its own time', async () => {
  const clock = createFakeClock();
  const start = clock.now();
  const seen: [string, number][] = [];
  const see = (name: string): void => void seen.push([name, clock.now() - start]);
  clock.setTimer(() => {
    see('first');
    clock.setTimer(() => see('inner'), 5);
  }, 10);
  clock.setTimer(() => see('second'), 12);
  clock.setTimer(() => see('cancelled'), 13)();
  void sleep(clock, 10)
    .then(() => sleep(clock, 4))
    .then(() => see('after promises'));
  await clock.advance(20);
  expect(seen).toEqual([
    ['first', 10],
    ['second', 12],
    ['after promises', 14],
    ['inner', 15],
  ]);
  expect(clock.now() - start).toBe(20);
  expect(clock.pending()).toBe(0);
});

test('the fake clock tells a jump of the wall clock from time that passed', () => {
  const clock = createFakeClock(1000);
  let fired = false;
  clock.setTimer(() => (fired = true), 50);
  clock.jump(3_600_000);
  expect([clock.now(), clock.monotonic(), clock.next(), fired]).toEqual([3_601_000, 0, 50, false]);
  clock.advanceSync(50);
  expect(fired).toBe(true);
});

test('the fake clock says when a promise waits for something else', async () => {
  await expect(createFakeClock().until(new Promise(() => undefined))).rejects.toThrow(
    'no timer of this clock',
  );
});

test('random bytes: the system never repeats them, the fake repeats them for its seed', () => {
  const draws = new Set(
    Array.from({ length: 1000 }, () => Buffer.from(systemRandom.bytes(12)).toString('hex')),
  );
  expect(draws.size).toBe(1000);
  expect(createFakeRandom(7).bytes(16)).toEqual(createFakeRandom(7).bytes(16));
  expect(createFakeRandom(7).bytes(16)).not.toEqual(createFakeRandom(8).bytes(16));
  for (const random of [systemRandom, createFakeRandom()])
    for (let n = 0; n < 1000; n += 1) {
      const fraction = random.fraction();
      expect(fraction >= 0 && fraction < 1).toBe(true);
    }
});
