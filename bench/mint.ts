import { Agent, request } from 'undici';
import type { Engine } from '../core/index.ts';
import { makeEngine, PASSPHRASE } from './engine.ts';
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

async function startEngine(client: Client, profiles: string, cleanup: AsyncDisposableStack): Promise<Engine> {
  const { engine } = await makeEngine(cleanup);
  await engine.start();
  await engine.unlock(PASSPHRASE);
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
