/** The profile file changes at an awkward moment: neither a secret nor a token goes where it does not belong. */
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { beginScene, PASSPHRASE, profileFile } from './kit.ts';
import type { Scene } from './kit.ts';
import { ADDRESS, begin, OTHER } from './two-idps.ts';
import type { World } from './two-idps.ts';

interface ProfilesFile {
  readonly services: [{ readonly environments: object[] }];
}

const fileWith = (beta: object): string => {
  const file = JSON.parse(profileFile()) as ProfilesFile;
  const [{ environments }] = file.services;
  environments.push({ ...environments[0], id: 'beta', ...beta });
  return JSON.stringify(file);
};

it('while stored tokens are opened one after the other: none of the profile of before is handed out for the new one', async () => {
  const scene = await beginScene();
  await scene.engine.addProfiles(fileWith({}));
  await scene.take();
  expect((await scene.engine.token('acme/beta')).accessToken).toBe('access-2');
  await scene.engine.stop();

  const next = scene.restarted();
  const read = scene.files.read.bind(scene.files);
  const { promise: isSlow, resolve: goOn } = Promise.withResolvers<undefined>();
  vi.spyOn(scene.files, 'read').mockImplementation(async (name) => {
    if (name === 'vault/records/acme+dev.json') await isSlow;
    return read(name);
  });
  await next.start();
  await scene.clock.until(next.unlock(PASSPHRASE));
  const changed = fileWith({ token_endpoint: 'https://other.example/token' });
  scene.files.content.set('profiles.json', new TextEncoder().encode(changed));
  await next.reload();
  goOn(undefined);
  await vi.waitFor(() => {
    const views = next.snapshot().services[0]?.environments;
    expect(views?.map(({ status }) => status)).toEqual(['fresh', 'idle']);
  });
  await expect(next.token('acme/beta')).rejects.toMatchObject({ code: 'endpoints_changed' });
  expect(scene.idp.asked).toHaveLength(2);
});

it('where a secret is kept, and nothing else: what the vault lacks is shown as it is then', async () => {
  const env = { client_secret: { from: 'env', name: 'ACME_SECRET' } };
  const vault = { client_secret: { from: 'vault' } };
  const scene = await beginScene(env);
  const isMissing = (): unknown => scene.view()?.missingSecrets;
  const change = (secret: object): Promise<unknown> => scene.engine.addProfiles(profileFile(secret));
  await scene.take();
  await change(vault);
  expect(isMissing()).toEqual(['client_secret']);
  await change(env);
  expect(isMissing()).toEqual([]);
  await change(vault);
  await scene.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
  await change(env);
  await change(vault);
  expect(isMissing()).toEqual([]);
});

describe('right after the first token, which has no refresh token', () => {
  let world: World;
  const refresh = () => world.engine.refresh(ADDRESS);
  beforeEach(async () => {
    world = await begin();
    world.refreshTokens = false;
    await world.engine.setSecret(ADDRESS, 'client_secret', 's3cret');
  });

  it('nothing goes elsewhere any more', async () => {
    await refresh();
    await world.edit({ issuer: OTHER });
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    expect(world.askedOf(OTHER)).toBe(0);
  });

  it('nor while the disk does not take it', async () => {
    const full = new FobError('storage_failed', 'no space');
    const disk = vi.spyOn(world.fixture.files, 'write').mockRejectedValueOnce(full);
    await refresh();
    expect(world.view()?.problem?.code).toBe('storage_failed');
    disk.mockRestore();
    await world.edit({ issuer: OTHER });
    await expect(refresh()).rejects.toMatchObject({ code: 'endpoints_changed' });
    expect(world.askedOf(OTHER)).toBe(0);
  });
});

describe('while a refresh is under way', () => {
  let scene: Scene;
  let refreshing: Promise<void>;
  let answer: (value: undefined) => void;

  const isEdited = (): Promise<unknown> => scene.engine.addProfiles(profileFile({ scope: 'other' }));
  const stored = (): string[] =>
    [...scene.files.content.keys()].filter((name) => name.startsWith('vault/records'));
  const write = async (text: string): Promise<void> => {
    await scene.files.write('profiles.json', new TextEncoder().encode(text));
    await scene.engine.reload();
  };

  beforeEach(async () => {
    scene = await beginScene({}, (idp) => {
      idp.refreshTokens = true;
    });
    await scene.take();
    const gate = Promise.withResolvers<undefined>();
    answer = gate.resolve;
    scene.idp.beforeAnswer = () => gate.promise;
    refreshing = scene.engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(scene.idp.live).toContain('refresh-2'));
  });

  it('and back again, as an editor does that saves in place: its refresh token is sent once', async () => {
    const whole = new TextDecoder().decode(scene.files.content.get('profiles.json'));
    await write(whole.slice(0, 20));
    await expect(scene.take()).rejects.toMatchObject({ code: 'profile_invalid' });
    await write(whole);
    const again = scene.engine.refresh(ADDRESS);
    answer(undefined);
    await Promise.all([refreshing, again]);
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked).toEqual(['client_credentials', 'refresh_token', 'refresh_token']);
    expect(scene.idp.live).toEqual(new Set(['refresh-3']));
  });

  it('and back again, while the disk does not take what came: that is what is used, and stored later', async () => {
    const full = new FobError('storage_failed', 'no space');
    const disk = vi.spyOn(scene.files, 'write').mockRejectedValue(full);
    answer(undefined);
    await refreshing;
    disk.mockRestore();
    await write('{');
    await write(profileFile());
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live).toEqual(new Set(['refresh-3']));
  });

  it('and is removed then: what comes is not stored', async () => {
    await isEdited();
    const removing = scene.clock.until(scene.engine.removeProfile(ADDRESS));
    answer(undefined);
    await Promise.all([removing, refreshing]);
    await scene.engine.stop();
    expect(stored()).toEqual([]);
  });

  it('and is signed out of then: what comes is forgotten, too', async () => {
    await isEdited();
    const logout = scene.engine.logout(ADDRESS);
    await setTimeout(20);
    answer(undefined);
    await Promise.all([logout, refreshing]);
    await scene.engine.addProfiles(profileFile());
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked).toEqual(['client_credentials', 'refresh_token', 'client_credentials']);
  });

  it('and the vault is locked then: what comes is stored before', async () => {
    await isEdited();
    const locking = scene.engine.lock();
    answer(undefined);
    await Promise.all([locking, refreshing]);
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await scene.engine.addProfiles(profileFile());
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live).toEqual(new Set(['refresh-3']));
  });
});
