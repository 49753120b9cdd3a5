import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../core/index.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import type { EngineFixture } from '../../fakes/engine-fixture.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeIdp, jsonAnswer, unreachable } from '../../fakes/fake-idp.ts';
import type { FakeIdp } from '../../fakes/fake-idp.ts';

const ADDRESS = 'acme/dev';
const profileFile = (changes: object = {}): string =>
  JSON.stringify({
    version: 1,
    services: [
      {
        id: 'acme',
        environments: [
          {
            id: 'dev',
            token_endpoint: 'https://idp.example/token',
            client_id: 'c1',
            grant_type: 'client_credentials',
            client_secret: { from: 'env', name: 'ACME_SECRET' },
            ...changes,
          },
        ],
      },
    ],
  });

let clock: FakeClock;
let idp: FakeIdp;
let fixture: EngineFixture;
let engine: Engine;

beforeEach(() => {
  clock = createFakeClock();
  idp = createFakeIdp(clock);
  fixture = createEngineFixture({ http: idp.http, clock });
  engine = fixture.engine;
});

async function begin(changes: object = {}): Promise<void> {
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(profileFile(changes));
}

const take = async (minTtlMs?: number): Promise<string> => {
  const { accessToken } = await engine.token(ADDRESS, minTtlMs === undefined ? {} : { minTtlMs });
  return accessToken;
};

const view = () => engine.snapshot().services[0]?.environments[0];

describe('a token at hand', () => {
  beforeEach(() => begin());

  it('is minted once for any number of callers', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => take()));
    expect(new Set(tokens)).toEqual(new Set(['access-1']));
    expect(idp.asked).toEqual(['client_credentials']);
  });

  it('is handed out again without a request while it lives as long as was asked for', async () => {
    await take();
    await clock.advance(100_000);
    expect(await take(200_000)).toBe('access-1');
    expect(idp.asked).toHaveLength(1);
  });

  it('is replaced when it would not live as long as was asked for', async () => {
    await take();
    await clock.advance(100_000);
    expect(await take(200_001)).toBe('access-2');
  });

  it('of a lifetime that no token of this IdP reaches is refused, not handed out too short', async () => {
    await expect(take(300_001)).rejects.toMatchObject({ code: 'token_too_short' });
  });

  it('of a very short life is not asked for at every call', async () => {
    idp.expiresIn = 20;
    await take();
    await take();
    expect(idp.asked).toHaveLength(1);
  });

  it('is replaced once it is over, after any time asleep', async () => {
    await take();
    clock.jump(10 * 24 * 3_600_000);
    expect(await take()).toBe('access-2');
  });

  it('is another one for another scope, audience or resource', async () => {
    const plain = await engine.token(ADDRESS);
    const scoped = await engine.token(ADDRESS, { scope: 'x' });
    const again = await engine.token(ADDRESS, { scope: 'x' });
    expect(scoped.accessToken).not.toBe(plain.accessToken);
    expect(again.accessToken).toBe(scoped.accessToken);
  });

  it('is never handed out for a profile that was changed since', async () => {
    await take();
    await engine.addProfiles(profileFile({ scope: 'other' }));
    expect(await take()).toBe('access-2');
    await engine.addProfiles(profileFile({ client_id: 'c2' }));
    expect(await take()).toBe('access-3');
  });

  it('stays when only what is not part of its identity changes', async () => {
    await take();
    await engine.addProfiles(profileFile({ notes: 'ask Ann for the secret', refresh: { early: '30s' } }));
    expect(await take()).toBe('access-1');
  });
});

describe('refreshing in time', () => {
  beforeEach(() => begin());

  it('renews a used token before it expires, for as long as someone used it in the last day', async () => {
    await take();
    await clock.advance(3_600_000);
    const requests = idp.asked.length;
    expect(requests).toBeGreaterThanOrEqual(3_600 / 300);
    expect(requests).toBeLessThanOrEqual(3_600 / 150);
    expect(view()).toMatchObject({ status: 'fresh' });
  });

  it('leaves a token alone that nobody asked for in a day', async () => {
    await take();
    await clock.advance(25 * 3_600_000);
    const before = idp.asked.length;
    await clock.advance(24 * 3_600_000);
    expect(idp.asked).toHaveLength(before);
    expect(view()).toMatchObject({ status: 'idle' });
  });

  it('goes on for a pinned profile', async () => {
    await engine.pin(ADDRESS, true);
    await take();
    await clock.advance(48 * 3_600_000);
    expect(view()?.expiresAt).toBeGreaterThan(clock.now());
  });

  it('does not happen where the profile says so', async () => {
    await engine.addProfiles(profileFile({ refresh: { auto: false } }));
    await take();
    await clock.advance(3_600_000);
    expect(idp.asked).toHaveLength(1);
  });

  it('makes one request after waking from sleep, not one for each that was missed', async () => {
    await take();
    const before = idp.asked.length;
    clock.jump(8 * 3_600_000);
    engine.wake();
    await clock.advance(1_000);
    expect(idp.asked.length - before).toBe(1);
    expect(view()?.expiresAt).toBeGreaterThan(clock.now());
  });

  it('asks an IdP that is down at most 20 times an hour, and recovers by itself', async () => {
    await take();
    idp.fault = unreachable;
    const before = idp.asked.length;
    await clock.advance(3_600_000);
    expect(idp.asked.length - before).toBeLessThanOrEqual(20);
    expect(view()).toMatchObject({ status: 'error', problem: { code: 'idp_unreachable' } });
    idp.fault = undefined;
    await clock.advance(400_000);
    expect(view()).toMatchObject({ status: 'fresh' });
    expect(view()?.problem).toBeUndefined();
  });

  it('never undercuts Retry-After, whoever asks', async () => {
    await take();
    idp.fault = () => jsonAnswer(503, {}, clock.now(), { 'retry-after': '600' });
    await clock.advance(300_000);
    const before = idp.asked.length;
    await expect(take()).rejects.toMatchObject({ code: 'idp_unreachable' });
    await clock.advance(300_000);
    expect(idp.asked).toHaveLength(before);
  });

  it('hands out what still lives while the IdP is away', async () => {
    await take();
    idp.fault = unreachable;
    await clock.advance(270_000);
    expect(await take()).toBe('access-1');
    await expect(take(60_000)).rejects.toMatchObject({ code: 'idp_unreachable' });
  });
});

describe('rotation', () => {
  beforeEach(async () => {
    idp.refreshTokens = true;
    await begin();
  });

  it('uses the newest refresh token each time, over many rotations and a restart', async () => {
    await take();
    for (let n = 2; n <= 10; n++) {
      await engine.refresh(ADDRESS);
      expect(idp.live).toEqual(new Set([`refresh-${n}`]));
    }
    await engine.stop();
    const next = fixture.restarted();
    await next.start();
    await clock.until(next.unlock(PASSPHRASE));
    await next.refresh(ADDRESS);
    expect(idp.asked.slice(1)).toEqual(Array.from({ length: 10 }, () => 'refresh_token'));
  });

  it('stores the new refresh token before anyone sees the new access token', async () => {
    await take();
    await engine.refresh(ADDRESS);
    await engine.stop();
    const stored = fixture.files.calls.filter((call) => call.startsWith('write vault/records/'));
    expect(stored).toHaveLength(2);
  });

  it('keeps the old refresh token when the answer has none, or an empty one', async () => {
    idp.rotate = false;
    await take();
    await engine.refresh(ADDRESS);
    idp.fault = () =>
      jsonAnswer(
        200,
        { access_token: 'x', token_type: 'Bearer', expires_in: 300, refresh_token: '' },
        clock.now(),
      );
    await engine.refresh(ADDRESS);
    idp.fault = undefined;
    await engine.refresh(ADDRESS);
    expect(idp.asked.slice(1)).toEqual(['refresh_token', 'refresh_token', 'refresh_token']);
  });

  it('keeps the new token in memory when the vault cannot take it, says so, and never sends the spent one', async () => {
    await take();
    idp.beforeAnswer = () => {
      // Reading the record comes first when writing it.
      fixture.files.failCall(2);
      idp.beforeAnswer = undefined;
      return Promise.resolve();
    };
    await engine.refresh(ADDRESS);
    expect(await take()).toBe('access-2');
    expect(view()).toMatchObject({ status: 'error', problem: { code: 'storage_failed' } });
    await engine.refresh(ADDRESS);
    expect(idp.asked).toEqual(['client_credentials', 'refresh_token', 'refresh_token']);
    expect(view()).toMatchObject({ status: 'fresh' });
  });

  it('stores it later by itself', async () => {
    await take();
    idp.beforeAnswer = () => {
      fixture.files.failCall(2);
      idp.beforeAnswer = undefined;
      return Promise.resolve();
    };
    await engine.refresh(ADDRESS);
    expect(view()?.problem).toBeDefined();
    await clock.advance(6_000);
    await vi.waitFor(() => expect(view()?.problem).toBeUndefined());
  });

  it.each([
    ['a server error', () => jsonAnswer(500, {}, clock.now())],
    ['too many requests', () => jsonAnswer(429, {}, clock.now())],
    ['a network failure', () => unreachable()],
    [
      'a page of HTML',
      () => ({ ...jsonAnswer(200, {}, clock.now()), headers: new Headers({ 'content-type': 'text/html' }) }),
    ],
  ])('survives %s with the refresh token as it was', async (_name, fault) => {
    await take();
    idp.fault = fault;
    await expect(engine.refresh(ADDRESS)).rejects.toBeDefined();
    idp.fault = undefined;
    await engine.refresh(ADDRESS);
    expect(idp.asked.at(-1)).toBe('refresh_token');
    expect(idp.live.size).toBe(1);
  });

  it('starts over with the client’s own credentials when the refresh token is refused', async () => {
    await take();
    idp.live.clear();
    await engine.refresh(ADDRESS);
    expect(idp.asked).toEqual(['client_credentials', 'refresh_token', 'client_credentials']);
    expect(await take()).toBe('access-2');
  });
});

describe('a pasted refresh token', () => {
  beforeEach(async () => {
    idp.refreshTokens = true;
    idp.live.add('pasted');
    await begin({ grant_type: 'refresh_token', refresh_token: { from: 'vault' } });
  });

  it('is asked for by name when it is missing', async () => {
    await expect(take()).rejects.toMatchObject({
      code: 'secret_missing',
      hint: expect.stringContaining('fob secret set'),
    });
    expect(idp.asked).toEqual([]);
  });

  it('is followed by the rotated ones', async () => {
    await engine.setSecret(ADDRESS, 'refresh_token', 'pasted');
    await take();
    await engine.refresh(ADDRESS);
    expect(idp.live).toEqual(new Set(['refresh-2']));
  });

  it('that is spent needs a person, deletes nothing, and is not tried again', async () => {
    await engine.setSecret(ADDRESS, 'refresh_token', 'spent');
    await expect(take()).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(take()).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(idp.asked).toHaveLength(1);
    expect(view()).toMatchObject({ status: 'sign_in_needed' });
    await engine.setSecret(ADDRESS, 'refresh_token', 'pasted');
    expect(await take()).toBe('access-1');
  });
});

describe('locking', () => {
  beforeEach(async () => {
    idp.refreshTokens = true;
    await begin();
  });

  it('hands out nothing and makes no request until it is unlocked', async () => {
    await take();
    await engine.lock();
    await expect(take()).rejects.toMatchObject({ code: 'vault_locked' });
    await clock.advance(3_600_000);
    expect(idp.asked).toHaveLength(1);
    expect(view()).toMatchObject({ status: 'locked' });
    await clock.until(engine.unlock(PASSPHRASE));
    await engine.refresh(ADDRESS);
    expect(idp.asked.at(-1)).toBe('refresh_token');
  });

  it('waits for a refresh under way, so that its refresh token is not lost', async () => {
    await take();
    let answer = (): void => undefined;
    idp.beforeAnswer = () => new Promise((resolve) => (answer = resolve));
    const refreshing = engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(idp.live).toContain('refresh-2'));
    const locking = engine.lock();
    await expect(engine.token(ADDRESS)).rejects.toMatchObject({ code: 'vault_locked' });
    answer();
    await Promise.all([refreshing, locking]);
    idp.beforeAnswer = undefined;
    await clock.until(engine.unlock(PASSPHRASE));
    await engine.refresh(ADDRESS);
    expect(idp.live).toEqual(new Set(['refresh-3']));
  });

  it('makes the vault with the first passphrase, and refuses another one later', async () => {
    await engine.lock();
    await expect(clock.until(engine.unlock('something else'))).rejects.toMatchObject({
      code: 'vault_passphrase_wrong',
    });
  });
});

describe('a profile that is removed', () => {
  it('takes its record with it, also when a refresh is under way', async () => {
    idp.refreshTokens = true;
    await begin();
    await take();
    let answer = (): void => undefined;
    idp.beforeAnswer = () => new Promise((resolve) => (answer = resolve));
    const refreshing = engine.refresh(ADDRESS);
    await vi.waitFor(() => expect(idp.live).toContain('refresh-2'));
    await engine.removeProfile(ADDRESS);
    answer();
    await refreshing;
    await engine.stop();
    expect([...fixture.files.content.keys()].filter((name) => name.startsWith('vault/records'))).toEqual([]);
  });
});
