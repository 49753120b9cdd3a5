import { expect, it } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeIdp } from '../../fakes/fake-idp.ts';
import { ADDRESS, profileFile } from './kit.ts';

it('a variable that the host lacks can be lent for the one profile that names it, until the vault is locked', async () => {
  const clock = createFakeClock();
  const idp = createFakeIdp(clock);
  const missing = (name: string) => Promise.reject(new FobError('secret_missing', `${name} is not set.`));
  const { engine } = createEngineFixture({
    http: idp.http,
    clock,
    ports: { secretSources: { env: missing, file: missing, exec: (command) => missing(command.join(' ')) } },
  });
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(profileFile());
  await engine.addProfiles(profileFile().replace('"dev"', '"beta"'));

  await engine.lendVariables(ADDRESS, { OTHER: 'x' });
  await expect(engine.token(ADDRESS)).rejects.toMatchObject({ code: 'secret_missing' });
  await engine.lendVariables(ADDRESS, { ACME_SECRET: 'lent' });
  await expect(engine.token(ADDRESS)).resolves.toMatchObject({ accessToken: 'access-1' });
  await expect(engine.token('acme/beta')).rejects.toMatchObject({ code: 'secret_missing' });

  await engine.lock();
  await clock.until(engine.unlock(PASSPHRASE));
  await expect(engine.refresh(ADDRESS)).rejects.toMatchObject({ code: 'secret_missing' });
});

it('a program that knows a secret is told none of those that other profiles have in variables', async () => {
  const clock = createFakeClock();
  const withheld: (readonly string[] | undefined)[] = [];
  const { engine } = createEngineFixture({
    http: createFakeIdp(clock).http,
    clock,
    ports: {
      secretSources: {
        env: () => Promise.resolve('secret'),
        file: () => Promise.resolve('secret'),
        exec: (_command, names) => {
          withheld.push(names);
          return Promise.resolve('secret');
        },
      },
    },
  });
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(profileFile({ client_secret: { from: 'exec', command: ['op'] } }));
  await engine.addProfiles(profileFile().replace('"dev"', '"beta"'));
  await engine.token(ADDRESS);
  expect(withheld).toEqual([['ACME_SECRET']]);
});
