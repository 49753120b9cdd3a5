/** The profile file changes at an awkward moment: neither a secret nor a token goes where it does not belong. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { beginScene, PASSPHRASE, profileFile } from './kit.ts';
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
