import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { createEngine } from '../core/index.ts';
import type { Engine } from '../core/index.ts';
import { createAtomicFiles } from '../core/node/atomic-files.ts';
import { scrypt } from '../core/node/scrypt.ts';
import { listenForCallback } from '../core/node/loopback-callback.ts';
import { readPrivateKey } from '../core/node/read-private-key.ts';
import { createSecretSources } from '../core/node/secret-sources.ts';
import { systemClock as clock } from '../core/node/system-clock.ts';
import { systemRandom as random } from '../core/node/system-random.ts';
import { createUndiciHttp } from '../core/node/undici-http.ts';
import { atMostTimes, ms } from './figure.ts';
import type { Figure } from './figure.ts';
import { interleave, median } from './measure.ts';
import { ADDRESS } from './scene.ts';
import type { Client, Scene } from './scene.ts';

/** One token through the whole engine (profile check, secret, openid-client, vault) beside a bare POST to the same IdP. */
export async function benchMint({ client, profiles }: Scene): Promise<Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const engine = await startEngine(client, profiles, cleanup);
  const post = await barePost(client, cleanup);
  const { baseline, subject } = await interleave({
    baseline: post,
    subject: () => engine.refresh(ADDRESS),
    rounds: 30,
    warmUp: 10,
    inARow: 50,
  });
  const [bare, minted] = [median(baseline), median(subject)];
  return [
    {
      what: 'minting a token through the engine (median)',
      measured: `${ms(minted)} = ${(minted / bare).toFixed(2)} × a bare POST (${ms(bare)})`,
      target: atMostTimes(1.15, minted, bare),
    },
  ];
}

/** On a real disk, with a real passphrase. */
async function startEngine(client: Client, profiles: string, cleanup: AsyncDisposableStack): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), 'fob-bench-'));
  cleanup.defer(() => rm(directory, { recursive: true, force: true }));
  const log = { info: () => undefined, warn: (message: string) => console.error(message) };
  const engine = createEngine({
    clock,
    random,
    files: createAtomicFiles(directory),
    http: createUndiciHttp({}),
    keySlots: [],
    scrypt,
    secretSources: createSecretSources({}),
    readPrivateKey,
    listenForCallback,
    log,
  });
  cleanup.defer(() => engine.stop());
  await engine.start();
  await engine.unlock('a passphrase of the benchmark');
  await engine.addProfiles(profiles);
  await engine.setSecret(ADDRESS, 'client_secret', client.clientSecret);
  return engine;
}

/** The same request by hand: RFC 6749 section 4.4 with the client's secret in a Basic header. */
async function barePost(client: Client, cleanup: AsyncDisposableStack): Promise<() => Promise<void>> {
  const dispatcher = new Agent();
  cleanup.defer(() => dispatcher.close());
  const discovered = await request(`${client.issuer}/.well-known/openid-configuration`, { dispatcher });
  const { token_endpoint } = (await discovered.body.json()) as { token_endpoint: string };
  return async () => {
    const answer = await request(token_endpoint, {
      dispatcher,
      method: 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }).toString(),
    });
    const { access_token } = (await answer.body.json()) as { access_token?: string };
    if (typeof access_token !== 'string') throw new Error(`The IdP answered status ${answer.statusCode}.`);
  };
}
