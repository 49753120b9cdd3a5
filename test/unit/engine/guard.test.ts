/** A profile of tier prod is handed out only while it is armed: by time, by hand, by lock, by the settings. */
import { describe, expect, it } from 'vitest';
import { ADDRESS, beginScene, PASSPHRASE, profileFile } from './kit.ts';
import type { Scene } from './kit.ts';

const MINUTE = 60_000;
const REFUSED = { code: 'refused_by_policy' };

const begin = (changes: object = {}): Promise<Scene> => beginScene({ tier: 'prod', ...changes });
const write = (scene: Scene, settings: unknown): Promise<void> =>
  scene.files.write('settings.json', new TextEncoder().encode(JSON.stringify(settings)));

describe('an unarmed profile of tier prod', () => {
  it('is refused before the IdP is asked, and the error says how to arm it', async () => {
    const scene = await begin();
    const refused: unknown = await scene.take().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      ...REFUSED,
      message: expect.stringContaining(ADDRESS) as unknown,
      hint: expect.stringContaining(`fob arm ${ADDRESS}`) as unknown,
    });
    expect(scene.idp.asked).toHaveLength(0);
    expect(scene.view()?.guard).toEqual({});
  });

  it('is refused with a fresh token at hand, and for a token of another audience', async () => {
    const scene = await begin();
    await scene.engine.refresh(ADDRESS);
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
    await expect(scene.engine.token(ADDRESS, { audience: 'other' })).rejects.toMatchObject(REFUSED);
    await expect(
      scene.engine.proof(ADDRESS, { method: 'GET', url: 'https://a.example' }),
    ).rejects.toMatchObject(REFUSED);
  });

  it('is looked at without arming: status, refresh and claims hold no token', async () => {
    const scene = await begin();
    await scene.engine.refresh(ADDRESS);
    expect(scene.view()?.status).toBe('fresh');
    expect(await scene.engine.claims(ADDRESS)).toMatchObject({ address: ADDRESS });
  });

  it.each(['dev', 'test'])('is none of tier %s, and needs no arming', async (tier) => {
    const scene = await begin({ tier });
    expect(await scene.take()).toMatch(/./);
    expect(scene.view()?.guard).toBeUndefined();
    expect(await scene.engine.guard.arm(ADDRESS)).toEqual({ address: ADDRESS });
  });
});

describe('arming', () => {
  it('opens it for 15 minutes to the millisecond, and the snapshot says until when', async () => {
    const scene = await begin();
    const { armedUntil = 0 } = await scene.engine.guard.arm(ADDRESS);
    expect(armedUntil - scene.clock.now()).toBe(15 * MINUTE);
    expect(scene.view()?.guard).toEqual({ armedUntil });
    await scene.take();
    await scene.clock.advance(15 * MINUTE - 1);
    await scene.take();
    const { revision } = scene.engine.snapshot();
    await scene.clock.advance(1);
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
    expect(scene.view()?.guard).toEqual({});
    expect(scene.engine.snapshot().revision).toBeGreaterThan(revision);
  });

  it('again begins the time anew', async () => {
    const scene = await begin();
    await scene.engine.guard.arm(ADDRESS);
    await scene.clock.advance(10 * MINUTE);
    await scene.engine.guard.arm(ADDRESS);
    await scene.clock.advance(10 * MINUTE);
    expect(scene.view()?.guard?.armedUntil).toBe(scene.clock.now() + 5 * MINUTE);
  });

  it('is undone at once, and leaves no timer behind', async () => {
    const scene = await begin();
    const timers = scene.clock.pending();
    await scene.engine.guard.arm(ADDRESS);
    await scene.engine.guard.arm(ADDRESS);
    expect(scene.clock.pending()).toBe(timers + 1);
    await scene.engine.guard.disarm(ADDRESS);
    expect(scene.clock.pending()).toBe(timers);
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
  });

  it('gives nobody more time when the clock is set back, and ends over a sleep', async () => {
    const scene = await begin();
    await scene.engine.guard.arm(ADDRESS);
    await scene.clock.advance(10 * MINUTE);
    scene.clock.jump(-60 * MINUTE);
    expect(scene.view()?.guard?.armedUntil).toBe(scene.clock.now() + 5 * MINUTE);
    scene.clock.jump(5 * MINUTE);
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
  });

  it('ends with a lock, and is refused while the vault is locked', async () => {
    const scene = await begin();
    await scene.engine.guard.arm(ADDRESS);
    await scene.engine.lock();
    await expect(scene.engine.guard.arm(ADDRESS)).rejects.toMatchObject({ code: 'vault_locked' });
    await expect(scene.take()).rejects.toMatchObject({ code: 'vault_locked' });
    await scene.clock.until(scene.engine.unlock(PASSPHRASE));
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
  });

  it('of an address that is not there is an error', async () => {
    const scene = await begin();
    await expect(scene.engine.guard.arm('acme/none')).rejects.toMatchObject({ code: 'address_unknown' });
  });

  it('is needed for a profile that becomes one of tier prod while the IdP takes its time', async () => {
    const scene = await begin({ tier: 'test' });
    scene.idp.beforeAnswer = async () => {
      await scene.engine.addProfiles(profileFile({ tier: 'prod' }));
    };
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
  });

  it('that is taken back while the IdP takes its time hands nothing out', async () => {
    const scene = await begin();
    await scene.engine.guard.arm(ADDRESS);
    scene.idp.beforeAnswer = () => scene.engine.guard.disarm(ADDRESS);
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
    expect(scene.idp.asked).toHaveLength(1);
  });
});

describe('the setting', () => {
  it('opens every profile where nobody is there to arm, from the next request on, and closes them again', async () => {
    const scene = await begin();
    await write(scene, { guard: { on: false } });
    await scene.take();
    expect(scene.view()?.guard).toBeUndefined();
    await scene.engine.settings.set({ guard: { on: true } });
    await expect(scene.take()).rejects.toMatchObject(REFUSED);
  });

  it('says for how long', async () => {
    const scene = await begin();
    await scene.engine.settings.set({ guard: { minutes: 2 } });
    const { armedUntil } = await scene.engine.guard.arm(ADDRESS);
    expect(armedUntil).toBe(scene.clock.now() + 2 * MINUTE);
  });

  it.each([[{ guard: { on: 'no' } }], [{ guard: false }], [{ guard: { on: 0 } }], [[]]])(
    'that is not understood leaves the guard on: %j',
    async (settings) => {
      const scene = await begin();
      await write(scene, settings);
      await expect(scene.take()).rejects.toMatchObject(REFUSED);
    },
  );
});
