import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ADDRESS, beginScene, PASSPHRASE, profileFile } from './kit.ts';
import type { Scene } from './kit.ts';

const VAULT = { client_secret: { from: 'vault' } };
let scene: Scene;

describe('locking', () => {
  beforeEach(async () => {
    scene = await beginScene({}, (idp) => {
      idp.refreshTokens = true;
    });
  });

  it('hands out nothing and makes no request until it is unlocked', async () => {
    await scene.take();
    await scene.engine.lock();
    await expect(scene.take()).rejects.toMatchObject({ code: 'vault_locked' });
    await scene.clock.advance(3_600_000);
    expect(scene.idp.asked).toHaveLength(1);
    expect(scene.view()).toMatchObject({ status: 'locked' });
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked.at(-1)).toBe('refresh_token');
  });

  it('waits for a refresh under way, so that its refresh token is not lost', async () => {
    await scene.take();
    let answer = (): void => undefined;
    scene.idp.beforeAnswer = () => new Promise((resolve) => (answer = resolve));
    const refreshing = scene.engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(scene.idp.live).toContain('refresh-2'));
    const locking = scene.engine.lock();
    await expect(scene.engine.token(ADDRESS)).rejects.toMatchObject({ code: 'vault_locked' });
    answer();
    await Promise.all([refreshing, locking]);
    scene.idp.beforeAnswer = undefined;
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live).toEqual(new Set(['refresh-3']));
  });

  it('is over before an unlock that is asked for meanwhile, and is one lock however often it is asked for', async () => {
    await scene.take();
    const gate = Promise.withResolvers<undefined>();
    scene.idp.beforeAnswer = () => gate.promise;
    const refreshing = scene.engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(scene.idp.live).toContain('refresh-2'));
    const locking = [scene.engine.lock(), scene.engine.lock()];
    const unlocking = scene.clock.until(scene.engine.unlock(PASSPHRASE));
    gate.resolve(undefined);
    await Promise.all([refreshing, ...locking, unlocking]);
    expect(scene.engine.snapshot().vault.state).toBe('unlocked');
    expect(await scene.take()).toBe('access-2');
  });

  it('that ends while Fob is being stopped lets nothing begin again', async () => {
    await scene.take();
    const gate = Promise.withResolvers<undefined>();
    scene.idp.beforeAnswer = () => gate.promise;
    const refreshing = scene.engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(scene.idp.live).toContain('refresh-2'));
    const ending = [scene.engine.lock(), scene.engine.stop()];
    gate.resolve(undefined);
    await Promise.all([refreshing, ...ending]);
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await expect(scene.engine.refresh(ADDRESS)).rejects.toMatchObject({ code: 'vault_locked' });
    expect(scene.idp.asked).toHaveLength(2);
  });

  it('makes the vault with the first passphrase, and refuses another one later', async () => {
    await scene.engine.lock();
    await expect(scene.clock.until(scene.engine.unlock('something else'))).rejects.toMatchObject({
      code: 'vault_passphrase_wrong',
    });
  });
});

describe('a profile that is removed', () => {
  it('takes its record with it, also when a refresh is under way', async () => {
    scene = await beginScene({}, (idp) => {
      idp.refreshTokens = true;
    });
    await scene.take();
    let answer = (): void => undefined;
    scene.idp.beforeAnswer = () => new Promise((resolve) => (answer = resolve));
    const refreshing = scene.engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(scene.idp.live).toContain('refresh-2'));
    await scene.clock.until(scene.engine.removeProfile(ADDRESS));
    answer();
    await refreshing;
    await scene.engine.stop();
    expect([...scene.files.content.keys()].filter((name) => name.startsWith('vault/records'))).toEqual([]);
  });

  it('takes nothing of one that is added in its place while it waits for that', async () => {
    scene = await beginScene(VAULT);
    await scene.engine.setSecret(ADDRESS, 'client_secret', 'old');
    const gate = Promise.withResolvers<undefined>();
    scene.idp.beforeAnswer = () => gate.promise;
    const refreshing = scene.engine.refresh(ADDRESS).catch(() => undefined);
    await vi.waitFor(() => expect(scene.idp.asked).toHaveLength(1));
    const removing = scene.engine.removeProfile(ADDRESS);
    const adding = scene.engine
      .addProfiles(profileFile(VAULT))
      .then(() => scene.engine.setSecret(ADDRESS, 'client_secret', 'new'));
    await setTimeout(20);
    gate.resolve(undefined);
    await Promise.all([removing, adding, refreshing]);
    expect(scene.view()).toMatchObject({ missingSecrets: [] });
    expect(await scene.take()).toBe('access-2');
  });

  it.each([
    ['is written back into the file by hand', profileFile(VAULT)],
    ['may be in a file that somebody is just saving', profileFile(VAULT).slice(0, 40)],
  ])('keeps its secrets when it %s before it is gone', async (_how, text) => {
    scene = await beginScene(VAULT);
    await scene.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
    const gate = Promise.withResolvers<undefined>();
    scene.idp.beforeAnswer = () => gate.promise;
    const refreshing = scene.engine.refresh(ADDRESS).catch(() => undefined);
    await vi.waitFor(() => expect(scene.idp.asked).toHaveLength(1));
    const removing = scene.engine.removeProfile(ADDRESS);
    await vi.waitFor(() => expect(scene.view()).toBeUndefined());
    await write(text);
    gate.resolve(undefined);
    await Promise.all([removing, refreshing]);
    await write(profileFile(VAULT));
    expect(await scene.take()).toBe('access-2');
    expect(scene.view()).toMatchObject({ missingSecrets: [] });
  });
});

const write = (text: string): Promise<void> =>
  scene.files.write('profiles.json', new TextEncoder().encode(text));
