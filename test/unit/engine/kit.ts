/** One profile of a fake IdP on a fake disk and clock, as the engine's suites share it. */
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import type { EngineFixture } from '../../fakes/engine-fixture.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { createFakeIdp } from '../../fakes/fake-idp.ts';
import type { FakeIdp } from '../../fakes/fake-idp.ts';
import type { Engine, EnginePorts } from '../../../core/index.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';

export { PASSPHRASE } from '../../fakes/engine-fixture.ts';

export const ADDRESS = 'acme/dev';

export const profileFile = (changes: object = {}): string =>
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

export interface Scene extends EngineFixture {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly idp: FakeIdp;
  /** An access token, as a caller gets it. */
  take(minTtlMs?: number): Promise<string>;
  view(): EnvironmentView | undefined;
}

/** An engine that was started and unlocked, with the profile in it. */
export async function beginScene(
  changes: object = {},
  prepare: (idp: FakeIdp) => void = () => undefined,
  ports: Partial<EnginePorts> = {},
): Promise<Scene> {
  const clock = createFakeClock();
  const idp = createFakeIdp(clock);
  prepare(idp);
  const fixture = createEngineFixture({ http: idp.http, clock, ports });
  const { engine } = fixture;
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(profileFile(changes));
  return {
    ...fixture,
    idp,
    take: async (minTtlMs) => {
      const { accessToken } = await engine.token(ADDRESS, minTtlMs === undefined ? {} : { minTtlMs });
      return accessToken;
    },
    view: () => engine.snapshot().services[0]?.environments[0],
  };
}
