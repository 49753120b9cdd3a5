/**
 * A token without a refresh token can be had again, so that nobody waits until it is stored. The first from a place is
 * stored at once: from then on secrets go nowhere else.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

const RECORD = 'vault/records/acme+dev.json';
let scene: Scene;

const writes = (): number => scene.files.calls.filter((call) => call === `write ${RECORD}`).length;

it('the first token of a profile is stored, with where it came from, before it is handed out', async () => {
  scene = await beginScene();
  await scene.take();
  expect(writes()).toBe(1);
  await scene.clock.advance(10_000);
  expect(writes()).toBe(1);
});

describe('a token without a refresh token', () => {
  beforeEach(async () => {
    scene = await beginScene();
    await scene.take();
    scene.files.calls.length = 0;
  });

  it('is handed out first and stored a moment later', async () => {
    await scene.engine.refresh(ADDRESS);
    expect(await scene.take()).toBe('access-2');
    expect(writes()).toBe(0);
    await scene.clock.advance(100);
    await vi.waitFor(() => expect(writes()).toBe(1));
  });

  it('is stored once when many come at once, and the newest is what is stored', async () => {
    for (let n = 2; n <= 5; n++) await scene.engine.refresh(ADDRESS);
    await scene.clock.advance(100);
    await vi.waitFor(() => expect(writes()).toBe(1));
    await scene.engine.stop();
    expect(writes()).toBe(1);
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    expect((await next.token(ADDRESS)).accessToken).toBe('access-5');
  });

  it.each(['lock', 'stop'] as const)('is stored before the engine obeys %s', async (command) => {
    await scene.engine.refresh(ADDRESS);
    await scene.engine[command]();
    expect(writes()).toBe(1);
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    expect((await next.token(ADDRESS)).accessToken).toBe('access-2');
  });

  it('is not stored when its profile was removed in between', async () => {
    await scene.engine.refresh(ADDRESS);
    await scene.engine.removeProfile(ADDRESS);
    await scene.clock.advance(10_000);
    expect(writes()).toBe(0);
    expect(scene.files.content.has(RECORD)).toBe(false);
  });

  it('stays at hand when the disk fails, which the snapshot says until it is stored after all', async () => {
    await scene.engine.refresh(ADDRESS);
    scene.files.failCall(1);
    await scene.clock.advance(100);
    await vi.waitFor(() => expect(scene.view()?.problem?.code).toBe('storage_failed'));
    expect([await scene.take(), writes()]).toEqual(['access-2', 0]);
    await scene.clock.advance(5_000);
    await vi.waitFor(() => expect(scene.view()?.problem).toBeUndefined());
    expect(writes()).toBe(1);
  });
});
