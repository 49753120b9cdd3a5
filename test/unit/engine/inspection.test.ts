/** Any JWT, checked against a profile, given keys, or keys at a URL; nothing is fetched but what that needs. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS } from './kit.ts';
import { begin, ISSUER, jwks, signed } from './question-kit.ts';

const JWKS_URI = 'https://keys.example/jwks';
const other = JSON.stringify({ keys: [{ ...jwks.keys[0], n: jwks.keys[0]?.n?.replace(/^../, 'AA') }] });

// Tokens are signed now, which has to be the time of the engine's clock.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: createFakeClock().now() }));
afterAll(() => void vi.useRealTimers());

describe('inspect', () => {
  it.each([
    ['given keys', { jwks: JSON.stringify(jwks) }, []],
    ['keys at a URL', { jwksUri: JWKS_URI }, [JWKS_URI]],
    ['keys on this machine', { jwksUri: 'http://127.0.0.1:8080/jwks' }, ['http://127.0.0.1:8080/jwks']],
    ['a profile', { for: ADDRESS }, [`${ISSUER}/.well-known/openid-configuration`, `${ISSUER}/jwks`]],
  ] as const)('verifies against %s', async (_name, against, asked) => {
    const { engine, requests } = await begin({});
    const jwt = `Authorization: Bearer ${await signed({ sub: 'ann' })}`;
    expect(await engine.inspect({ jwt, ...against })).toMatchObject({
      payload: { sub: 'ann' },
      verification: { kind: 'verified', keyId: 'k1' },
    });
    expect(requests.map(({ url }) => url)).toEqual(asked);
    expect(JSON.stringify(requests)).not.toContain('eyJ');
  });

  it('without any of them decodes, and says no more', async () => {
    const { engine, requests } = await begin({});
    expect(await engine.inspect({ jwt: await signed({}) })).toMatchObject({
      verification: { kind: 'decoded' },
    });
    expect(requests).toEqual([]);
  });

  it('does not hold against other keys', async () => {
    const { engine } = await begin({});
    expect(await engine.inspect({ jwt: await signed({}), jwks: other })).toMatchObject({
      verification: { kind: 'not_verified', reason: { code: 'token_not_verified' } },
    });
  });

  it.each<[string, object]>([
    ['http elsewhere', { jwksUri: 'http://keys.example/jwks' }],
    ['another scheme', { jwksUri: 'file:///etc/passwd' }],
    ['a user name', { jwksUri: 'https://a:b@keys.example/jwks' }],
    ['no keys', { jwks: '{"keys":' }],
    ['two things at once', { jwks: JSON.stringify(jwks), jwksUri: JWKS_URI }],
    ['keys and a profile', { jwksUri: JWKS_URI, for: ADDRESS }],
  ])('refuses %s before anything is fetched', async (_name, against) => {
    const { engine, requests } = await begin({});
    await expect(engine.inspect({ jwt: await signed({}), ...against })).rejects.toMatchObject({
      code: 'usage',
    });
    expect(requests).toEqual([]);
  });

  it.each([
    ['a page', () => scriptedAnswer(200, '<!doctype html>'), 'usage'],
    ['an error', () => scriptedAnswer(404, ''), 'idp_response_invalid'],
    ['a redirect', () => scriptedAnswer(302, '', { location: ISSUER }), 'idp_response_invalid'],
  ])('says so when the URL of the keys answers with %s', async (_name, answer, code) => {
    const { engine } = await begin({ answer });
    const asked = engine.inspect({ jwt: await signed({}), jwksUri: 'https://keys.example/other' });
    await expect(asked).rejects.toMatchObject({ code });
  });
});
