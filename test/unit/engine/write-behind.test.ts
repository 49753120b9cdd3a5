/** A token without a refresh token can be had again, so that nobody waits until it is stored. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

const RECORD = 'vault/records/acme+dev.json';
let scene: Scene;

const writes = (): number => scene.files.calls.filter((call) => call === `write ${RECORD}`).length;

describe('a token without a refresh token', () => {
  beforeEach(async () => {
    scene = await beginScene();
  });

  it('is handed out first and stored a moment later', async () => {
    await scene.take();
    expect(writes()).toBe(0);
    await scene.clock.advance(100);
    await vi.waitFor(() => expect(writes()).toBe(1));
  });

  it('is stored once when many come at once, and the newest is what is stored', async () => {
    await scene.take();
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
    await scene.take();
    await scene.engine[command]();
    expect(writes()).toBe(1);
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    expect((await next.token(ADDRESS)).accessToken).toBe('access-1');
  });

  it('is not stored when its profile was removed in between', async () => {
    await scene.take();
    await scene.engine.removeProfile(ADDRESS);
    await scene.clock.advance(10_000);
    expect(writes()).toBe(0);
    expect(scene.files.content.has(RECORD)).toBe(false);
  });

  it('stays at hand when the disk fails, which the snapshot says until it is stored after all', async () => {
    await scene.take();
    // Reading the record comes first when writing it.
    scene.files.failCall(3);
    await scene.clock.advance(100);
    await vi.waitFor(() => expect(scene.view()?.problem?.code).toBe('storage_failed'));
    expect(await scene.take()).toBe('access-1');
    await scene.clock.advance(5_000);
    await vi.waitFor(() => expect(scene.view()?.problem).toBeUndefined());
    expect(scene.files.content.has(RECORD)).toBe(true);
  });
});
