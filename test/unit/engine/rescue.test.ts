/** A refresh token that came in an answer which was refused: the old one is spent, so the new one is kept all the same. */
import { SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../core/index.ts';
import { createEngineFixture, PASSPHRASE } from '../../fakes/engine-fixture.ts';
import type { EngineFixture } from '../../fakes/engine-fixture.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS, profileFile } from './kit.ts';

const ISSUER = 'https://idp.example';
const METADATA = { issuer: ISSUER, token_endpoint: `${ISSUER}/token`, jwks_uri: `${ISSUER}/jwks` };
const CLAIMS = { iss: ISSUER, aud: 'c1', sub: 'ann', iat: 1_767_225_600, exp: 1_767_225_900 };

const { privateKey } = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
/** Signed by nobody's key, as a refresh does not look at that; the algorithm is the one that clients expect. */
async function idToken(claims: JWTPayload): Promise<string> {
  const jwt = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
  return [btoa('{"alg":"RS256"}').replaceAll('=', ''), ...jwt.split('.').slice(1)].join('.');
}

const tokens = (n: number, more: object = {}): object => ({
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
  token_type: 'Bearer',
  expires_in: 300,
  ...more,
});

let fixture: EngineFixture;
let answers: ReturnType<typeof scriptedAnswer>[];
let sent: (string | null)[];
const refresh = (engine: Engine = fixture.engine) => engine.refresh(ADDRESS);

beforeEach(async () => {
  answers = [scriptedAnswer(200, tokens(1, { id_token: await idToken(CLAIMS) }))];
  sent = [];
  const { http } = createScriptedHttp(({ method, body }) => {
    if (method === 'GET') return scriptedAnswer(200, METADATA);
    sent.push(new URLSearchParams(body).get('refresh_token'));
    return answers.shift() ?? scriptedAnswer(200, tokens(9));
  });
  fixture = createEngineFixture({ http });
  const { engine, clock } = fixture;
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  const own = { issuer: ISSUER, token_endpoint: undefined, grant_type: 'password' };
  const person = { username: { from: 'env', name: 'U' }, password: { from: 'env', name: 'P' } };
  await engine.addProfiles(profileFile({ ...own, ...person }));
  await refresh();
});

describe('a new refresh token is kept, and no access token of its answer handed out, where', () => {
  it.each<[string, () => Promise<object>]>([
    ['the ID token is none', () => Promise.resolve({ id_token: 'no token' })],
    ['the type of the token is missing', () => Promise.resolve({ token_type: undefined })],
    ['the access token is missing', () => Promise.resolve({ access_token: undefined })],
    ['no request could carry the access token', () => Promise.resolve({ access_token: 'access-2\r\n' })],
  ])('%s', async (_what, wrong) => {
    answers = [scriptedAnswer(200, tokens(2, await wrong()))];
    await expect(refresh()).rejects.toMatchObject({ code: 'idp_response_invalid' });
    expect((await fixture.engine.token(ADDRESS)).accessToken).toBe('access-1');
    await fixture.engine.stop();
    const next = fixture.restarted();
    await next.start();
    await fixture.clock.until(next.unlock(PASSPHRASE));
    expect((await next.token(ADDRESS)).accessToken).toBe('access-1');
    await refresh(next);
    expect(sent).toEqual([null, 'refresh-1', 'refresh-2']);
    expect((await next.token(ADDRESS)).accessToken).toBe('access-9');
  });
});

describe('an answer is not kept in any part where', () => {
  it.each<[string, () => Promise<object>]>([
    ['the ID token is of another issuer', async () => ({ id_token: await idToken({ ...CLAIMS, iss: 'x' }) })],
    [
      'the ID token is for another client',
      async () => ({ id_token: await idToken({ ...CLAIMS, aud: 'c2' }) }),
    ],
    [
      'the ID token is about another user',
      async () => ({ id_token: await idToken({ ...CLAIMS, sub: 'eve' }) }),
    ],
  ])('%s', async (_what, wrong) => {
    answers = [
      scriptedAnswer(200, tokens(2, await wrong())),
      scriptedAnswer(400, { error: 'invalid_grant' }),
      scriptedAnswer(200, tokens(3)),
    ];
    await expect(refresh()).rejects.toMatchObject({ code: 'idp_response_invalid' });
    expect((await fixture.engine.token(ADDRESS)).accessToken).toBe('access-1');
    await refresh();
    expect(sent).toEqual([null, 'refresh-1', 'refresh-1', null]);
  });
});

it.each([
  ['an answer of another status', scriptedAnswer(502, tokens(2))],
  ['a refusal with a refresh token in it', scriptedAnswer(400, tokens(2, { error: 'invalid_request' }))],
  ['a refusal with status 200', scriptedAnswer(200, tokens(2, { error: 'invalid_request' }))],
  ['a page', scriptedAnswer(200, '<p>"refresh_token":"refresh-2"</p>', { 'content-type': 'text/html' })],
  ['a list', scriptedAnswer(200, [tokens(2)])],
])('%s brings no refresh token', async (_what, answer) => {
  answers = [answer];
  await expect(refresh()).rejects.toBeDefined();
  await refresh();
  expect(sent).toEqual([null, 'refresh-1', 'refresh-1']);
});
