import { expect, it } from 'vitest';
import { createSkew } from '../../../core/grants/clock-skew.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';

const LIMITS = { deadlineMs: 1_000, maxBytes: 1_000 };

it.each([
  [0, 0],
  [9, 0],
  [-9, 0],
  [120, 120],
  [-3_600, -3_600],
])('an IdP that is %i s ahead is taken for %i s ahead', async (ahead, expected) => {
  const clock = createFakeClock();
  const date = new Date(clock.now() + ahead * 1_000).toUTCString();
  const { http } = createScriptedHttp(() => scriptedAnswer(200, {}, { date }));
  const skew = createSkew(clock);
  const client = skew.measured(await http({} as never, () => Promise.resolve({})));
  await client.request('https://idp.example/', { method: 'GET', headers: {} }, LIMITS);
  expect(skew.seconds()).toBe(expected);
});

it('an answer without a date, or with an odd one, changes nothing', async () => {
  const clock = createFakeClock();
  const dates = [new Date(clock.now() + 60_000).toUTCString(), undefined, 'yesterday'];
  const { http } = createScriptedHttp(() => {
    const date = dates.shift();
    return scriptedAnswer(200, {}, date === undefined ? {} : { date });
  });
  const skew = createSkew(clock);
  const client = skew.measured(await http({} as never, () => Promise.resolve({})));
  for (let n = 0; n < 3; n += 1)
    await client.request('https://idp.example/', { method: 'GET', headers: {} }, LIMITS);
  expect(skew.seconds()).toBe(60);
});
