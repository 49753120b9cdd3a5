/** "Try the demo" in a real engine: its identity provider listens, and Fob gets tokens from it as from any other. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createStartDemo } from '../../agent/demo/provider.ts';
import { dispatch } from '../../agent/dispatch.ts';
import { createHandlers } from '../../agent/handlers.ts';
import type { Engine } from '../../core/index.ts';
import { systemClock as clock } from '../../core/node/system-clock.ts';
import { systemRandom as random } from '../../core/node/system-random.ts';
import { createUndiciHttp } from '../../core/node/undici-http.ts';
import type { DemoProvider } from '../../core/ports/demo.ts';
import { createEngineFixture, PASSPHRASE } from '../fakes/engine-fixture.ts';
import type { EngineFixture } from '../fakes/engine-fixture.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const ADDRESSES = ['demo/dev', 'demo/beta', 'demo/prod'];
const log = { info: () => undefined, warn: () => undefined };

let fixture: EngineFixture;
let engine: Engine;
let started: DemoProvider[];

beforeEach(async () => {
  started = [];
  const fakeClock = createFakeClock(clock.now());
  const startDemo = createStartDemo({ clock: fakeClock, random, log });
  fixture = createEngineFixture({
    http: createUndiciHttp({}),
    clock: fakeClock,
    ports: {
      startDemo: async (environments) => {
        const provider = await startDemo(environments);
        started.push(provider);
        return provider;
      },
    },
  });
  engine = await running(fixture.engine);
});

async function running(next: Engine): Promise<Engine> {
  onTestFinished(() => next.stop());
  await next.start();
  return next;
}

const unlock = (): Promise<void> => fixture.clock.until(engine.unlock(PASSPHRASE));

/** As a UI asks. */
const startDemo = () => dispatch(createHandlers(engine, {}), 'demo.start', undefined);
const ALL_STARTED = { ok: true, value: { addresses: ADDRESSES } };

const files = (): string =>
  JSON.stringify(
    [...fixture.files.content].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]),
  );

describe('the demo', () => {
  it('hands out a token that its keys verify, and guards prod', async () => {
    await unlock();
    expect(await startDemo()).toEqual(ALL_STARTED);
    const [service] = engine.snapshot().services;
    expect(service?.name).toBe('Demo (ends with Fob)');
    expect(service?.environments.map(({ tier, pinned }) => [tier, pinned])).toEqual([
      ['dev', false],
      ['test', false],
      ['prod', false],
    ]);
    const { accessToken } = await engine.token('demo/dev');
    const issuer = service?.environments[0]?.issuer ?? '';
    const { payload } = await jwtVerify(accessToken, createRemoteJWKSet(new URL(`${issuer}/jwks`)));
    expect(payload).toMatchObject({ iss: issuer, sub: 'fob-demo-dev', scope: 'demo:read' });
    expect(await engine.claims('demo/beta')).toMatchObject({
      accessToken: { verification: { kind: 'verified', issuer: service?.environments[1]?.issuer } },
    });
    await expect(engine.token('demo/prod')).rejects.toMatchObject({ code: 'refused_by_policy' });
    await engine.guard.arm('demo/prod');
    expect((await engine.token('demo/prod')).accessToken).toMatch(/^eyJ/);
  });

  it('is there once, however often it is asked for', async () => {
    await unlock();
    await Promise.all([startDemo(), startDemo()]);
    const { accessToken } = await engine.token('demo/dev');
    const before = files();
    expect(await startDemo()).toEqual(ALL_STARTED);
    expect(started).toHaveLength(1);
    expect(files()).toBe(before);
    expect((await engine.token('demo/dev')).accessToken).toBe(accessToken);

    await engine.removeProfile('demo/beta');
    expect(await startDemo()).toEqual(ALL_STARTED);
    expect((await engine.token('demo/beta')).accessToken).toMatch(/^eyJ/);
    expect(started).toHaveLength(1);
  });

  it('is whole after the next try when the disk failed on the way', async () => {
    await unlock();
    let failures = 0;
    for (let call = 1; call <= 15; call += 1) {
      fixture.files.failCall(call);
      if (!(await startDemo()).ok) failures += 1;
      fixture.files.failCall(0);
      expect(await startDemo()).toEqual(ALL_STARTED);
      await engine.reload();
      const environments = engine.snapshot().services[0]?.environments ?? [];
      expect(environments.map(({ missingSecrets }) => missingSecrets)).toEqual([[], [], []]);
      for (const address of ADDRESSES) await engine.removeProfile(address);
    }
    expect(failures).toBeGreaterThan(5);
  });

  it('ends with the host, and comes back at another port when it is asked for again', async () => {
    await unlock();
    await startDemo();
    await engine.token('demo/dev');
    await engine.stop();
    const [first] = started;
    await expect(fetch(`${first?.clients[0]?.issuer ?? ''}/jwks`)).rejects.toThrow();

    engine = await running(fixture.restarted());
    await unlock();
    expect(started).toHaveLength(1);
    await expect(engine.refresh('demo/dev')).rejects.toMatchObject({ code: 'idp_unreachable' });
    expect(await startDemo()).toEqual(ALL_STARTED);
    await engine.refresh('demo/dev');
    const issuer = engine.snapshot().services[0]?.environments[0]?.issuer;
    expect(issuer).toBe(started[1]?.clients[0]?.issuer);
    expect(issuer).not.toBe(first?.clients[0]?.issuer);
  });

  it('keeps its secrets out of every file', async () => {
    await unlock();
    await startDemo();
    const text = [...fixture.files.content.values()]
      .map((bytes) => Buffer.from(bytes).toString('latin1'))
      .join();
    expect(text).toContain('fob-demo-dev');
    for (const { clientSecret } of started[0]?.clients ?? []) expect(text).not.toContain(clientSecret);
  });

  it.each([
    ['no vault yet', 'vault_absent', () => Promise.resolve()],
    [
      'a locked vault',
      'vault_locked',
      async () => {
        await unlock();
        await engine.lock();
      },
    ],
    [
      'profiles of somebody else',
      'refused_by_policy',
      async () => {
        await unlock();
        const other = {
          id: 'first',
          issuer: 'https://idp.example',
          client_id: 'c1',
          grant_type: 'client_credentials',
        };
        await engine.addProfiles(
          JSON.stringify({ version: 1, services: [{ id: 'demo', environments: [other] }] }),
        );
      },
    ],
  ])('does nothing with %s', async (_what, code, prepare) => {
    await prepare();
    const before = files();
    expect(await startDemo()).toMatchObject({ ok: false, error: { code } });
    expect(started).toEqual([]);
    expect(files()).toBe(before);
  });
});
