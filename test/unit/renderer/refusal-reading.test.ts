/** How pasted texts about a refusal are taken apart. */
import { describe, expect, test } from 'vitest';
import { parseChallenges } from '../../../renderer/refusal/challenges.ts';
import { readExchange } from '../../../renderer/refusal/read-exchange.ts';

describe('readExchange', () => {
  test("takes a browser's network panel, which puts values beneath names", () => {
    const { status, headers } = readExchange(
      'Status Code:\n401 Unauthorized\nwww-authenticate:\nBearer error="invalid_token"\ndate:\nTue, 01 Sep 2026 09:30:00 GMT',
    );
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  });

  test('takes a raw request with its answer', () => {
    const exchange = readExchange(
      'GET /v1/x HTTP/1.1\nHost: api.example\nAuthorization: Bearer abcdefgh12345678\n\nHTTP/1.1 401 Unauthorized\n\nnope',
    );
    expect(exchange).toMatchObject({
      status: 401,
      says: 'nope',
      request: { method: 'GET', url: 'https://api.example/v1/x' },
      found: { token: 'abcdefgh12345678', scheme: 'Bearer' },
    });
  });

  test('takes a body alone', () => {
    expect(readExchange('{"statusCode":401,"message":"Unauthorized"}')).toMatchObject({
      status: 401,
      says: 'Unauthorized',
    });
  });
});

test.each([
  ['Bearer', [['bearer', {}]]],
  ['Bearer realm="a, b", error=invalid_token', [['bearer', { realm: 'a, b', error: 'invalid_token' }]]],
  [
    'Bearer scope="" error="x" error_description="a \\"b\\""',
    [['bearer', { scope: '', error: 'x', error_description: 'a "b"' }]],
  ],
  [
    'Basic realm="x", DPoP algs="ES256"',
    [
      ['basic', { realm: 'x' }],
      ['dpop', { algs: 'ES256' }],
    ],
  ],
  [
    'Negotiate, NTLM',
    [
      ['negotiate', {}],
      ['ntlm', {}],
    ],
  ],
  [
    'Bearer error_description=The token expired, error=x',
    [['bearer', { error_description: 'The token expired', error: 'x' }]],
  ],
  ['', []],
])('the challenges in %j', (value, expected) => {
  const read = parseChallenges(value).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);
  expect(read).toEqual(expected);
});
