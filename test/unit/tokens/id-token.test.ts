/** The signature of the ID token of a sign-in, by keys that may have changed a moment ago. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { FobError } from '../../../core/errors/fob-error.ts';
import type { HttpAnswer } from '../../../core/index.ts';
import { checkSignature } from '../../../core/tokens/id-token.ts';
import { remoteKeys } from '../../../core/tokens/key-sets.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const ISSUER = 'https://idp.example';
const old = await generateKeyPair('ES256');
const fresh = await generateKeyPair('ES256');
const keySet = async (key: CryptoKey, kid?: string): Promise<HttpAnswer> =>
  scriptedAnswer(200, { keys: [{ ...(await exportJWK(key)), ...(kid === undefined ? {} : { kid }) }] });
const idToken = (key: CryptoKey, kid?: string, sub = 'ann'): Promise<string> =>
  new SignJWT({ iss: ISSUER, aud: 'c1', sub, iat: NOW / 1000, exp: NOW / 1000 + 300 })
    .setProtectedHeader({ alg: 'ES256', ...(kid === undefined ? {} : { kid }) })
    .sign(key);

let requests: ScriptedRequest[];
let answer: () => HttpAnswer | Promise<HttpAnswer>;
let check: (jwt: string) => Promise<void>;
beforeEach(async () => {
  const scripted = createScriptedHttp(() => answer());
  ({ requests } = scripted);
  const keys = remoteKeys(
    `${ISSUER}/jwks`,
    await scripted.http({ address: 's/e' }, () => Promise.resolve({})),
  );
  check = (jwt) => checkSignature(jwt, keys, { issuer: ISSUER, audience: 'c1', now: NOW });
});

describe('keys that changed between two sign-ins are fetched again at once', () => {
  it.each([
    ['under another name (M31, M32)', 'k1', 'k2'],
    ['under the same name', 'k1', 'k1'],
    ['without a name', undefined, undefined],
  ])('%s', async (_what, before, after) => {
    answer = () => keySet(old.publicKey, before);
    await check(await idToken(old.privateKey, before));
    answer = () => keySet(fresh.publicKey, after);
    await check(await idToken(fresh.privateKey, after));
    expect(requests).toHaveLength(2);
  });

  it('and not when the known ones fit', async () => {
    answer = () => keySet(old.publicKey, 'k1');
    for (let n = 0; n < 3; n += 1) await check(await idToken(old.privateKey, 'k1'));
    expect(requests).toHaveLength(1);
  });
});

describe('a sign-in is refused', () => {
  it('by whose ID token none of the keys signed, and the keys are fetched again once', async () => {
    answer = () => keySet(old.publicKey, 'k1');
    await check(await idToken(old.privateKey, 'k1'));
    await expect(check(await idToken(fresh.privateKey, 'k1'))).rejects.toMatchObject({
      code: 'idp_response_invalid',
      message: expect.stringContaining('signature does not match') as string,
    });
    expect(requests).toHaveLength(2);
  });

  it('while the keys cannot be had, for that reason', async () => {
    answer = () => {
      throw new FobError('idp_unreachable', 'https://idp.example could not be reached: refused.');
    };
    await expect(check(await idToken(old.privateKey, 'k1'))).rejects.toMatchObject({
      code: 'idp_unreachable',
    });
  });
});
