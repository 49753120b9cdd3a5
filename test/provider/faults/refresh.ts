/** Answers to a refresh (RFC 6749 section 6, OIDC Core section 12.2). */
import { redirect } from './answer.ts';
import { omit } from './claims.ts';
import { RawAnswer } from './fault.ts';
import type { Changes, Fault } from './fault.ts';
import type { Json } from './json.ts';
import { encode, jws, split, decode } from './jws.ts';
import type { Scene } from './scene.ts';

const fault =
  (verdict: Fault['verdict']) =>
  (id: string, title: string, change: Changes, more: Partial<Fault> = {}): Fault => ({
    id,
    family: 'refresh',
    title,
    verdict,
    flow: 'refresh_token',
    change,
    ...more,
  });
const refuse = fault('refuse');
const accept = fault('accept');

const claims = (change: (claims: Json, scene: Scene) => Json): Changes => ({ idToken: { claims: change } });
const response = (tokenResponse: NonNullable<Changes['tokenResponse']>): Changes => ({ tokenResponse });
const structural = { structural: true } as const;

const BAD: readonly Fault[] = [
  refuse(
    'M34',
    'iss is another issuer',
    claims((old) => ({ ...old, iss: 'https://elsewhere.example' })),
  ),
  refuse(
    'M35',
    'sub is another person',
    claims((old) => ({ ...old, sub: 'person-2' })),
  ),
  refuse(
    'M35-missing',
    'sub is missing',
    claims((old) => omit(old, 'sub')),
  ),
  refuse(
    'P74-aud',
    'aud is another client',
    claims((old) => ({ ...old, aud: 'another-client' })),
  ),
  refuse(
    'P74-aud-more',
    'aud has grown by another client',
    claims((old, { clientId }) => ({ ...old, aud: [clientId, 'another-client'] })),
  ),
  refuse(
    'M47-refresh',
    'iss is missing',
    claims((old) => omit(old, 'iss')),
  ),
  refuse('M19-refresh', 'alg is "none"', {
    idToken: { token: (token) => `${encode('{"alg":"none"}')}.${split(token).payload}.` },
  }),
  refuse('M16-refresh', 'alg is HS256', { idToken: { header: (header) => ({ ...header, alg: 'HS256' }) } }),
  refuse(
    'P26-refresh',
    'the token type is "mac"',
    response((answer) => ({ ...answer, token_type: 'mac' })),
  ),
  refuse(
    'P29-refresh',
    'there is no access token',
    response((answer) => omit(answer, 'access_token')),
    structural,
  ),
  refuse(
    'N11-refresh',
    'an HTML page',
    response(() => new RawAnswer('<!doctype html>', { headers: { 'content-type': 'text/html' } })),
    structural,
  ),
  refuse(
    'N12-refresh',
    'a redirect to elsewhere',
    response((_answer, { elsewhere }) => redirect(`${elsewhere}/token`, 307)),
  ),
];

const GOOD: readonly Fault[] = [
  accept(
    'M33',
    'as it should be',
    response((answer) => answer),
  ),
  accept(
    'N19',
    'no refresh token: the old one stays',
    response((answer) => omit(answer, 'refresh_token')),
  ),
  accept(
    'N20',
    'the refresh token is empty: the old one stays',
    response((answer) => ({ ...answer, refresh_token: '' })),
  ),
  accept(
    'N21',
    'the refresh token is the same',
    response((answer, { request }) => ({ ...answer, refresh_token: request.get('refresh_token') })),
  ),
  accept(
    'N22',
    'the scope has grown',
    response((answer) => ({ ...answer, scope: 'openid more' })),
  ),
  accept(
    'P74-none',
    'no ID token',
    response((answer) => omit(answer, 'id_token')),
  ),
  accept(
    'M57-refresh',
    'there is no expires_in',
    response((answer) => omit(answer, 'expires_in')),
  ),
  accept(
    'M31-refresh',
    'the ID token is signed by a new key',
    {
      idToken: {
        token: (token, { keys }) =>
          jws({ alg: 'RS256', kid: keys.rsa2.kid }, decode(split(token).payload), keys.rsa2),
      },
    },
    {
      setup: { jwks: (_jwks, { attempt, keys }) => ({ keys: [attempt > 0 ? keys.rsa2.jwk : keys.rsa.jwk] }) },
    },
  ),
];

export const REFRESH: readonly Fault[] = [...BAD, ...GOOD];
