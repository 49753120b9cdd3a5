import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { errorView, FobError } from '../../../core/errors/fob-error.ts';
import type { HttpAnswer } from '../../../core/index.ts';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { mint, SECRETS, TOKENS } from './kit.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const NOW = Date.parse('2026-01-01T00:00:00Z');
const CANARY = 'canaryAccessToken0123456789';

async function failure(members: object, answer: HttpAnswer | FobError, stored?: object): Promise<FobError> {
  const { tokens, requests } = mint(
    members,
    () => {
      if (answer instanceof FobError) throw answer;
      return answer;
    },
    stored,
  );
  const error: unknown = await tokens.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FobError);
  // Whatever happened, it was asked once, and nothing secret is in what people see.
  expect(requests).toHaveLength(1);
  const shown = JSON.stringify(errorView(error));
  for (const secret of [CANARY, ...Object.values(SECRETS)]) expect(shown).not.toContain(secret);
  expect(shown).not.toMatch(/canary|stored-refresh/);
  return error as FobError;
}

describe('an answer that is no token', () => {
  const utf16 = Buffer.from(JSON.stringify(TOKENS), 'utf16le');
  const cut = JSON.stringify({ ...TOKENS, access_token: CANARY }).slice(0, -3);

  it.each<[string, HttpAnswer, string, RegExp]>([
    [
      '200 with a sign-in page',
      scriptedAnswer(200, `<html>${CANARY}`, HTML),
      'idp_response_invalid',
      /text\/html/,
    ],
    ['200 with nothing', scriptedAnswer(200, ''), 'idp_response_invalid', /not valid/],
    ['200 with JSON cut off', scriptedAnswer(200, cut), 'idp_response_invalid', /not valid/],
    ['200 with a list', scriptedAnswer(200, [TOKENS]), 'idp_response_invalid', /top level object/],
    ['200 with text', scriptedAnswer(200, '"token"'), 'idp_response_invalid', /top level object/],
    ['200 with null', scriptedAnswer(200, 'null'), 'idp_response_invalid', /top level object/],
    ['200 in UTF-16', scriptedAnswer(200, utf16), 'idp_response_invalid', /not valid/],
    [
      '200 without access_token',
      scriptedAnswer(200, { token_type: 'Bearer' }),
      'idp_response_invalid',
      /access_token/,
    ],
    [
      'an empty access_token',
      scriptedAnswer(200, { ...TOKENS, access_token: '' }),
      'idp_response_invalid',
      /access_to/,
    ],
    ['a number', scriptedAnswer(200, { ...TOKENS, access_token: 7 }), 'idp_response_invalid', /access_token/],
    ['201', scriptedAnswer(201, TOKENS), 'idp_response_invalid', /status 201/],
    ['204', scriptedAnswer(204, ''), 'idp_response_invalid', /status 204/],
    ['304', scriptedAnswer(304, ''), 'idp_response_invalid', /status 304/],
    ['404', scriptedAnswer(404, {}), 'idp_response_invalid', /status 404/],
    [
      '400 with a page',
      scriptedAnswer(400, `<html>${CANARY}`, HTML),
      'idp_response_invalid',
      /status 400 \(text/,
    ],
    ['401 with nothing', scriptedAnswer(401, ''), 'idp_response_invalid', /status 401/],
    [
      '400 with an error that is no text',
      scriptedAnswer(400, { error: 5 }),
      'idp_response_invalid',
      /status 400/,
    ],
    ['500', scriptedAnswer(500, { error: 'server_error' }), 'idp_unreachable', /status 500/],
    ['502 with a page', scriptedAnswer(502, CANARY, HTML), 'idp_unreachable', /status 502/],
    [
      'a token of no known type',
      scriptedAnswer(200, { ...TOKENS, token_type: 'mac' }),
      'idp_response_invalid',
      /type/,
    ],
    ['no token type', scriptedAnswer(200, { access_token: 'x' }), 'idp_response_invalid', /token_type/],
  ])('such as %s', async (_what, answer, code, message) => {
    const error = await failure({}, answer);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(error.hint).toMatch(/\.$/);
  });

  it.each([301, 302, 303, 307, 308])('such as %i to elsewhere, which is not followed', async (status) => {
    const error = await failure(
      {},
      scriptedAnswer(status, '', { location: `https://evil.example/?${CANARY}` }),
    );
    expect(error).toMatchObject({
      code: 'idp_response_invalid',
      message:
        'https://idp.example answered with a redirect to https://evil.example, which Fob never follows.',
    });
  });

  it.each(['http://[', '', 'javascript:alert(1)'])('such as a redirect to %j', async (location) => {
    expect((await failure({}, scriptedAnswer(302, '', { location }))).code).toBe('idp_response_invalid');
  });

  it.each(['idp_unreachable', 'idp_timeout', 'idp_response_invalid'] as const)(
    'such as none: what the connection says (%s) is passed on as it is',
    async (code) => {
      const thrown = new FobError(code, 'https://idp.example answered more than 256 KB.', { hint: 'x' });
      expect(await failure({}, thrown)).toBe(thrown);
    },
  );
});

describe('a refusal', () => {
  it.each([
    ['invalid_client', 401, /client_id.*client secret/],
    ['unauthorized_client', 403, /grant_type/],
    ['invalid_scope', 400, /"scope"/],
    ['invalid_target', 400, /"resource"/],
    ['unsupported_grant_type', 400, /token_request_encoding/],
    ['invalid_request', 400, /parameters/],
    ['invalid_client', 200, /client_id/],
  ])('%s with status %i names the next step', async (name, status, hint) => {
    const answer = scriptedAnswer(
      status,
      { error: name, error_description: 'Because.', access_token: CANARY },
      { 'www-authenticate': 'Basic realm="x", Bearer error="invalid_token"' },
    );
    expect(await failure({}, answer)).toMatchObject({
      code: 'idp_refused',
      oauthError: name,
      message: `The IdP refused s/e: ${name} (Because.).`,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['escape sequences', 'a\u001b[2J\u202eb\r\nc', /\(a\ufffd\[2J\ufffdb\ufffd\ufffdc\)/],
    ['a megabyte of text', 'no '.repeat(80_000), /^.{300,400}$/],
    [
      'our own credentials in it',
      `Basic ${Buffer.from(`c1:${CANARY}`).toString('base64')}`,
      /Basic \[redacted\]/,
    ],
    ['our secret by its name', `client_secret=${CANARY} is wrong`, /client_secret=\[redacted\] is wrong/],
    ['a JWT in it', `eyJhbGciOiJIUzI1NiJ9.${CANARY}.x is wrong`, /\(\[token\] is wrong\)/],
    ['something that is no text', { a: CANARY }, /: invalid_client\.$/],
    ['null', null, /: invalid_client\.$/],
    ['nothing', '', /: invalid_client\.$/],
  ])('with %s in its description is made safe to show', async (_what, error_description, message) => {
    const error = await failure({}, scriptedAnswer(400, { error: 'invalid_client', error_description }));
    expect(error.message).toMatch(message);
  });

  it.each(['constructor', '__proto__', 'toString', 'x\u001b[31m', 'x'.repeat(10_000)])(
    'called %.20j is text like any other',
    async (name) => {
      for (const status of [200, 400]) {
        const error = await failure({}, scriptedAnswer(status, { error: name }));
        expect(error).toMatchObject({ code: 'idp_refused', hint: undefined });
        expect(error.message).not.toMatch(/\p{Cc}/u);
        expect(error.message.length).toBeLessThan(400);
      }
    },
  );

  it('with status 200 is one under any label', async () => {
    const answer = scriptedAnswer(200, { error: 'invalid_client', access_token: CANARY }, HTML);
    expect(await failure({}, answer)).toMatchObject({ code: 'idp_refused', oauthError: 'invalid_client' });
  });

  it('of the password names what to check, and of a pasted refresh token asks for a new sign-in', async () => {
    const refusal = scriptedAnswer(400, { error: 'invalid_grant' });
    expect(await failure({ grant_type: 'password' }, refusal)).toMatchObject({
      code: 'idp_refused',
      hint: 'Check the stored username and password.',
    });
    expect(await failure({ grant_type: 'refresh_token' }, refusal)).toMatchObject({
      code: 'sign_in_needed',
      hint: 'Store a new refresh token with: fob secret set s/e refresh_token',
    });
  });
});

describe('an IdP that asks to wait', () => {
  it.each<[number, string | undefined, number | undefined]>([
    [429, '17', 17_000],
    [503, '0', 0],
    [503, 'Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    [429, '999999999', 3_600_000],
    [429, 'soon', undefined],
    [503, undefined, undefined],
    [500, '5', 5_000],
  ])('by %i and Retry-After %s: %s ms', async (status, header, retryAfterMs) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
    for (const body of [{ error: 'slow_down' }, '<html>']) {
      const answer = scriptedAnswer(status, body, { date: new Date(NOW).toUTCString(), ...headers });
      expect(await failure({}, answer)).toMatchObject({ code: 'idp_unreachable', retryAfterMs });
    }
  });
});

describe('an answer with a token in it', () => {
  it.each<[string, unknown, number | undefined]>([
    ['a fraction', 1.5, 1_500],
    ['text with a number', '300', 300_000],
    ['1e308', 1e308, 100 * 365 * 24 * 3_600_000],
    ['zero', 0, 0],
    ['a negative number', -1, undefined],
    ['other text', 'soon', undefined],
    ['null', null, undefined],
    ['a list', [], undefined],
    ['a truth', true, undefined],
  ])(
    'is taken when expires_in is %s, and its end is a moment or unknown',
    async (_what, expires_in, life) => {
      const { expires_at } = await mint({}, () => scriptedAnswer(200, { ...TOKENS, expires_in })).tokens;
      expect(expires_at).toBe(life === undefined ? undefined : NOW + life);
    },
  );

  it('is taken when expires_in is more than a number can be', async () => {
    const text = '{"access_token":"a","token_type":"Bearer","expires_in":1e400}';
    expect((await mint({}, () => scriptedAnswer(200, text)).tokens).expires_at).toBeUndefined();
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('may call its type %s', async (token_type) => {
    const { tokens } = mint({}, () => scriptedAnswer(200, { ...TOKENS, token_type }));
    expect((await tokens).token_type).toBe('Bearer');
  });

  it.each([[''], [null], [7], [{}], [undefined]])(
    'keeps the refresh token there was when the new one is %j',
    async (refresh_token) => {
      const answer = scriptedAnswer(200, { ...TOKENS, refresh_token, scope: ['a'], id_token: 7 });
      const { tokens } = mint({}, () => answer, { refresh_token: 'stored-refresh', scope: 'a b' });
      expect(await tokens).toEqual({
        access_token: 'fresh',
        token_type: 'Bearer',
        refresh_token: 'stored-refresh',
        scope: 'a b',
        received_at: NOW,
        expires_at: NOW + 300_000,
      });
    },
  );

  it('may have other members, a byte order mark, a wrong label, an error that is none', async () => {
    const other = {
      ...TOKENS,
      error: null,
      'not-before-policy': 0,
      session_state: 'x',
      scopes: [],
      constructor: 1,
    };
    const text = JSON.stringify(other).replace('{', '{"__proto__":{"expires_in":1},');
    for (const headers of [{}, HTML]) {
      const { tokens } = mint({}, () => scriptedAnswer(200, `\ufeff${text}`, headers));
      expect(await tokens).toEqual({
        access_token: 'fresh',
        token_type: 'Bearer',
        received_at: NOW,
        expires_at: NOW + 300_000,
      });
    }
  });

  it('has its skew measured from the Date header', async () => {
    const date = new Date(NOW + 90_000).toUTCString();
    expect(await mint({}, () => scriptedAnswer(200, TOKENS, { date })).tokens).toMatchObject({
      skew_ms: 90_000,
      expires_at: NOW + 300_000,
    });
  });
});
