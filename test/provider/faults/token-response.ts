/** Token responses that are none, or whose members cannot be used (RFC 6749 section 5). */
import { gzipSync } from 'node:zlib';
import { redirect, refusal } from './answer.ts';
import { omit } from './claims.ts';
import { HANG_UP, RawAnswer } from './fault.ts';
import type { Answer, Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

type TokenResponse = (answer: Json, scene: Scene) => Answer;

const fault =
  (verdict: Fault['verdict'], more: Partial<Fault> = {}) =>
  (id: string, title: string, tokenResponse: TokenResponse): Fault => ({
    id,
    family: 'token response',
    title,
    verdict,
    flow: 'client_credentials',
    change: { tokenResponse },
    ...more,
  });
const refuse = fault('refuse');
const accept = fault('accept');
/** Not even a careless client finds a token in it. */
const useless = fault('refuse', { structural: true });

const text = (answer: Json): string => JSON.stringify(answer);
const member =
  (name: string, value: unknown): TokenResponse =>
  (answer) => ({ ...answer, [name]: value });
const missing =
  (name: string): TokenResponse =>
  (answer) =>
    omit(answer, name);
const written =
  (
    body: string | Uint8Array,
    options?: { status?: number; headers?: Record<string, string> },
  ): TokenResponse =>
  () =>
    new RawAnswer(body, options);

const HTML =
  '<!doctype html><title>Sign in to the network</title><form action="https://portal.example"></form>';
const html = { 'content-type': 'text/html' };

const FORM: readonly Fault[] = [
  useless('N11-html', 'an HTML page', written(HTML, { headers: html })),
  useless('N11-html-as-json', 'an HTML page that is called JSON', written(HTML)),
  useless('N11-empty', 'nothing', written('')),
  useless('N11-204', 'status 204', written('', { status: 204 })),
  useless('N11-cut', 'JSON that ends in the middle', (answer) => new RawAnswer(text(answer).slice(0, -30))),
  useless(
    'N11-broken',
    'a connection that ends in the middle',
    (answer) => new RawAnswer(text(answer).slice(0, 60), { headers: { 'content-length': '5000' } }),
  ),
  useless('N11-hang-up', 'a connection that ends at once', () => HANG_UP),
  useless('N11-array', 'an array', (answer) => new RawAnswer(JSON.stringify([answer]))),
  useless('N11-text', 'a text', written('"token"')),
  useless('N11-null', 'null', written('null')),
  useless('N11-number', 'a number', written('200')),
  useless(
    'N11-utf-16',
    'JSON in UTF-16',
    (answer) =>
      new RawAnswer(Buffer.from(text(answer), 'utf16le'), {
        headers: { 'content-type': 'application/json;charset=utf-16' },
      }),
  ),
  useless(
    'N11-form',
    'a form',
    (answer) =>
      new RawAnswer(
        new URLSearchParams({ access_token: String(answer.access_token), token_type: 'Bearer' }).toString(),
        {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        },
      ),
  ),
  useless(
    'N11-no-gzip',
    'gzip in the header alone',
    (answer) => new RawAnswer(text(answer), { headers: { 'content-encoding': 'gzip' } }),
  ),
  useless('N11-two', 'two JSON objects', (answer) => new RawAnswer(text(answer) + text(answer))),
  useless('F02', 'a token of 300 kB', (answer) => ({
    ...answer,
    access_token: String(answer.access_token).padEnd(300_000, 'x'),
  })),
  refuse('F02-five', 'five megabytes', (answer) => ({ ...answer, padding: 'x'.repeat(5 * 1024 * 1024) })),
  ...[301, 302, 303, 307, 308].map((status) =>
    refuse(`N12-${status}`, `a redirect (${status}) to elsewhere`, (_answer, { elsewhere }) =>
      redirect(`${elsewhere}/token`, status),
    ),
  ),
  refuse(
    'N12-token',
    'a redirect that carries a token',
    (answer, { elsewhere }) =>
      new RawAnswer(text(answer), { status: 302, headers: { location: `${elsewhere}/token` } }),
  ),
];

const MEMBERS: readonly Fault[] = [
  refuse('P29', 'status 200 with an error and a token', (answer) => ({ ...answer, error: 'invalid_client' })),
  useless('P29-error', 'status 200 with an error alone', () => ({ error: 'invalid_client' })),
  useless('P29-missing', 'there is no access token', missing('access_token')),
  useless('P29-empty', 'the access token is empty', member('access_token', '')),
  useless('P29-null', 'the access token is null', member('access_token', null)),
  useless('P29-number', 'the access token is a number', member('access_token', 1)),
  useless('P29-array', 'the access token is an array', member('access_token', ['token'])),
  useless('P29-object', 'the access token is an object', member('access_token', { token: 'token' })),
  useless(
    'N02-token',
    'the access token stands in __proto__ alone',
    (answer) =>
      new RawAnswer(`{"__proto__":{"access_token":"${String(answer.access_token)}"},"token_type":"Bearer"}`),
  ),
  useless(
    'F08-crlf',
    'the access token has a line break in it',
    member('access_token', 'token\r\nX-Injected: 1'),
  ),
  useless('F08-nul', 'the access token has a NUL in it', member('access_token', 'token\u0000')),
  refuse('P26', 'the token type is "mac"', member('token_type', 'mac')),
  refuse('P26-na', 'the token type is "N_A"', member('token_type', 'N_A')),
  refuse('P26-missing', 'there is no token type', missing('token_type')),
  refuse('P26-empty', 'the token type is empty', member('token_type', '')),
  refuse('P26-null', 'the token type is null', member('token_type', null)),
  refuse('P26-number', 'the token type is a number', member('token_type', 1)),
  refuse('P26-array', 'the token type is in an array', member('token_type', ['Bearer'])),
  refuse('P26-dpop', 'the token type is DPoP, and no proof was sent', member('token_type', 'DPoP')),
  refuse(
    'N01-token-type',
    'the token type stands twice, "mac" last',
    (answer) => new RawAnswer(`${text(answer).slice(0, -1)},"token_type":"mac"}`),
  ),
];

const failing = (id: string, title: string, answer: RawAnswer): Fault => useless(id, title, () => answer);
const headed = (status: number, headers: Record<string, string>): RawAnswer =>
  new RawAnswer('', { status, headers });

const ERRORS: readonly Fault[] = [
  failing('P30-grant', 'the IdP refuses: invalid_grant', refusal('invalid_grant', 'no')),
  failing('P30-client', 'the IdP refuses: invalid_client', refusal('invalid_client', 'no', 401)),
  failing(
    'P30-script',
    'the IdP refuses with a script',
    refusal('invalid_request', '<script>alert(1)</script>\u001b[2J\r\n'),
  ),
  failing('P30-long', 'the IdP refuses at length', refusal('invalid_request', 'no '.repeat(60_000))),
  failing('P30-number', 'the IdP refuses with a number', new RawAnswer('{"error":1}', { status: 400 })),
  failing('P30-bare', 'status 400 with nothing', headed(400, {})),
  refuse('P30-token', 'status 400 with a token', (answer) => new RawAnswer(text(answer), { status: 400 })),
  failing('P30-500', 'status 500 with a page', new RawAnswer(HTML, { status: 500, headers: html })),
  ...(
    [
      ['date', 'a date', new Date(Date.now() + 60_000).toUTCString()],
      ['seconds', 'seconds', '1'],
      ['past', 'a past date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
      ['huge', '10^12 seconds', '1000000000000'],
      ['junk', 'junk', 'later, maybe'],
    ] as const
  ).map(([id, title, value]) =>
    failing(`N27-${id}`, `status 503, Retry-After is ${title}`, headed(503, { 'retry-after': value })),
  ),
  ...(
    [
      [
        'many',
        'several challenges',
        'Basic realm="a", Bearer error="invalid_token", DPoP algs="ES256 PS256"',
      ],
      ['open', 'an open quotation', 'Bearer error="invalid'],
      ['empty', 'nothing', ' '],
      ['commas', '10 000 commas', ','.repeat(10_000)],
    ] as const
  ).map(([id, title, value]) =>
    failing(
      `N25-${id}`,
      `status 401, WWW-Authenticate is ${title}`,
      headed(401, { 'www-authenticate': value }),
    ),
  ),
];

const headedToken =
  (headers: Record<string, string>): TokenResponse =>
  (answer) =>
    new RawAnswer(text(answer), { headers });

const GOOD: readonly Fault[] = [
  accept('M56', 'the token type is "bearer"', member('token_type', 'bearer')),
  accept('M56-mixed', 'the token type is "bEARER"', member('token_type', 'bEARER')),
  accept('M57', 'there is no expires_in', missing('expires_in')),
  accept('P27-text', 'expires_in is a number as text', member('expires_in', '300')),
  accept('P27-null', 'expires_in is null', member('expires_in', null)),
  accept('P27-huge', 'expires_in is 1e308', member('expires_in', 1e308)),
  accept('P27-fraction', 'expires_in has a fraction', member('expires_in', 299.5)),
  accept('M70', 'there is no scope', missing('scope')),
  accept('P28', 'the scope is another than asked for', member('scope', 'api api:read')),
  accept('P25-token', 'members that nobody knows', (answer) => ({
    ...answer,
    ext_expires_in: 1,
    foo: { bar: [null] },
  })),
  accept('N20-mint', 'the refresh token is empty', member('refresh_token', '')),
  accept(
    'P25-token-charset',
    'a media type with a parameter and in capitals',
    headedToken({ 'content-type': 'Application/JSON;Charset=UTF-8' }),
  ),
  accept(
    'P25-token-gzip',
    'gzip',
    (answer) => new RawAnswer(gzipSync(text(answer)), { headers: { 'content-encoding': 'gzip' } }),
  ),
  accept('N26-absent', 'there is no Date', headedToken({ date: '' })),
  accept('N26-junk', 'the Date is junk', headedToken({ date: 'yesterday' })),
  accept('N26-past', 'the Date is ten years ago', headedToken({ date: 'Fri, 01 Jan 2016 00:00:00 GMT' })),
  accept(
    'N02-token-extra',
    'a member called __proto__',
    (answer) => new RawAnswer(`{"__proto__":{"error":"x"},${text(answer).slice(1)}`),
  ),
];

export const TOKEN_RESPONSE: readonly Fault[] = [...FORM, ...MEMBERS, ...ERRORS, ...GOOD];
