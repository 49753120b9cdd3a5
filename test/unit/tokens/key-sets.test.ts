import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { FobError } from '../../../core/errors/fob-error.ts';
import type { HttpAnswer } from '../../../core/index.ts';
import { verify } from '../../../core/tokens/jwt.ts';
import { remoteKeys } from '../../../core/tokens/key-sets.ts';
import type { Verification } from '../../../shared/token-view.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const JWKS_URI = 'https://idp.example/jwks';
const { privateKey, publicKey } = await generateKeyPair('ES256');
const KEYS = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
const jwtBy = (kid: string): Promise<string> =>
  new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);

let requests: ScriptedRequest[];
let answer: () => HttpAnswer;
let check: (jwt: string) => Promise<Verification>;
beforeEach(async () => {
  const scripted = createScriptedHttp(() => answer());
  ({ requests } = scripted);
  const keys = remoteKeys(JWKS_URI, await scripted.http({ address: 's/e' }, () => Promise.resolve({})));
  check = (jwt) => verify(jwt, { keys, now: NOW });
});

describe('published keys', () => {
  it('are fetched once over the connection of the profile, within its limits', async () => {
    answer = () => scriptedAnswer(200, KEYS);
    for (let n = 0; n < 3; n += 1) expect(await check(await jwtBy('k1'))).toMatchObject({ kind: 'verified' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: JWKS_URI,
      method: 'GET',
      limits: { deadlineMs: 10_000, maxBytes: 512 * 1024 },
    });
  });

  it('are not fetched for every token with a key that nobody knows', async () => {
    answer = () => scriptedAnswer(200, KEYS);
    for (let n = 0; n < 20; n += 1)
      expect((await check(await jwtBy(`made-up-${n}`))).kind).toBe('not_verified');
    expect(requests.length).toBeLessThanOrEqual(2);
  });

  it.each<[string, () => HttpAnswer, string, RegExp]>([
    ['not there', () => scriptedAnswer(404, ''), 'token_not_verified', /keys could not be fetched/],
    ['a failure', () => scriptedAnswer(500, ''), 'token_not_verified', /keys could not be fetched/],
    ['a page', () => scriptedAnswer(200, '<html>'), 'token_not_verified', /keys could not be fetched/],
    ['nothing', () => scriptedAnswer(204, ''), 'token_not_verified', /keys could not be fetched/],
    ['no key set', () => scriptedAnswer(200, { keys: 1 }), 'token_not_verified', /keys are not valid/],
    [
      'a redirect',
      () => scriptedAnswer(302, '', { location: 'https://x.example' }),
      'idp_response_invalid',
      /redir/,
    ],
    [
      'out of reach',
      () => {
        throw new FobError('idp_unreachable', 'https://idp.example could not be reached: refused.');
      },
      'idp_unreachable',
      /could not be reached/,
    ],
  ])('that are %s leave the token not verified, for that reason, until they can be had', async (...row) => {
    const [, broken, code, message] = row;
    answer = broken;
    expect(await check(await jwtBy('k1'))).toMatchObject({
      kind: 'not_verified',
      reason: { code, message: expect.stringMatching(message) as string },
    });
    answer = () => scriptedAnswer(200, KEYS);
    expect((await check(await jwtBy('k1'))).kind).toBe('verified');
  });
});
