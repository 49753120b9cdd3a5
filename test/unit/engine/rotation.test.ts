import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HttpAnswer } from '../../../core/index.ts';
import { jsonAnswer, unreachable } from '../../fakes/fake-idp.ts';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

let scene: Scene;

describe('rotation', () => {
  beforeEach(async () => {
    scene = await beginScene({}, (idp) => {
      idp.refreshTokens = true;
    });
  });

  it('uses the newest refresh token each time, over many rotations and a restart', async () => {
    await scene.take();
    for (let n = 2; n <= 10; n++) {
      await scene.engine.refresh(ADDRESS);
      expect(scene.idp.live).toEqual(new Set([`refresh-${n}`]));
    }
    await scene.engine.stop();
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    await next.refresh(ADDRESS);
    expect(scene.idp.asked.slice(1)).toEqual(Array.from({ length: 10 }, () => 'refresh_token'));
  });

  it('stores the new refresh token before anyone sees the new access token', async () => {
    await scene.take();
    await scene.engine.refresh(ADDRESS);
    await scene.engine.stop();
    const stored = scene.files.calls.filter((call) => call.startsWith('write vault/records/'));
    // The first tokens; the note of the refresh; the new tokens.
    expect(stored).toHaveLength(3);
  });

  it('keeps the old refresh token when the answer has none, or an empty one', async () => {
    scene.idp.rotate = false;
    await scene.take();
    await scene.engine.refresh(ADDRESS);
    scene.idp.fault = () =>
      jsonAnswer(
        200,
        { access_token: 'x', token_type: 'Bearer', expires_in: 300, refresh_token: '' },
        scene.clock.now(),
      );
    await scene.engine.refresh(ADDRESS);
    scene.idp.fault = undefined;
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked.slice(1)).toEqual(['refresh_token', 'refresh_token', 'refresh_token']);
  });

  it('keeps the new token in memory when the vault cannot take it, says so, and never sends the spent one', async () => {
    await scene.take();
    scene.idp.beforeAnswer = () => {
      // Reading the record comes first when writing it.
      scene.files.failCall(2);
      scene.idp.beforeAnswer = undefined;
      return Promise.resolve();
    };
    await scene.engine.refresh(ADDRESS);
    expect(await scene.take()).toBe('access-2');
    expect(scene.view()).toMatchObject({ status: 'error', problem: { code: 'storage_failed' } });
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked).toEqual(['client_credentials', 'refresh_token', 'refresh_token']);
    expect(scene.view()).toMatchObject({ status: 'fresh' });
  });

  it('stores it later by itself', async () => {
    await scene.take();
    scene.idp.beforeAnswer = () => {
      scene.files.failCall(2);
      scene.idp.beforeAnswer = undefined;
      return Promise.resolve();
    };
    await scene.engine.refresh(ADDRESS);
    expect(scene.view()?.problem).toBeDefined();
    await scene.clock.advance(6_000);
    await vi.waitFor(() => expect(scene.view()?.problem).toBeUndefined());
  });

  it.each([
    ['a server error', () => jsonAnswer(500, {}, scene.clock.now())],
    ['too many requests', () => jsonAnswer(429, {}, scene.clock.now())],
    ['a network failure', () => unreachable()],
    [
      'a page of HTML',
      () => ({
        ...jsonAnswer(200, {}, scene.clock.now()),
        headers: new Headers({ 'content-type': 'text/html' }),
      }),
    ],
  ])('survives %s with the refresh token as it was', async (_name, fault) => {
    await scene.take();
    scene.idp.fault = fault;
    await expect(scene.engine.refresh(ADDRESS)).rejects.toBeDefined();
    scene.idp.fault = undefined;
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked.at(-1)).toBe('refresh_token');
    expect(scene.idp.live.size).toBe(1);
  });

  it('starts over with the client’s own credentials when the refresh token is refused', async () => {
    await scene.take();
    scene.idp.live.clear();
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked).toEqual(['client_credentials', 'refresh_token', 'client_credentials']);
    expect(await scene.take()).toBe('access-2');
  });
});

describe('a pasted refresh token', () => {
  beforeEach(async () => {
    scene = await beginScene({ grant_type: 'refresh_token', refresh_token: { from: 'vault' } }, (idp) => {
      idp.refreshTokens = true;
      idp.live.add('pasted');
    });
  });

  it('is asked for by name when it is missing', async () => {
    await expect(scene.take()).rejects.toMatchObject({
      code: 'secret_missing',
      hint: expect.stringContaining('fob secret set') as string,
    });
    expect(scene.idp.asked).toEqual([]);
  });

  it('is followed by the rotated ones', async () => {
    await scene.engine.setSecret(ADDRESS, 'refresh_token', 'pasted');
    await scene.take();
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live).toEqual(new Set(['refresh-2']));
  });

  it('that is spent needs a person, deletes nothing, and is not tried again', async () => {
    await scene.engine.setSecret(ADDRESS, 'refresh_token', 'spent');
    await expect(scene.take()).rejects.toMatchObject({ code: 'sign_in_needed' });
    await expect(scene.take()).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(scene.idp.asked).toHaveLength(1);
    expect(scene.view()).toMatchObject({ status: 'sign_in_needed' });
    await scene.engine.setSecret(ADDRESS, 'refresh_token', 'pasted');
    expect(await scene.take()).toBe('access-1');
  });
});

describe('a refresh while a person signs in', () => {
  beforeEach(async () => {
    const profile = {
      grant_type: 'authorization_code',
      authorization_endpoint: 'https://idp.example/authorize',
    };
    scene = await beginScene(profile, (idp) => {
      idp.refreshTokens = true;
    });
  });

  const signIn = async (): Promise<void> => {
    const start = await scene.engine.login(ADDRESS);
    if (start.kind !== 'browser') throw new Error('not a sign-in by browser');
    const state = new URL(start.url).searchParams.get('state') ?? '';
    await scene.engine.pasteCallback(ADDRESS, `${start.redirectUri}?code=1&state=${state}`);
  };
  /** Each sign-in ends the session before it. */
  const refusedBySignIns = (count: number) => async (): Promise<HttpAnswer> => {
    scene.idp.fault = undefined;
    await signIn();
    if (count > 1) scene.idp.fault = refusedBySignIns(count - 1);
    return jsonAnswer(400, { error: 'invalid_grant' }, scene.clock.now());
  };

  it.each([1, 2])('goes on with the newest session, after %i of them', async (count) => {
    await signIn();
    scene.idp.fault = refusedBySignIns(count);
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.asked.at(-1)).toBe('refresh_token');
    expect(await scene.take()).toBe(`access-${count + 2}`);
  });
});
