/** What was sent and not answered: answers that are lost, and a host that ends in between (security.md R09, R12). */
import { beforeEach, describe, expect, it } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { jsonAnswer } from '../../fakes/fake-idp.ts';
import { ADDRESS, beginScene, PASSPHRASE } from './kit.ts';
import type { Scene } from './kit.ts';

let scene: Scene;

const cut = (): never => {
  throw new FobError('idp_unreachable', 'the connection was cut', { answerLost: true });
};

beforeEach(async () => {
  scene = await beginScene({ grant_type: 'refresh_token', refresh_token: { from: 'vault' } }, (idp) => {
    idp.refreshTokens = true;
    idp.live.add('pasted');
  });
  await scene.engine.setSecret(ADDRESS, 'refresh_token', 'pasted');
  await scene.take();
  scene.idp.asked.length = 0;
});

describe('a lost answer', () => {
  it('is asked for once more at once, with the same refresh token', async () => {
    let calls = 0;
    scene.idp.fault = (request) => {
      calls += 1;
      expect(new URLSearchParams(request.body).get('refresh_token')).toBe('refresh-1');
      if (calls === 1) cut();
      return jsonAnswer(
        200,
        { access_token: 'late', token_type: 'Bearer', refresh_token: 'refresh-9' },
        scene.clock.now(),
      );
    };
    await scene.engine.refresh(ADDRESS);
    expect(await scene.take()).toBe('late');
    expect(calls).toBe(2);
  });

  it('that is lost again is left alone, and nothing is deleted', async () => {
    scene.idp.fault = cut;
    await expect(scene.engine.refresh(ADDRESS)).rejects.toMatchObject({ code: 'idp_unreachable' });
    expect(scene.idp.asked).toHaveLength(2);
    scene.idp.fault = undefined;
    await scene.engine.refresh(ADDRESS);
    expect(scene.idp.live).toEqual(new Set(['refresh-2']));
  });

  it('is not asked for again when another refresh token was pasted meanwhile', async () => {
    const sent: (string | null)[] = [];
    scene.idp.live.add('pasted again');
    scene.idp.fault = async (request) => {
      sent.push(new URLSearchParams(request.body).get('refresh_token'));
      if (sent.length === 1) await scene.engine.setSecret(ADDRESS, 'refresh_token', 'pasted again');
      return cut();
    };
    await scene.engine.refresh(ADDRESS).catch(() => undefined);
    expect(sent.filter((token) => token === 'refresh-1')).toHaveLength(1);
  });

  it('after more than 5 s is not asked for again: what bore a second use would not any more', async () => {
    scene.idp.fault = async () => {
      await new Promise<void>((resolve) => void scene.clock.setTimer(resolve, 5_001));
      return cut();
    };
    await expect(scene.clock.until(scene.engine.refresh(ADDRESS))).rejects.toMatchObject({
      code: 'idp_unreachable',
    });
    expect(scene.idp.asked).toHaveLength(1);
  });

  it('of a refused connection is none: nothing was sent', async () => {
    scene.idp.fault = () => {
      throw new FobError('idp_unreachable', 'nothing listens there');
    };
    await expect(scene.engine.refresh(ADDRESS)).rejects.toMatchObject({ code: 'idp_unreachable' });
    expect(scene.idp.asked).toHaveLength(1);
  });
});

describe('a host that ends while a refresh is under way', () => {
  const crash = async (): Promise<void> => {
    const committed = new Promise<void>((resolve) => {
      scene.idp.beforeAnswer = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    void scene.engine.refresh(ADDRESS).catch(() => undefined);
    await committed;
    scene.idp.beforeAnswer = undefined;
  };

  it('leaves a note, so that the next one can say why the session ended', async () => {
    await crash();
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    const error = await next.refresh(ADDRESS).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: 'sign_in_needed',
      message: expect.stringMatching(
        /An earlier refresh, at 2026-01-01 00:00 UTC, was interrupted/,
      ) as string,
    });
  });

  it('that the IdP never heard of costs nothing, and the note goes with the answer', async () => {
    await crash();
    scene.idp.live.add('refresh-1');
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    await next.refresh(ADDRESS);
    const { accessToken } = await next.token(ADDRESS);
    expect(accessToken).toMatch(/^access-/);
    scene.idp.live.clear();
    await expect(next.refresh(ADDRESS)).rejects.toMatchObject({
      code: 'sign_in_needed',
      message: expect.not.stringContaining('interrupted') as string,
    });
  });
});

describe('the first use of a pasted refresh token', () => {
  beforeEach(async () => {
    scene.idp.live.add('pasted again');
    await scene.engine.setSecret(ADDRESS, 'refresh_token', 'pasted again');
  });

  it('is noted before it is sent, like any other', async () => {
    const committed = new Promise<void>((resolve) => {
      scene.idp.beforeAnswer = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    void scene.take().catch(() => undefined);
    await committed;
    scene.idp.beforeAnswer = undefined;
    const next = scene.restarted();
    await next.start();
    await scene.clock.until(next.unlock(PASSPHRASE));
    await expect(next.token(ADDRESS)).rejects.toMatchObject({
      code: 'sign_in_needed',
      message: expect.stringContaining('was interrupted') as string,
    });
  });

  it('is sent once more when its answer was lost', async () => {
    let calls = 0;
    scene.idp.fault = () => {
      calls += 1;
      return calls === 1
        ? cut()
        : jsonAnswer(200, { access_token: 'late', token_type: 'Bearer' }, scene.clock.now());
    };
    expect(await scene.take()).toBe('late');
    expect(calls).toBe(2);
  });

  it('is rescued when the answer is refused: no access token of it, and its refresh token from then on', async () => {
    scene.idp.fault = () =>
      jsonAnswer(
        200,
        { access_token: 'bad\r\n', token_type: 'Bearer', refresh_token: 'rotated' },
        scene.clock.now(),
      );
    await expect(scene.take()).rejects.toMatchObject({ code: 'idp_response_invalid' });
    scene.idp.fault = undefined;
    scene.idp.live.add('rotated');
    expect(await scene.take()).toMatch(/^access-\d$/);
    expect(scene.idp.live.has('rotated')).toBe(false);
  });
});
