import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJwt } from '../../../renderer/inspect/decode-jwt.ts';
import { parseCurl } from '../../../renderer/inspect/curl-line.ts';
import { findToken, shortened, withoutTokens } from '../../../renderer/inspect/find-token.ts';
import { remarksOn } from '../../../renderer/inspect/remarks.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({ alg: 'ES256', typ: 'at+jwt' })}.${part({ iss: 'https://idp.example', sub: 'ä' })}.${'s'.repeat(86)}`;
const JWE = `${part({ alg: 'dir', enc: 'A256GCM' })}..aaaa.bbbb.cccc`;
const broken = JWT.replace(/(.{60})/g, '$1\n');

describe('findToken', () => {
  test.each([
    [JWT, { kind: 'jwt', place: 'alone' }],
    [`  ${JWT}\n`, { kind: 'jwt', place: 'alone' }],
    [`Authorization: Bearer ${JWT}`, { kind: 'jwt', place: 'header', scheme: 'Bearer' }],
    [`> authorization: bearer ${JWT}\n> accept: */*`, { kind: 'jwt', place: 'header', scheme: 'bearer' }],
    [`"Authorization": "DPoP ${JWT}",`, { kind: 'jwt', place: 'header', scheme: 'DPoP', mends: ['quotes'] }],
    [`Bearer ${JWT}`, { kind: 'jwt', place: 'text' }],
    [`https://app.example/cb#state=1&access_token=${JWT}`, { place: 'url', parameter: 'access_token' }],
    [`https://app.example/?id_token_hint=${JWT}&x`, { place: 'url', parameter: 'id_token_hint' }],
    [
      `curl -sS https://api.example -H 'Authorization: Bearer ${JWT}' -d '{}'`,
      { place: 'curl', scheme: 'Bearer' },
    ],
    [`curl --oauth2-bearer ${JWT} https://api.example`, { place: 'curl', scheme: 'Bearer' }],
    [`$ curl \\\n  -H "authorization: Bearer ${JWT}" \\\n  https://api.example`, { place: 'curl' }],
    [`curl ^"https://api.example^" ^\r\n  -H ^"authorization: Bearer ${JWT}^"`, { place: 'curl' }],
    [`{"access_token":"${JWT}","expires_in":300}`, { kind: 'jwt', place: 'text' }],
    [`The token is ${JWT}. It fails.`, { kind: 'jwt', place: 'text' }],
    [broken, { kind: 'jwt', place: 'alone', mends: ['line_breaks'] }],
    [`Authorization: Bearer ${broken}`, { kind: 'jwt', place: 'header', mends: ['line_breaks'] }],
  ])('%s', (text, expected) => {
    expect(findToken(text)).toMatchObject({ token: JWT, ...expected });
  });

  test.each([
    [JWE, 'jwe'],
    ['Authorization: Bearer 2YotnFZFEjr1zCsicMWpAA', 'opaque'],
    ['2YotnFZFEjr1zCsicMWpAA==', 'opaque'],
  ])('%s is of kind %s', (text, kind) => {
    expect(findToken(text)?.kind).toBe(kind);
  });

  test.each([
    '',
    'Authorization:',
    'hello',
    'a sentence with several words in it',
    'https://app.example/?x=1',
  ])('%j holds none', (text) => {
    expect(findToken(text)).toBeUndefined();
  });

  const around = fc.string().filter((text) => !/eyJ|authorization|curl|[?&#%]|https?:/i.test(text));

  test('finds a token in any text around it', () => {
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(findToken(`${before} ${JWT} ${after}`)?.token).toBe(JWT);
      }),
    );
  });

  test('takes any text, and what it finds is in it but for what it put right', () => {
    const hostile = fc.constantFrom(
      'eyJ',
      '.',
      'Authorization: ',
      'curl ',
      "'",
      '"',
      '\\',
      '^"',
      '\n',
      '%',
      '?token=',
    );
    const texts = fc.array(fc.oneof(hostile, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const found = findToken(text);
        if (found?.mends.length === 0 && found.place !== 'curl') expect(text).toContain(found.token);
        parseCurl(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    'eyJ'.repeat(80_000),
    `Authorization: ${'"'.repeat(200_000)}`,
    ' '.repeat(250_000),
    'eyJ.'.repeat(60_000),
  ])('takes no long time for a hostile text', (text) => {
    const before = performance.now();
    findToken(text);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('decodeJwt', () => {
  test('reads header, payload and letters beyond ASCII', () => {
    expect(decodeJwt(JWT)).toMatchObject({ header: { alg: 'ES256' }, payload: { sub: 'ä' } });
  });

  test.each(['', 'a.b', 'a.b.c', JWE, `${part([] as object)}.${part({})}.`, `${part({})}.%%.`])(
    '%j is none',
    (text) => {
      expect(decodeJwt(text)).toBeUndefined();
    },
  );

  test('of too many levels is none', () => {
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    expect(decodeJwt(`${part({})}.${Buffer.from(deep).toString('base64url')}.`)).toBeUndefined();
  });

  test('takes any text', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => void decodeJwt(`${one}.${other}.x`)));
  });
});

test('withoutTokens leaves nothing that could be used', () => {
  const text = `Signature of ${JWT} does not match; nor of opaque-0123456789`;
  const found = { token: 'opaque-0123456789', kind: 'opaque', place: 'alone', mends: [] } as const;
  const clean = withoutTokens(text, found);
  expect(clean).toBe(`Signature of ${shortened(JWT)} does not match; nor of ${shortened(found.token)}`);
  expect(clean).not.toContain(JWT.slice(0, 12));
});

describe('remarksOn', () => {
  const NOW = 1_800_000_000_000;
  const at = (seconds: number) => NOW / 1000 + seconds;
  const of = (payload: object, header: object = { alg: 'ES256' }, signature = 's') =>
    remarksOn({ header: { ...header }, payload: { ...payload }, signature }, NOW).map(({ id }) => id);

  test.each([
    [{}, { alg: 'none' }, 'unsigned'],
    [{}, { alg: 'HS256' }, 'shared_secret'],
    [{ exp: at(-1), iat: at(-100) }, undefined, 'expired'],
    [{ nbf: at(60) }, undefined, 'not_yet_valid'],
    [{ iat: at(60), exp: at(100) }, undefined, 'from_the_future'],
    [{ iat: at(0) }, undefined, 'never_expires'],
    [{ exp: NOW }, undefined, 'milliseconds'],
    [{ iat: at(0), exp: at(90_000) }, undefined, 'long_lived'],
    [{ nonce: 'x' }, undefined, 'id_token'],
    [{ typ: 'Refresh' }, undefined, 'refresh_token'],
    [{ htm: 'GET' }, { alg: 'ES256', typ: 'dpop+jwt', jwk: {} }, 'dpop_proof'],
    [{ events: {} }, undefined, 'logout_token'],
    [{ iss: 'c', sub: 'c' }, undefined, 'client_assertion'],
    [{ scope: 'a', aud: 'b' }, undefined, 'access_token'],
    [{ scope: 'a' }, undefined, 'no_audience'],
    [{ iss: 'http://idp.example' }, undefined, 'insecure_issuer'],
    [{}, { alg: 'ES256', jku: 'https://x.example' }, 'foreign_keys'],
    [{}, { alg: 'ES256', crit: ['b64'] }, 'critical'],
    [{ cnf: {} }, undefined, 'sender_bound'],
  ])('%j with %j: %s', (payload, header, id) => {
    expect(of(payload, header)).toContain(id);
  });

  test('an ordinary access token is only named as one', () => {
    const payload = { iss: 'https://idp.example', aud: 'api', scope: 'a', iat: at(-5), exp: at(295) };
    expect(of(payload)).toEqual(['access_token']);
    expect(of(payload, { alg: 'ES256' }, '')).toEqual(['no_signature', 'access_token']);
  });
});
