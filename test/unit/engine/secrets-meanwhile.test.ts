/** A profile that names another server while the first request is under way: its secret goes where it was meant to go. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../../../core/index.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS, profileFile } from './kit.ts';
import { IDP, metadataOf, OTHER } from './two-idps.ts';

let engine: Engine;
/** Method, origin and `client_secret` of each request. */
let sent: string[];
/** The request that is answered only when `answer` is called. */
let held: string;
let answer: () => void;

const fileOf = (issuer: string): string =>
  profileFile({
    issuer,
    token_endpoint: undefined,
    client_secret: { from: 'vault' },
    token_endpoint_auth_method: 'client_secret_post',
  });

beforeEach(async () => {
  sent = [];
  held = '';
  const gate = Promise.withResolvers<undefined>();
  answer = () => gate.resolve(undefined);
  const { http } = createScriptedHttp(async ({ method, url, body = '' }) => {
    const { origin } = new URL(url);
    const request = `${method} ${origin}`;
    sent.push(`${request} ${new URLSearchParams(body).get('client_secret') ?? ''}`.trim());
    if (request === held) await gate.promise;
    if (method === 'GET') return scriptedAnswer(200, metadataOf(origin));
    return scriptedAnswer(200, { access_token: 'access', token_type: 'Bearer', expires_in: 300 });
  });
  const fixture = createEngineFixture({ http });
  engine = fixture.engine;
  await engine.start();
  await fixture.clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(fileOf(IDP));
  await engine.setSecret(ADDRESS, 'client_secret', 'old');
});

/** A refresh whose request of that kind is not answered yet; the profile names the other server since. */
async function changedDuring(request: string): Promise<{ readonly refreshing: Promise<void> }> {
  held = request;
  const refreshing = engine.refresh(ADDRESS);
  await vi.waitFor(() => expect(sent.at(-1)).toContain(request));
  await engine.addProfiles(fileOf(OTHER));
  return { refreshing };
}

it('what comes from the first server counts: the secret goes nowhere else', async () => {
  const { refreshing } = await changedDuring(`POST ${IDP}`);
  answer();
  await refreshing;
  await expect(engine.refresh(ADDRESS)).rejects.toMatchObject({ code: 'endpoints_changed' });
  expect(sent).toEqual([`GET ${IDP}`, `POST ${IDP} old`]);
});

it('a secret that is meant for the new server is not sent to the first one', async () => {
  const { refreshing } = await changedDuring(`GET ${IDP}`);
  await engine.setSecret(ADDRESS, 'client_secret', 'new');
  answer();
  await refreshing;
  expect(sent).toEqual([`GET ${IDP}`, `GET ${OTHER}`, `POST ${OTHER} new`]);
});
