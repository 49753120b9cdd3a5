import { expect, test } from 'vitest';
import { staySignedIn } from '../../../renderer/bridge/stay-signed-in.ts';

test('the host hears of a person who only reads, and of nobody else', () => {
  const page = new EventTarget();
  const MINUTE = 60_000;
  let now = 0;
  const calls: number[] = [];
  staySignedIn(
    page,
    () => {
      calls.push(now / MINUTE);
      return Promise.resolve();
    },
    () => now,
  );
  for (const minute of [1, 3, 5, 6, 8, 9.5, 14, 60]) {
    now = minute * MINUTE;
    page.dispatchEvent(new Event('wheel'));
  }
  now = 120 * MINUTE;
  page.dispatchEvent(new Event('mousemove'));
  expect(calls).toEqual([5, 9.5, 14, 60]);
});
