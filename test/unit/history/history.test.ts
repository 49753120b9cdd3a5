import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FobError } from '../../../core/index.ts';
import type { ActivityEvent, ActivityKind } from '../../../shared/history-view.ts';
import { jsonAnswer, unreachable } from '../../fakes/fake-idp.ts';
import { ADDRESS, beginScene, PASSPHRASE, profileFile } from '../engine/kit.ts';
import type { Scene } from '../engine/kit.ts';

const FILE = 'activity.json';
const MINUTE = 60_000;
let scene: Scene;

const events = async (...kinds: readonly ActivityKind[]): Promise<readonly ActivityEvent[]> => {
  const { events: all } = await scene.engine.history.activity();
  return all.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
};
const writes = (): number => scene.files.calls.filter((call) => call === `write ${FILE}`).length;

beforeEach(async () => {
  scene = await beginScene();
});

describe('the activity log', () => {
  it('tells what people and programs did, newest first', async () => {
    await scene.engine.token(ADDRESS, { taker: 'browser', format: 'curl' });
    await scene.engine.lock();
    const kinds = (await events()).map(({ kind }) => kind);
    expect(kinds).toEqual(['locked', 'handed_out', 'minted', 'profile_added', 'unlocked']);
    expect(await events('handed_out')).toEqual([
      { at: scene.clock.now(), kind: 'handed_out', address: ADDRESS, taker: 'browser', format: 'curl' },
    ]);
  });

  it('counts hand-outs to the same taker within a minute as one', async () => {
    for (let n = 0; n < 40; n += 1) {
      await scene.take();
      await scene.clock.advance(2_000);
    }
    await scene.engine.token(ADDRESS, { taker: 'desktop' });
    const [desktop, second, first] = await events('handed_out');
    expect(desktop).toMatchObject({ taker: 'desktop' });
    expect(desktop?.count).toBeUndefined();
    expect(first).toMatchObject({ taker: 'socket', count: 30 });
    expect((first?.until ?? 0) - (first?.at ?? 0)).toBe(58_000);
    expect(second).toMatchObject({ count: 10 });
  });

  it('knows no hand-out where none was', async () => {
    await scene.engine.refresh(ADDRESS);
    await scene.engine.claims(ADDRESS);
    await expect(scene.engine.token('acme/none')).rejects.toThrow();
    expect(await events('handed_out')).toEqual([]);
  });

  it('tells who was refused a prod profile', async () => {
    await scene.engine.addProfiles(profileFile({ tier: 'prod' }));
    await expect(scene.take()).rejects.toMatchObject({ code: 'refused_by_policy' });
    await scene.engine.guard.arm(ADDRESS);
    await scene.take();
    await scene.engine.guard.disarm(ADDRESS);
    const kinds = (await events('refused', 'armed', 'handed_out', 'disarmed')).map(({ kind }) => kind);
    expect(kinds).toEqual(['disarmed', 'handed_out', 'armed', 'refused']);
  });

  it('tells when a token came, until when it is good, and why none came', async () => {
    await scene.take();
    scene.idp.fault = () => jsonAnswer(401, { error: 'invalid_client' }, scene.clock.now());
    await scene.engine.refresh(ADDRESS).catch(() => undefined);
    const at = scene.clock.now();
    expect(await events('minted', 'refresh_failed')).toEqual([
      { at, kind: 'refresh_failed', address: ADDRESS, code: 'idp_refused' },
      { at, kind: 'minted', address: ADDRESS, expiresAt: at + 300_000 },
    ]);
  });

  it('tells for how long the machine slept, and nothing of a clock that ran on', async () => {
    await scene.take();
    await scene.clock.advance(10 * MINUTE);
    expect(await events('slept')).toEqual([]);
    const before = scene.clock.now();
    scene.clock.jump(8 * 60 * MINUTE);
    scene.engine.wake();
    const [slept] = await events('slept');
    expect(slept?.until).toBe(before + 8 * 60 * MINUTE);
    expect((slept?.at ?? 0) - before).toBeLessThanOrEqual(30_000);
  });
});

describe('activity.json', () => {
  it('is not read or written while nobody needs it, then once for many events, and at the end', async () => {
    for (let n = 0; n < 20; n += 1) await scene.take();
    await scene.clock.advance(4 * MINUTE);
    expect(scene.files.calls.filter((call) => call.endsWith(FILE))).toEqual([]);
    await scene.clock.advance(MINUTE);
    await vi.waitFor(() => expect(writes()).toBe(1));
    await scene.take();
    await scene.engine.stop();
    expect(writes()).toBe(2);
  });

  it('brings the events of before back, and is asked for again after a lock', async () => {
    await scene.take();
    await scene.engine.lock();
    await scene.clock.advance(5 * MINUTE);
    await vi.waitFor(() => expect(writes()).toBe(1));
    await scene.engine.stop();
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    const kinds = (await next.history.activity()).events.map(({ kind }) => kind);
    expect(kinds).toEqual(['unlocked', 'locked', 'handed_out', 'minted', 'profile_added', 'unlocked']);
  });

  it.each(['not JSON', '{"version":2,"events":[]}', '{"version":1,"events":[{"at":1,"kind":"other"}]}'])(
    'is set aside when it is broken: %s',
    async (text) => {
      scene.files.content.set(FILE, new TextEncoder().encode(text));
      await scene.take();
      expect(await events('handed_out')).toHaveLength(1);
      await scene.engine.stop();
      expect(new TextDecoder().decode(scene.files.content.get('activity.damaged.json'))).toBe(text);
      expect(scene.warnings).toEqual([expect.stringContaining('activity.damaged.json')]);
    },
  );

  it('fails no token when it cannot be written, and is tried again', async () => {
    const write = scene.files.write.bind(scene.files);
    const spy = vi.spyOn(scene.files, 'write').mockImplementation((name, ...rest) => {
      if (name === FILE) return Promise.reject(new FobError('storage_failed', 'There is no space.'));
      return write(name, ...rest);
    });
    await scene.take();
    await scene.clock.advance(5 * MINUTE);
    await vi.waitFor(() => expect(scene.warnings.join()).toContain('activity log could not be written'));
    spy.mockRestore();
    await scene.take();
    await scene.clock.advance(5 * MINUTE);
    await vi.waitFor(() => expect(scene.files.content.has(FILE)).toBe(true));
  });
});

describe('the history of a profile', () => {
  const jwt = (claims: object): string => `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('keeps what the token before said, and not that token', async () => {
    let n = 0;
    scene.idp.fault = () => {
      n += 1;
      const answer = { access_token: jwt({ n }), token_type: 'Bearer', expires_in: 300 };
      return jsonAnswer(200, answer, scene.clock.now());
    };
    await scene.take();
    expect((await scene.engine.history.profile(ADDRESS)).previous).toBeUndefined();
    await scene.engine.refresh(ADDRESS);
    const { previous } = await scene.engine.history.profile(ADDRESS);
    expect(previous).toMatchObject({ header: { alg: 'none' }, payload: { n: 1 } });
    expect(JSON.stringify(previous)).not.toContain('c2lnbmF0dXJl');
  });

  it.each(['lock', 'sign-out', 'removal'])('forgets trace and claims with a %s', async (how) => {
    await scene.take();
    await scene.engine.refresh(ADDRESS);
    expect((await scene.engine.history.profile(ADDRESS)).trace?.exchanges).toHaveLength(1);
    if (how === 'lock') await scene.engine.lock();
    else if (how === 'sign-out') await scene.engine.logout(ADDRESS);
    else await scene.engine.removeProfile(ADDRESS);
    expect((await scene.engine.history.profile(ADDRESS)).trace).toBeUndefined();
  });

  it('has the last 24 hours of the profile and of the host, oldest first', async () => {
    await scene.take();
    await scene.clock.advance(2 * 60 * MINUTE);
    scene.clock.jump(23 * 60 * MINUTE);
    scene.engine.wake();
    await scene.take();
    const { events: day, from, to } = await scene.engine.history.profile(ADDRESS);
    expect(to - from).toBe(24 * 60 * MINUTE);
    expect(day.map(({ kind }) => kind)).toContain('slept');
    expect(day.every(({ at, until = at, expiresAt = until }) => expiresAt >= from)).toBe(true);
    expect(day.map(({ at }) => at)).toEqual(day.map(({ at }) => at).toSorted((one, other) => one - other));
  });

  it('counts the attempts of a call that has to be repeated, and says why no answer came', async () => {
    await scene.take();
    scene.idp.fault = () => unreachable();
    await scene.engine.refresh(ADDRESS).catch(() => undefined);
    const { trace } = await scene.engine.history.profile(ADDRESS);
    expect(trace?.exchanges.at(-1)).toMatchObject({ error: { code: 'idp_unreachable' } });
    expect(trace?.exchanges.at(-1)?.response).toBeUndefined();
  });
});
