/** One refresh token in two profiles: where the IdP rotates it, only one of them may use it (security.md R18). */
import { beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../../core/index.ts';
import { ADDRESS, beginScene, PASSPHRASE, profileFile } from './kit.ts';
import type { Scene } from './kit.ts';

const OTHER = 'acme/beta';
const PASTED = { grant_type: 'refresh_token', refresh_token: { from: 'vault' } };

let scene: Scene;
beforeEach(async () => {
  scene = await beginScene(PASTED, (idp) => {
    idp.refreshTokens = true;
    idp.live.add('pasted').add('another');
  });
  await scene.engine.addProfiles(profileFile(PASTED).replace('"dev"', '"beta"'));
  for (const address of [ADDRESS, OTHER]) await scene.engine.setSecret(address, 'refresh_token', 'pasted');
});

const refused = async (engine: Engine): Promise<void> => {
  for (const ask of [() => engine.token(OTHER), () => engine.refresh(OTHER)])
    await expect(ask()).rejects.toMatchObject({
      code: 'sign_in_needed',
      message: expect.stringContaining('acme/dev had the same refresh token') as string,
      hint: expect.stringContaining('fob secret set acme/beta refresh_token') as string,
    });
};

it('is not sent again once the IdP gave another for it, also after a restart, until the profile has its own', async () => {
  await scene.take();
  await refused(scene.engine);
  await scene.engine.stop();
  const engine = scene.restarted();
  await engine.start();
  await scene.clock.until(engine.unlock(PASSPHRASE));
  await refused(engine);
  expect(scene.idp.asked).toHaveLength(1);
  await engine.setSecret(OTHER, 'refresh_token', 'another');
  expect((await engine.token(OTHER)).accessToken).toBe('access-2');
  await engine.refresh(ADDRESS);
});

it('is sent once when both ask at the same time', async () => {
  const asked = await Promise.allSettled([scene.engine.token(ADDRESS), scene.engine.token(OTHER)]);
  // Whose record opens first sends it.
  expect(asked.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(scene.idp.asked).toHaveLength(1);
});

it('goes on in both where the IdP does not rotate it', async () => {
  scene.idp.rotate = false;
  await scene.take();
  expect((await scene.engine.token(OTHER)).accessToken).toBe('access-2');
  await scene.engine.refresh(ADDRESS);
});
