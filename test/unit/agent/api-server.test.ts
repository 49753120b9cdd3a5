import { describe, expect, it } from 'vitest';
import { FobError } from '../../../core/index.ts';
import { ERROR_CODES } from '../../../shared/error-code.ts';
import type { ErrorCode } from '../../../shared/error-code.ts';
import { FAKE_NOW, FAKE_TOKEN } from '../../fakes/fake-engine.ts';
import { startTestHost } from './host-fixture.ts';
import { eventually, open, readAnswer, requestText } from './raw-http.ts';
import type { RawRequest } from './raw-http.ts';

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const asked = (method: string, path: string, body?: unknown): RawRequest => ({
  method,
  path,
  ...(body === undefined ? {} : { headers: [JSON_TYPE], body: JSON.stringify(body) }),
});
const S = 'salus/dev';

describe('GET /v1/token', () => {
  it('answers the raw token', async () => {
    const { send, engine } = await startTestHost();
    const answer = await send({ path: `/v1/token/${S}` });
    expect(answer).toMatchObject({ status: 200, body: FAKE_TOKEN });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(FAKE_TOKEN.length),
      'cache-control': 'no-store',
    });
    expect(engine.calls).toEqual([['token', S, {}]]);
  });

  it('answers JSON to who accepts it, with seconds', async () => {
    const { send, engine } = await startTestHost();
    const request = {
      path: `/v1/token/${S}`,
      headers: [['Accept', 'text/plain;q=0.5, Application/JSON']] as const,
    };
    expect(JSON.parse((await send(request)).body)).toEqual({
      address: S,
      access_token: FAKE_TOKEN,
      token_type: 'Bearer',
      expires_at: (FAKE_NOW + 300_000) / 1000,
      expires_in: 300,
      scope: 'sls:idn',
    });
    engine.hand({ expiresAt: FAKE_NOW - 1 });
    expect(JSON.parse((await send(request)).body)).toMatchObject({ expires_in: 0 });
  });

  it.each([
    ['min_ttl=0', { minTtlMs: 0 }],
    ['min_ttl=90', { minTtlMs: 90_000 }],
    [
      'scope=a%20b&audience=https%3A%2F%2Fapi&resource=urn:x',
      { scope: 'a b', audience: 'https://api', resource: 'urn:x' },
    ],
    ['scope=', { scope: '' }],
    ['', {}],
  ])('passes ?%s on', async (query, expected) => {
    const { send, engine } = await startTestHost();
    expect((await send({ path: `/v1/token/${S}?${query}` })).status).toBe(200);
    expect(engine.calls).toEqual([['token', S, expected]]);
  });

  it.each([
    'min_ttl=',
    'min_ttl=-1',
    'min_ttl=1.5',
    'min_ttl=1e3',
    'min_ttl=60s',
    'min-ttl=60',
    'scope=a&scope=b',
    '__proto__=1',
  ])('refuses ?%s rather than hand out a token that was not asked for', async (query) => {
    const { send, engine } = await startTestHost();
    const answer = await send({ path: `/v1/token/${S}?${query}` });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'usage' });
    expect(engine.calls).toEqual([]);
  });

  it('counts the bytes of a token, not its letters', async () => {
    const { send, engine } = await startTestHost();
    engine.hand({ accessToken: 'é€😀' });
    expect((await send({ path: `/v1/token/${S}` })).body).toBe('é€😀');
  });

  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('says %s as problem details', async (code) => {
    const { send, engine, log } = await startTestHost();
    engine.failWith(new FobError(code, 'What went wrong.', { hint: 'What to do.' }));
    const answer = await send({ path: `/v1/token/${S}` });
    const { status } = ERROR_CODES[code];
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toEqual({
      type: 'about:blank',
      title: expect.any(String) as string,
      status,
      detail: 'What went wrong.',
      code,
      hint: 'What to do.',
    });
    expect(log).toEqual([]);
  });

  it('hides a bug from the caller and logs it without tokens', async () => {
    const { send, engine, log } = await startTestHost();
    engine.failWith(new TypeError('canary eyJhbGciOiJub25lIn0.e30.c2ln'));
    const answer = await send({ path: `/v1/token/${S}` });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'internal', status: 500 });
    expect(answer.body).not.toContain('canary');
    expect(log.join()).toContain('canary [token]');
  });
});

describe('the other routes', () => {
  it.each([
    [asked('GET', `/v1/claims/${S}`), 200, ['claims', S]],
    [asked('GET', `/v1/userinfo/${S}`), 200, ['userinfo', S]],
    [asked('POST', `/v1/refresh/${S}`), 204, ['refresh', S]],
    [asked('POST', '/v1/inspect', { jwt: 'a.b.c', for: S }), 200, ['inspect', { jwt: 'a.b.c', for: S }]],
    [asked('POST', '/v1/profiles', { text: '{}' }), 200, ['addProfiles', '{}']],
    [asked('GET', `/v1/profiles/${S}`), 200, ['showProfile', S]],
    [asked('DELETE', `/v1/profiles/${S}`), 204, ['removeProfile', S]],
    [
      asked('PUT', `/v1/secrets/${S}/client_secret`, { value: 's' }),
      204,
      ['setSecret', S, 'client_secret', 's'],
    ],
    [asked('POST', `/v1/pin/${S}`, { pinned: true }), 204, ['pin', S, true]],
    [asked('POST', '/v1/lock'), 204, ['lock']],
    [asked('POST', '/v1/lock', {}), 204, ['lock']],
    [asked('POST', '/v1/unlock', { passphrase: 'p' }), 204, ['unlock', 'p']],
    [asked('POST', '/v1/unlock'), 204, ['unlock', undefined]],
  ])('%j', async (request, status, call) => {
    const { send, engine } = await startTestHost();
    expect((await send(request)).status).toBe(status);
    expect(engine.calls).toEqual([call]);
  });

  it('GET /v1/profiles answers services and problems', async () => {
    const { send, engine } = await startTestHost();
    const { services, problems } = engine.snapshot();
    expect(JSON.parse((await send({ path: '/v1/profiles' })).body)).toEqual({ services, problems });
  });

  it('GET /v1/status answers what the host is and counts its profiles', async () => {
    const { send, clock } = await startTestHost({ kind: 'desktop' });
    const status = JSON.parse((await send({ path: '/v1/status' })).body) as Record<string, unknown>;
    expect(status).toMatchObject({
      pid: process.pid,
      kind: 'desktop',
      version: '9.8.7',
      started_at: clock.now() / 1000,
      vault: { state: 'unlocked', slots: ['passphrase'] },
      profiles: { total: 3, fresh: 1, idle: 2 },
    });
  });

  it('POST /v1/shutdown answers first and asks the host to stop then', async () => {
    const { send, shutdowns } = await startTestHost();
    expect((await send(asked('POST', '/v1/shutdown', {}))).status).toBe(202);
    await eventually(() => shutdowns() === 1);
  });

  it('GET /v1/events streams the snapshot and its changes', async () => {
    const { host, engine } = await startTestHost();
    const socket = open(
      { path: host.socket },
      requestText({ path: '/v1/events', headers: [['Host', 'fob']] }),
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('utf8')));
    await eventually(() => text.includes('"revision":1,'));
    engine.change();
    await eventually(() => text.includes('"revision":2,'));
    socket.destroy();
    await eventually(() => engine.listeners() === 0);
  });
});

describe('requests that the API refuses', () => {
  it.each([
    ['an unknown path', asked('GET', '/v1/nothing'), 404, 'usage'],
    ['the root', asked('GET', '/'), 404, 'usage'],
    ['another version', asked('GET', '/v2/status'), 404, 'usage'],
    ['too many segments', asked('GET', `/v1/claims/${S}/x`), 404, 'usage'],
    ['too few segments', asked('GET', '/v1/claims/salus'), 404, 'usage'],
    ['a name of the language', asked('GET', '/v1/constructor'), 404, 'usage'],
    ['a wrong method', asked('DELETE', '/v1/status'), 405, 'usage'],
    ['a change by GET', asked('GET', '/v1/lock'), 405, 'usage'],
    ['a token by POST', asked('POST', `/v1/token/${S}`), 405, 'usage'],
    ['OPTIONS', asked('OPTIONS', '/v1/status'), 405, 'usage'],
    ['an address in capitals', asked('GET', '/v1/claims/Salus/dev'), 404, 'address_unknown'],
    ['an address that climbs', asked('DELETE', '/v1/profiles/../..'), 404, 'address_unknown'],
    ['an encoded address', asked('DELETE', '/v1/profiles/%2e%2e/x'), 404, 'address_unknown'],
    [
      'a member that is no secret',
      asked('PUT', `/v1/secrets/${S}/access_token`, { value: 'x' }),
      400,
      'usage',
    ],
    ['a body with more than it should', asked('POST', '/v1/unlock', { passphrase: 'p', x: 1 }), 400, 'usage'],
    ['a body that is no object', asked('POST', '/v1/profiles', [1]), 400, 'usage'],
    ['a body that is null', asked('PUT', `/v1/secrets/${S}/client_secret`, null), 400, 'usage'],
    [
      'a form',
      {
        method: 'POST',
        path: '/v1/unlock',
        body: 'passphrase=p',
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      },
      415,
      'usage',
    ],
    [
      'broken JSON',
      { method: 'POST', path: '/v1/unlock', body: '{"passphrase":"canary', headers: [JSON_TYPE] },
      400,
      'usage',
    ],
    [
      'a body said to be too large',
      {
        method: 'POST',
        path: '/v1/profiles',
        body: '{}',
        headers: [JSON_TYPE, ['Content-Length', '1048577']],
      },
      413,
      'usage',
    ],
  ] as const)('%s', async (_, request, status, code) => {
    const { send, engine } = await startTestHost();
    const answer = await send(request);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ code, status });
    expect(answer.body).not.toContain('canary');
    expect(engine.calls).toEqual([]);
  });

  it('names the methods of a path', async () => {
    const { send } = await startTestHost();
    expect((await send(asked('PUT', '/v1/profiles'))).headers.allow).toBe('GET, POST');
  });

  it('a body that is not UTF-8', async () => {
    const { host, engine } = await startTestHost();
    const head =
      'POST /v1/unlock HTTP/1.1\r\nHost: fob\r\nContent-Type: application/json\r\nConnection: close\r\n';
    const socket = open({ path: host.socket }, `${head}Content-Length: 18\r\n\r\n`);
    socket.write(Buffer.from('{"passphrase":"\xff"}', 'latin1'));
    expect((await readAnswer(socket)).status).toBe(400);
    expect(engine.calls).toEqual([]);
  });

  it('headers over 16 KB', async () => {
    const { send } = await startTestHost();
    expect((await send({ path: '/v1/status', headers: [['X-Long', 'x'.repeat(17_000)]] })).status).toBe(431);
  });

  it('a body over 1 MB, however it comes', async () => {
    const { send, engine } = await startTestHost();
    const text = 'x'.repeat(1_100_000);
    const headers = [JSON_TYPE, ['Transfer-Encoding', 'chunked']] as const;
    const body = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
    expect([0, 413]).toContain((await send({ method: 'POST', path: '/v1/profiles', headers, body })).status);
    expect(engine.calls).toEqual([]);
  });

  it('headers that take longer than 5 s, while others are served', async () => {
    const { host, send } = await startTestHost();
    const slow = open({ path: host.socket }, 'GET /v1/status HTTP/1.1\r\nHost: f');
    const began = performance.now();
    // Ends before the answer: what is written to a socket that was just closed can lose the answer on its way.
    const drip = setInterval(() => slow.write('o'), 200);
    setTimeout(() => clearInterval(drip), 4_000);
    const closed = readAnswer(slow).finally(() => clearInterval(drip));
    expect((await send({ path: `/v1/token/${S}` })).body).toBe(FAKE_TOKEN);
    expect((await closed).status).toBe(408);
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(4.5);
    expect(seconds).toBeLessThan(8);
  });
});
