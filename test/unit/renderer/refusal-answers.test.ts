/** Refusals as servers really write them, read without a token: what they say has to be enough. */
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../../renderer/refusal/finding.ts';
import { curl, explained, goodPayload, PROD, tokenOf } from './refusal-kit.ts';

const spring = (description: string) =>
  `HTTP/1.1 401 \nWWW-Authenticate: Bearer error="invalid_token", error_description="${description}", error_uri="https://tools.ietf.org/html/rfc6750#section-3.1"\nContent-Length: 0\n`;
const json = (status: string, body: object, ...headers: string[]) =>
  `HTTP/1.1 ${status}\ncontent-type: application/json\n${headers.map((line) => `${line}\n`).join('')}\n${JSON.stringify(body)}`;

const ANSWERS: readonly (readonly [server: string, answer: string, cause: Cause])[] = [
  ['Spring: expired', spring('Jwt expired at 2026-09-01T09:00:00Z'), 'expired'],
  ['Spring: issuer', spring('The iss claim is not valid'), 'issuer'],
  ['Spring: audience', spring('The aud claim is not valid'), 'audience'],
  [
    'Spring: key',
    spring(
      'An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found',
    ),
    'signature',
  ],
  ['Spring: malformed', spring('Bearer token is malformed'), 'malformed'],
  ['Spring: before its time', spring('Jwt used before 2026-09-01T09:40:00Z'), 'not_yet_valid'],
  ['Spring: none', 'HTTP/1.1 401 \nWWW-Authenticate: Bearer\nContent-Length: 0\n', 'missing_header'],
  [
    'Spring: scope',
    'HTTP/1.1 403 \nWWW-Authenticate: Bearer error="insufficient_scope", error_description="The request requires higher privileges than provided by the access token."',
    'scope',
  ],
  [
    'Keycloak: userinfo',
    json(
      '401 Unauthorized',
      { error: 'invalid_token', error_description: 'Token verification failed' },
      'WWW-Authenticate: Bearer realm="demo", error="invalid_token", error_description="Token verification failed"',
    ),
    'invalid_token',
  ],
  [
    'Keycloak: session',
    json('401 Unauthorized', {
      error: 'invalid_token',
      error_description: "User session not found or doesn't have client attached on it",
    }),
    'revoked',
  ],
  [
    'Keycloak: inactive',
    json('401 Unauthorized', { error: 'invalid_grant', error_description: 'Session not active' }),
    'revoked',
  ],
  [
    'AWS REST API: expired',
    json(
      '401 Unauthorized',
      { message: 'The incoming token has expired' },
      'x-amzn-ErrorType: UnauthorizedException',
    ),
    'expired',
  ],
  [
    'AWS REST API: path',
    json(
      '403 Forbidden',
      { message: 'Missing Authentication Token' },
      'x-amzn-ErrorType: MissingAuthenticationTokenException',
    ),
    'unknown_route',
  ],
  [
    'AWS REST API: denied',
    json(
      '403 Forbidden',
      { Message: 'User is not authorized to access this resource with an explicit deny' },
      'x-amzn-ErrorType: AccessDeniedException',
    ),
    'permission',
  ],
  [
    'AWS HTTP API: audience',
    json(
      '401 Unauthorized',
      { message: 'Unauthorized' },
      'www-authenticate: Bearer scope="" error="invalid_token" error_description="invalid audience"',
    ),
    'audience',
  ],
  [
    'AWS HTTP API: expired',
    json(
      '401 Unauthorized',
      { message: 'Unauthorized' },
      'www-authenticate: Bearer scope="" error="invalid_token" error_description="the token has expired"',
    ),
    'expired',
  ],
  [
    'AWS HTTP API: scope',
    json(
      '403 Forbidden',
      { message: 'Forbidden' },
      'www-authenticate: Bearer scope="orders" error="insufficient_scope" error_description="missing scope"',
    ),
    'scope',
  ],
  [
    'Azure APIM: missing',
    json('401 Unauthorized', { statusCode: 401, message: 'JWT not present.' }),
    'missing_header',
  ],
  [
    'Azure APIM: subscription',
    json('401 Access Denied', {
      statusCode: 401,
      message:
        'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
    }),
    'api_key',
  ],
  [
    'Microsoft: expired',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): \'9/1/2026 9:00:00 AM\'"',
    'expired',
  ],
  [
    'ASP.NET: expired',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="The token expired at \'09/01/2026 09:00:00\'"',
    'expired',
  ],
  [
    'ASP.NET: audience',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="The audience \'api://other\' is invalid"',
    'audience',
  ],
  [
    'ASP.NET: signature',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="The signature key was not found"',
    'signature',
  ],
  [
    'Microsoft: issuer',
    json('401 Unauthorized', { message: "IDX10205: Issuer validation failed. Issuer: '[PII is hidden]'." }),
    'issuer',
  ],
  ['Kong: expired', json('401 Unauthorized', { exp: 'token expired' }), 'expired'],
  ['Kong: issuer', json('401 Unauthorized', { message: "No credentials found for given 'iss'" }), 'issuer'],
  ['Kong: signature', json('401 Unauthorized', { message: 'Invalid signature' }), 'signature'],
  ['Kong: not yet', json('401 Unauthorized', { nbf: 'token not valid yet' }), 'not_yet_valid'],
  [
    'Kong: key',
    json(
      '401 Unauthorized',
      { message: 'No API key found in request' },
      'WWW-Authenticate: Key realm="kong"',
    ),
    'api_key',
  ],
  [
    'nginx: page',
    'HTTP/1.1 401 Unauthorized\nServer: nginx\nContent-Type: text/html\nWWW-Authenticate: Bearer realm="api",error="invalid_token"\n\n<html>\n<head><title>401 Authorization Required</title></head>\n<body>\n<center><h1>401 Authorization Required</h1></center>\n</body>\n</html>',
    'invalid_token',
  ],
  [
    'nginx: basic',
    'HTTP/1.1 401 Unauthorized\nServer: nginx\nWWW-Authenticate: Basic realm="closed"\n\n<html><head><title>401 Authorization Required</title></head></html>',
    'other_authentication',
  ],
  [
    'Envoy: expired',
    'HTTP/1.1 401 Unauthorized\nwww-authenticate: Bearer realm="http://api/", error="invalid_token"\n\nJwt is expired',
    'expired',
  ],
  [
    'Envoy: missing',
    'HTTP/1.1 401 Unauthorized\nwww-authenticate: Bearer realm="http://api/"\nserver: envoy\n\nJwt is missing',
    'missing_header',
  ],
  ['Envoy: issuer', 'HTTP/1.1 401 Unauthorized\n\nJwt issuer is not configured', 'issuer'],
  ['Envoy: audience', 'HTTP/1.1 403 Forbidden\n\nAudiences in Jwt are not allowed', 'audience'],
  ['Envoy: signature', 'HTTP/1.1 401 Unauthorized\n\nJwt verification fails', 'signature'],
  [
    'Envoy: key',
    "HTTP/1.1 401 Unauthorized\n\nJwks doesn't have key to match kid or alg from Jwt",
    'signature',
  ],
  [
    'Envoy: form',
    'HTTP/1.1 401 Unauthorized\n\nJwt is not in the form of Header.Payload.Signature with two dots and 3 sections',
    'malformed',
  ],
  ['Envoy: RBAC', 'HTTP/1.1 403 Forbidden\n\nRBAC: access denied', 'permission'],
  [
    'DPoP: nonce',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof"\nDPoP-Nonce: eyJ7S_zG.eyJH0-Z.HX4w-7v',
    'dpop_nonce',
  ],
  [
    'DPoP: proof',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: DPoP error="invalid_dpop_proof", error_description="htu mismatch", algs="ES256"',
    'dpop_proof_wrong',
  ],
  [
    'mTLS',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="The token is bound to another certificate"',
    'certificate_missing',
  ],
  [
    'Express: expired',
    json('401 Unauthorized', { name: 'TokenExpiredError', message: 'jwt expired' }),
    'expired',
  ],
  ['Express: malformed', json('401 Unauthorized', { message: 'jwt malformed' }), 'malformed'],
  [
    'Express: audience',
    json('401 Unauthorized', { message: 'jwt audience invalid. expected: api' }),
    'audience',
  ],
  [
    'Auth0: none',
    json('401 Unauthorized', { message: 'No authorization token was found' }),
    'missing_header',
  ],
  [
    'GitHub-like problem',
    json('401 Unauthorized', {
      type: 'about:blank',
      title: 'Unauthorized',
      detail: 'The access token was revoked',
      status: 401,
    }),
    'revoked',
  ],
];

describe('what servers write', () => {
  test.each(ANSWERS)('%s', (_server, answer, cause) => {
    expect(explained(answer, null).findings[0]?.cause).toBe(cause);
  });

  test.each(ANSWERS.filter(([, , cause]) => cause !== 'missing_header'))(
    '%s, as curl -v prints it',
    (_server, answer, cause) => {
      const [head = '', ...body] = answer.split('\n\n');
      const verbose = [
        '*   Trying 192.0.2.1:443...',
        '> GET /v1/things HTTP/1.1',
        '> Host: api.prod.example',
        `> Authorization: Bearer opaque-0123456789abcdef`,
        '> ',
        ...head.split('\n').map((line) => `< ${line}`),
        '< ',
        ...body,
      ].join('\n');
      expect(explained(verbose).findings[0]?.cause).toBe(cause);
    },
  );

  test('what the server says confirms what is seen', () => {
    const request = curl(`Bearer ${tokenOf(goodPayload({ aud: 'other' }))}`);
    const { findings } = explained(`${request}\n${spring('The aud claim is not valid')}`);
    expect(findings[0]).toMatchObject({
      cause: 'audience',
      sureness: 'certain',
      expected: { text: PROD.audience },
    });
    expect(findings.filter(({ cause }) => cause === 'audience')).toHaveLength(1);
  });
});
