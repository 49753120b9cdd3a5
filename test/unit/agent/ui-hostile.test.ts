import { describe, expect, it } from 'vitest';
import { LAUNCHES, METHODS, SESSIONS } from './hostile-calls.ts';
import { HOSTS, ORIGINS, PATHS } from './hostile-origins.ts';
import { LOCK } from './hostile-scene.ts';
import type { Scene } from './hostile-scene.ts';
import { callRequest, launchRequest, startUi } from './ui-fixture.ts';

const ALL = [...HOSTS, ...ORIGINS, ...SESSIONS, ...LAUNCHES, ...METHODS, ...PATHS];

describe('requests that the browser UI must refuse', () => {
  it.each(ALL)('%s', async (_, status, request) => {
    const ui = await startUi();
    const scene: Scene = {
      ui,
      own: await ui.signIn(),
      other: await ui.signIn(),
      launch: ui.launches.mint(() => undefined),
    };
    const answer = await ui.send(request(scene));

    expect([status].flat()).toContain(answer.status);
    expect(ui.engine.calls).toEqual([]);
    expect(ui.log).toEqual([]);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.headers['set-cookie']).toBeUndefined();
    // A refusal says the same to everyone: no version, names of profiles or values of a session (L14).
    expect(answer.body.length).toBeLessThan(40);
    expect(JSON.stringify(answer)).not.toMatch(/salus|SALUS|0\.1\.0/);
    // And it left the way in as it was.
    const [session, launch] = [
      await ui.send(callRequest('snapshot.get', scene.own.headers)),
      launchRequest(ui.host, scene.launch),
    ];
    expect(session.status).toBe(200);
    expect((await ui.send(launch)).status).toBe(200);
  });

  it('are many', () => expect(ALL.length).toBeGreaterThanOrEqual(60));

  it('is not let in by a call that would be fine but for one thing', async () => {
    // The control: what the cases above change is the only thing that is wrong with them.
    const ui = await startUi();
    const { headers } = await ui.signIn();
    expect((await ui.send(callRequest(LOCK, headers))).status).toBe(200);
    expect(ui.engine.calls).toEqual([['lock']]);
  });
});
