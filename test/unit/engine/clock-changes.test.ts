/** A wall clock that people set, and IdPs that ask for time (security.md T04, R13). */
import { beforeEach, expect, it, vi } from 'vitest';
import { jsonAnswer } from '../../fakes/fake-idp.ts';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

const HOUR = 3_600_000;
let scene: Scene;

beforeEach(async () => {
  scene = await beginScene();
  await scene.take();
});

it('a clock set back does not make a dead token look alive', async () => {
  await scene.clock.advance(200_000);
  scene.clock.jump(-HOUR);
  expect(scene.view()?.expiresAt).toBe(scene.clock.now() + 100_000);
  expect(await scene.take(90_000)).toBe('access-1');
  await scene.clock.advance(20_000);
  expect(await scene.take(90_000)).toBe('access-2');
});

it('a clock set back does not keep a used token from being refreshed in time', async () => {
  await scene.clock.advance(10_000);
  scene.clock.jump(-24 * HOUR);
  await scene.clock.advance(285_000);
  expect(scene.idp.asked).toHaveLength(2);
  expect(scene.view()).toMatchObject({ status: 'fresh' });
});

it('a clock that is set back and forth makes no storm', async () => {
  for (let n = 0; n < 50; n += 1) {
    scene.clock.jump(n % 2 === 0 ? -HOUR : HOUR);
    await scene.take();
    await scene.clock.advance(1_000);
  }
  expect(scene.idp.asked.length).toBeLessThan(30);
});

it('a token from the future, after a clock was set back while nothing ran, is over', async () => {
  await scene.engine.stop();
  scene.clock.jump(-HOUR);
  const next = scene.restarted();
  await next.start();
  await scene.clock.until(next.unlock(PASSPHRASE));
  expect((await next.token(ADDRESS)).accessToken).toBe('access-2');
});

it('an IdP that asked to be left alone is left alone, also by a person who asks for a refresh', async () => {
  scene.idp.fault = () => jsonAnswer(429, {}, scene.clock.now(), { 'retry-after': '60' });
  await expect(scene.engine.refresh(ADDRESS)).rejects.toMatchObject({ retryAfterMs: 60_000 });
  scene.idp.fault = undefined;
  await scene.clock.advance(59_000);
  const asked = scene.idp.asked.length;
  await expect(scene.engine.refresh(ADDRESS)).rejects.toMatchObject({ code: 'idp_unreachable' });
  expect(scene.idp.asked).toHaveLength(asked);
  await scene.clock.advance(2_000);
  await scene.engine.refresh(ADDRESS);
  expect(scene.view()).toMatchObject({ status: 'fresh' });
});

it('a caller whose profile was removed while it waited gets no old token, wherever the clock was set', async () => {
  const gate = Promise.withResolvers<undefined>();
  scene.idp.fault = () => gate.promise.then(() => jsonAnswer(503, {}, scene.clock.now()));
  scene.clock.jump(HOUR);
  const caller = scene.take(30_000);
  await vi.waitFor(() => expect(scene.idp.asked).toHaveLength(2));
  await scene.clock.until(scene.engine.removeProfile(ADDRESS));
  scene.clock.jump(-48 * HOUR);
  gate.resolve(undefined);
  await expect(caller).rejects.toMatchObject({ code: 'address_unknown' });
});
