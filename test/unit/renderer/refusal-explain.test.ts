/** The explainer: every single thing that is wrong is named first, and no text in the world makes it fail. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../renderer/refusal/explain.ts';
import type { Cause } from '../../../renderer/refusal/finding.ts';
import { readExchange } from '../../../renderer/refusal/read-exchange.ts';
import {
  curl,
  DEV,
  explained,
  goodPayload,
  NOW,
  part,
  PLAIN_401,
  PROD,
  SECONDS,
  tokenOf,
} from './refusal-kit.ts';

const good = tokenOf(goodPayload());
const seconds = fc.integer({ min: 31, max: 100_000 });
const name = fc.stringMatching(/^[a-z]{3,12}$/);
const answers = fc.constantFrom(
  '',
  PLAIN_401,
  'HTTP/2 401\r\nwww-authenticate: Bearer\r\n\r\n',
  'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"\n',
  'HTTP/1.1 403 Forbidden\n\n{"message":"Forbidden"}',
  '401 Unauthorized',
);

const bearer = (payload: object, ...more: string[]) =>
  curl(`Bearer ${tokenOf(goodPayload(payload))}`, ...more);
const proof = (over: object) =>
  `${part({ typ: 'dpop+jwt', alg: 'ES256', jwk: {} })}.${part({
    htm: 'GET',
    htu: 'https://api.prod.example/v1/things',
    iat: SECONDS,
    jti: 'x',
    ...over,
  })}.${'s'.repeat(86)}`;
const dpop = (proofHeader: string) =>
  curl(`DPoP ${tokenOf(goodPayload({ cnf: { jkt: 'k' } }))}`, `-H 'DPoP: ${proofHeader}'`);
const DATE = `Date: ${new Date(NOW).toUTCString()}\n`;

/** One thing wrong in an otherwise good request, by the cause that has to be named first. */
const PLANTED: Record<string, fc.Arbitrary<string>> = {
  missing_header: fc
    .constantFrom('-X POST', '-v', '--http2')
    .map((option) => `curl ${option} https://api.prod.example/v1`),
  placeholder: fc
    .constantFrom(
      'Bearer {{token}}',
      'Bearer $TOKEN',
      'Bearer undefined',
      'Bearer null',
      'Bearer <token>',
      'Bearer',
      'Bearer %TOKEN%',
    )
    .map((value) => curl(value)),
  missing_scheme: fc.constant(curl(good)),
  doubled_scheme: fc
    .constantFrom('Bearer Bearer', 'bearer Bearer', 'Bearer bearer')
    .map((twice) => curl(`${twice} ${good}`)),
  wrong_scheme: fc
    .constantFrom('Token', 'JWT', 'Basic', 'OAuth', 'Bearer:')
    .map((scheme) => curl(`${scheme} ${good}`)),
  quoted: fc
    .constantFrom(`Bearer "${good}"`, `Bearer <${good}>`, `Bearer ${good},`, `"Bearer ${good}"`)
    .map((value) => curl(value)),
  line_break: fc
    .tuple(fc.integer({ min: 4, max: good.length - 4 }), fc.constantFrom('\n', ' ', '\n  '))
    .map(([at, gap]) => curl(`Bearer ${good.slice(0, at)}${gap}${good.slice(at)}`)),
  percent_encoded: fc.constant(curl(`Bearer ${good.slice(0, 9)}%2E${good.slice(10)}`)),
  truncated: fc
    .oneof(
      fc.integer({ min: 4, max: good.length - 1 }).map((length) => good.slice(0, length)),
      fc.constant(`${good.slice(0, 40)}...`),
    )
    .filter((token) => token.split('.').length !== 3 || token.split('.')[2] !== '')
    .map((token) => curl(`Bearer ${token}`)),
  unsigned: fc
    .constantFrom('none', 'None')
    .map((alg) => curl(`Bearer ${part({ alg })}.${part(goodPayload())}.`)),
  not_access_token: fc
    .constantFrom({ nonce: 'n' }, { typ: 'ID' }, { typ: 'Refresh' }, { events: {} })
    .map((over) =>
      curl(`Bearer ${tokenOf(goodPayload({ ...over, scope: undefined }), { alg: 'ES256', typ: 'JWT' })}`),
    ),
  expired: seconds.map((ago) => bearer({ exp: SECONDS - ago, iat: SECONDS - ago - 300 })),
  not_yet_valid: seconds.map((ahead) => bearer({ nbf: SECONDS + ahead, exp: SECONDS + ahead + 300 })),
  clock_skew: seconds.map((ahead) =>
    bearer({ iat: SECONDS + ahead, nbf: SECONDS + ahead, exp: SECONDS + ahead + 300 }),
  ),
  environment: fc.constantFrom(
    bearer({ iss: DEV.issuer, client_id: DEV.clientId }),
    bearer({ iss: `${DEV.issuer ?? ''}/`, client_id: DEV.clientId }),
    curl(`Bearer ${good}`).replace('api.prod.example', 'api.dev.example'),
  ),
  issuer: name.map((host) => bearer({ iss: `https://${host}.other.example` })),
  client: name.map((id) => bearer({ client_id: `another-${id}` })),
  audience: fc
    .oneof(name, fc.array(name, { maxLength: 3 }), fc.constant(undefined))
    .map((aud) => bearer({ aud })),
  certificate_missing: name.map((thumbprint) => bearer({ cnf: { 'x5t#S256': thumbprint } })),
  dpop_scheme: name.map((jkt) => bearer({ cnf: { jkt } })),
  dpop_proof_missing: fc.constant(curl(`DPoP ${tokenOf(goodPayload({ cnf: { jkt: 'k' } }))}`)),
  dpop_proof_wrong: fc
    .constantFrom<object>({ htm: 'POST' }, { htu: 'https://api.dev.example/v1/things' }, { htm: undefined })
    .map((over) => dpop(proof(over))),
};

describe('one thing wrong is named first', () => {
  test.each(Object.entries(PLANTED))('%s', (cause, requests) => {
    fc.assert(
      fc.property(requests, answers, (request, answer) => {
        const { findings } = explained(`${request}\n${answer}`);
        expect(findings[0]?.cause).toBe(cause);
      }),
    );
  });

  test.each<[Cause, string]>([
    [
      'scope',
      'HTTP/1.1 403 Forbidden\nWWW-Authenticate: Bearer error="insufficient_scope", scope="read write"',
    ],
    ['dpop_nonce', 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: DPoP error="use_dpop_nonce"\nDPoP-Nonce: x'],
    ['dpop_required', 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: DPoP algs="ES256"'],
    ['other_authentication', 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm="x"'],
    ['proxy', 'HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic'],
    ['not_refused', 'HTTP/1.1 200 OK\n\n{}'],
    ['server_error', 'HTTP/1.1 502 Bad Gateway\n\nupstream'],
  ])('%s, by the answer', (cause, answer) => {
    expect(explained(`${curl(`Bearer ${good}`)}\n${answer}`).findings[0]?.cause).toBe(cause);
  });

  test('a missing scope is named, not those that were granted', () => {
    const answer =
      'HTTP/1.1 403\nWWW-Authenticate: Bearer error="insufficient_scope", scope="read write admin"';
    expect(explained(`${curl(`Bearer ${good}`)}\n${answer}`).findings[0]).toMatchObject({
      sureness: 'certain',
      expected: { text: 'write admin' },
      found: { text: 'read' },
    });
  });

  test('where environments share an issuer, the client tells them apart', () => {
    const exchange = readExchange(bearer({ client_id: DEV.clientId }));
    const environments = [{ ...DEV, issuer: PROD.issuer ?? '' }, PROD];
    const token = exchange.jwt ?? { header: {}, payload: {} };
    const { findings } = explain({ exchange, token, profile: PROD, environments, now: NOW });
    expect(findings[0]).toMatchObject({
      cause: 'environment',
      expected: { text: 'salus/prod' },
      found: { text: 'salus/dev' },
    });
  });

  test('a token was fresh when the API answered, however long ago that was', () => {
    const old = `HTTP/1.1 401 Unauthorized\n${DATE}`.replace('09:30', '08:30');
    const request = bearer({ iat: SECONDS - 3700, exp: SECONDS - 3400 });
    expect(explained(`${request}\n${old}`).findings.map(({ cause }) => cause)).not.toContain('expired');
    expect(explained(request).findings[0]?.cause).toBe('expired');
  });

  test('a signature that does not hold is named when it was checked', () => {
    const exchange = readExchange(curl(`Bearer ${good}`));
    const reason = {
      code: 'token_not_verified',
      message: 'The token is not verified: the signature does not match.',
    } as const;
    const { findings } = explain({
      exchange,
      token: exchange.jwt ?? { header: {}, payload: {} },
      profile: PROD,
      environments: [DEV, PROD],
      verification: { kind: 'not_verified', reason },
      now: NOW,
    });
    expect(findings[0]).toMatchObject({ cause: 'signature', sureness: 'certain' });
  });

  test('a certificate of the profile that is another one is named', () => {
    const certificate = { subject: 'CN=a', issuer: 'CN=b', expiresAt: NOW, thumbprint: 'mine' };
    const { findings } = explained(bearer({ cnf: { 'x5t#S256': 'other' } }, '--cert client.pem'), {
      ...PROD,
      certificate,
    });
    expect(findings[0]).toMatchObject({
      cause: 'certificate_other',
      expected: { text: 'other' },
      found: { text: 'mine' },
    });
  });
});

describe('where nothing is wrong', () => {
  test('nothing is found, and what was looked at is told', () => {
    const { findings, held, unseen } = explained(`${curl(`Bearer ${good}`)}\n${PLAIN_401}`);
    expect(findings).toEqual([]);
    expect(held).toEqual(['form', 'times', 'clock', 'kind', 'issuer', 'audience', 'scope']);
    expect(unseen).toEqual(['certificate', 'dpop', 'signature']);
  });

  test('a proof that fits its request is well', () => {
    const { findings, held } = explained(`${dpop(proof({}))}\n${PLAIN_401}`);
    expect(findings).toEqual([]);
    expect(held).toContain('dpop');
  });

  test('a bound token with its certificate is well', () => {
    const { findings, held } = explained(bearer({ cnf: { 'x5t#S256': 'x' } }, '--cert', 'client.pem'));
    expect(findings).toEqual([]);
    expect(held).toContain('certificate');
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'HTTP/1.1 401\n',
      'WWW-Authenticate: ',
      'Bearer ',
      'error="',
      '"',
      '\n\n',
      '{"error":',
      'curl ',
      "-H '",
    ),
    fc.constantFrom(
      'Authorization: Bearer ',
      good,
      'eyJ',
      '.',
      '< ',
      '> ',
      '* ',
      'Date: ',
      '<html>',
      ',',
      '=',
      '\\',
    ),
    fc.string({ unit: 'binary' }),
    fc.json(),
  );
  const texts = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(''));

  test('is explained, without an error and without showing a token', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const exchange = readExchange(text);
        const result = explained(text);
        expect(JSON.stringify([result, exchange.says])).not.toContain(good.slice(0, 30));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    `HTTP/1.1 401\nWWW-Authenticate: ${'a '.repeat(60_000)}`,
    `HTTP/1.1 401\n\n${'<'.repeat(200_000)}`,
    `HTTP/1.1 401\n\n${'<style>'.repeat(30_000)}`,
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `${'{"error":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    ' \n'.repeat(100_000),
  ])('takes no long time', (text) => {
    const before = performance.now();
    explained(text);
    expect(performance.now() - before).toBeLessThan(1500);
  });
});
