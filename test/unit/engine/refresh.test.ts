import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { jsonAnswer, unreachable } from '../../fakes/fake-idp.ts';
import { ADDRESS, beginScene, profileFile } from './kit.ts';
import type { Scene } from './kit.ts';

const HOUR = 3_600_000;
let scene: Scene;

describe('a token at hand', () => {
  beforeEach(async () => {
    scene = await beginScene();
  });

  it('is minted once for any number of callers', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => scene.take()));
    expect(new Set(tokens)).toEqual(new Set(['access-1']));
    expect(scene.idp.asked).toEqual(['client_credentials']);
  });

  it('is handed out again without a request while it lives as long as was asked for', async () => {
    await scene.take();
    await scene.clock.advance(100_000);
    expect(await scene.take(200_000)).toBe('access-1');
    expect(scene.idp.asked).toHaveLength(1);
  });

  it('is replaced when it would not live as long as was asked for', async () => {
    await scene.take();
    await scene.clock.advance(100_000);
    expect(await scene.take(200_001)).toBe('access-2');
  });

  it('of a lifetime that no token of this IdP reaches is refused, not handed out too short', async () => {
    await expect(scene.take(300_001)).rejects.toMatchObject({ code: 'token_too_short' });
  });

  it('of a very short life is not asked for at every call', async () => {
    scene.idp.expiresIn = 20;
    await scene.take();
    await scene.take();
    expect(scene.idp.asked).toHaveLength(1);
  });

  it('is replaced once it is over, after any time asleep', async () => {
    await scene.take();
    scene.clock.jump(10 * 24 * 3_600_000);
    expect(await scene.take()).toBe('access-2');
  });

  it('is another one for another scope, audience or resource', async () => {
    const plain = await scene.engine.token(ADDRESS);
    const scoped = await scene.engine.token(ADDRESS, { scope: 'x' });
    const again = await scene.engine.token(ADDRESS, { scope: 'x' });
    expect(scoped.accessToken).not.toBe(plain.accessToken);
    expect(again.accessToken).toBe(scoped.accessToken);
  });

  it('is never handed out for a profile that was changed since', async () => {
    await scene.take();
    await scene.engine.addProfiles(profileFile({ scope: 'other' }));
    expect(await scene.take()).toBe('access-2');
    await scene.engine.addProfiles(profileFile({ client_id: 'c2' }));
    expect(await scene.take()).toBe('access-3');
  });

  it('stays when only what is not part of its identity changes', async () => {
    await scene.take();
    await scene.engine.addProfiles(
      profileFile({ notes: 'ask Ann for the secret', refresh: { early: '30s' } }),
    );
    expect(await scene.take()).toBe('access-1');
  });
});

describe('refreshing in time', () => {
  beforeEach(async () => {
    scene = await beginScene();
  });

  it('renews a used token before it expires, for as long as someone used it in the last day', async () => {
    await scene.take();
    await scene.clock.advance(3_600_000);
    const requests = scene.idp.asked.length;
    expect(requests).toBeGreaterThanOrEqual(3_600 / 300);
    expect(requests).toBeLessThanOrEqual(3_600 / 150);
    expect(scene.view()).toMatchObject({ status: 'fresh' });
  });

  it('leaves a token alone that nobody asked for in a day', async () => {
    await scene.take();
    await scene.clock.advance(25 * 3_600_000);
    const before = scene.idp.asked.length;
    await scene.clock.advance(24 * 3_600_000);
    expect(scene.idp.asked).toHaveLength(before);
    expect(scene.view()).toMatchObject({ status: 'idle' });
  });

  it('goes on for a pinned profile', async () => {
    await scene.engine.pin(ADDRESS, true);
    await scene.take();
    await scene.clock.advance(48 * 3_600_000);
    expect(scene.view()?.expiresAt).toBeGreaterThan(scene.clock.now());
  });

  it('does not happen where the profile says so', async () => {
    await scene.engine.addProfiles(profileFile({ refresh: { auto: false } }));
    await scene.take();
    await scene.clock.advance(3_600_000);
    expect(scene.idp.asked).toHaveLength(1);
  });

  it('makes one request after waking from sleep, not one for each that was missed', async () => {
    await scene.take();
    const before = scene.idp.asked.length;
    scene.clock.jump(8 * 3_600_000);
    scene.engine.wake();
    await scene.clock.advance(1_000);
    expect(scene.idp.asked.length - before).toBe(1);
    expect(scene.view()?.expiresAt).toBeGreaterThan(scene.clock.now());
  });

  it('asks for one of many after waking, and for the others when the IdP answers', async () => {
    await takeMany(30);
    scene.idp.fault = () => jsonAnswer(503, {}, scene.clock.now());
    scene.idp.asked.length = 0;
    scene.clock.jump(HOUR);
    scene.engine.wake();
    await scene.clock.advance(HOUR);
    expect(scene.idp.asked.length).toBeLessThanOrEqual(20);
    scene.idp.fault = undefined;
    scene.clock.jump(HOUR);
    scene.engine.wake();
    await scene.clock.advance(5_000);
    expect(manyThatAre('fresh')).toBe(30);
  });

  it('does not let the others wait after waking for a request that hung over the sleep', async () => {
    await takeMany(30);
    let hanging = 0;
    scene.idp.fault = () => {
      hanging += 1;
      return new Promise(() => undefined);
    };
    scene.clock.busy = () => manyThatAre('refreshing') > hanging;
    scene.clock.jump(HOUR);
    scene.engine.wake();
    await scene.clock.advance(100);
    scene.idp.fault = undefined;
    scene.clock.jump(HOUR);
    scene.engine.wake();
    await scene.clock.advance(5_000);
    expect({ hanging, fresh: manyThatAre('fresh') }).toEqual({ hanging: 1, fresh: 29 });
  });

  it('asks an IdP that is down at most 20 times an hour, and recovers by itself', async () => {
    await scene.take();
    scene.idp.fault = unreachable;
    const before = scene.idp.asked.length;
    await scene.clock.advance(3_600_000);
    expect(scene.idp.asked.length - before).toBeLessThanOrEqual(20);
    expect(scene.view()).toMatchObject({ status: 'error', problem: { code: 'idp_unreachable' } });
    scene.idp.fault = undefined;
    await scene.clock.advance(400_000);
    expect(scene.view()).toMatchObject({ status: 'fresh' });
    expect(scene.view()?.problem).toBeUndefined();
  });

  it('tries at once what failed, when the network is back', async () => {
    await takeMany(30);
    scene.idp.fault = unreachable;
    await scene.clock.advance(HOUR);
    scene.idp.fault = undefined;
    const asked = scene.idp.asked.length;
    await scene.clock.advance(5_000);
    expect([manyThatAre('fresh'), scene.idp.asked.length - asked]).toEqual([0, 0]);
    scene.engine.networkChanged();
    await scene.clock.advance(5_000);
    expect([manyThatAre('fresh'), scene.idp.asked.length - asked]).toEqual([30, 30]);
  });

  it('asks no more than 20 times an hour while the network comes and goes', async () => {
    await takeMany(30);
    scene.idp.fault = unreachable;
    scene.idp.asked.length = 0;
    for (let minutes = 0; minutes < 60; minutes += 1 / 12) {
      await scene.clock.advance(5_000);
      scene.engine.networkChanged();
    }
    expect(scene.idp.asked.length).toBeGreaterThan(10);
    expect(scene.idp.asked.length).toBeLessThanOrEqual(20);
  });

  it('leaves what does not fail to its time when the network is back', async () => {
    await scene.take();
    scene.engine.networkChanged();
    await scene.clock.advance(100_000);
    expect(scene.idp.asked).toHaveLength(1);
  });

  it('never undercuts Retry-After, whoever asks', async () => {
    await scene.take();
    scene.idp.fault = () => jsonAnswer(503, {}, scene.clock.now(), { 'retry-after': '600' });
    await scene.clock.advance(300_000);
    const before = scene.idp.asked.length;
    await expect(scene.take()).rejects.toMatchObject({ code: 'idp_unreachable' });
    scene.engine.networkChanged();
    await scene.clock.advance(300_000);
    expect(scene.idp.asked).toHaveLength(before);
  });

  it('is not put off by what fails late, of the time before a secret was set', async () => {
    scene = await beginScene({ client_secret: { from: 'vault' } });
    await scene.engine.setSecret(ADDRESS, 'client_secret', 'old');
    const gate = Promise.withResolvers<undefined>();
    scene.idp.beforeAnswer = () => gate.promise;
    const first = scene.take();
    await vi.waitFor(() => expect(scene.idp.asked).toHaveLength(1));
    scene.idp.beforeAnswer = undefined;
    await scene.engine.setSecret(ADDRESS, 'client_secret', 'new');
    await scene.take();
    const planned = scene.view()?.refreshAt;
    gate.reject(new FobError('idp_unreachable', 'gone'));
    expect(await first).toBe('access-2');
    expect(planned).toBeGreaterThan(scene.clock.now() + 200_000);
    expect(scene.view()?.refreshAt).toBe(planned);
  });

  it('hands out what still lives while the IdP is away', async () => {
    await scene.take();
    scene.idp.fault = unreachable;
    await scene.clock.advance(270_000);
    expect(await scene.take()).toBe('access-1');
    await expect(scene.take(60_000)).rejects.toMatchObject({ code: 'idp_unreachable' });
  });
});

async function takeMany(count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, nth) => `e${nth}`);
  const [service] = (JSON.parse(profileFile()) as { services: { environments: object[] }[] }).services;
  const environments = ids.map((id) => ({ ...service?.environments[0], id }));
  await scene.engine.addProfiles(JSON.stringify({ version: 1, services: [{ id: 'acme', environments }] }));
  for (const id of ids) await scene.engine.token(`acme/${id}`);
}

function manyThatAre(wanted: string): number {
  const [service] = scene.engine.snapshot().services;
  return service?.environments.filter(({ status }) => status === wanted).length ?? 0;
}
