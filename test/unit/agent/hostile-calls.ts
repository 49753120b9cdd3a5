/** Requests that come through the right door with the wrong key, in the wrong way, or with the wrong load. */
import { callRequest, JSON_TYPE, launchRequest } from './ui-fixture.ts';
import type { Credentials } from './ui-fixture.ts';
import { cases, LOCK, lockFrom, lockWith, own, plain, signedIn } from './hostile-scene.ts';
import type { Scene } from './hostile-scene.ts';

export const SESSIONS = cases('session', [
  ['neither cookie nor header', 401, ({ ui }) => callRequest(LOCK, [ui.host, JSON_TYPE])],
  ['the cookie alone (CSRF)', 401, lockWith('X-Fob-Session', undefined)],
  ['the header alone', 401, lockWith('Cookie', undefined)],
  ['an empty header', 401, lockWith('X-Fob-Session', '')],
  [
    'the header twice',
    401,
    ({ own: { headers, session } }) => callRequest(LOCK, [...headers, ['X-Fob-Session', session]]),
  ],
  ['a guessed header', 401, lockWith('X-Fob-Session', 'A'.repeat(43))],
  ['the header of another session', 401, (scene) => lockWith('X-Fob-Session', scene.other.session)(scene)],
  ['the cookie of another session', 401, (scene) => lockWith('Cookie', scene.other.cookie)(scene)],
  [
    'the cookie under a guessed name',
    401,
    (scene) => lockWith('Cookie', `fob-0=${valueOf(scene.own)}`)(scene),
  ],
  [
    'the cookie with a planted twin',
    401,
    (scene) => lockWith('Cookie', `${scene.own.cookie}; ${nameOf(scene.own)}=x`)(scene),
  ],
  ['a cookie that begins as ours', 401, (scene) => lockWith('Cookie', `${scene.own.cookie}x`)(scene)],
  ['the cookie in the header', 401, (scene) => lockWith('X-Fob-Session', valueOf(scene.own))(scene)],
  ['the launch token as session', 401, (scene) => lockWith('X-Fob-Session', scene.launch)(scene)],
  [
    'the session in the URL',
    401,
    ({ ui, own: { session, cookie } }) =>
      callRequest(`${LOCK}?session=${session}`, [ui.host, ['Cookie', cookie], JSON_TYPE]),
  ],
  ['the event stream without a session', 401, plain('GET', '/api/events')],
  [
    'a call that does not exist, without a session',
    401,
    ({ ui }) => callRequest('no.such', [ui.host, JSON_TYPE]),
  ],
  ['logging out others without a session', 401, plain('DELETE', '/sessions')],
  ['logging out without a session', 401, plain('DELETE', '/session')],
]);

const nameOf = ({ cookie }: Credentials): string => cookie.split('=')[0] ?? '';
const valueOf = ({ cookie }: Credentials): string => cookie.slice(cookie.indexOf('=') + 1);

export const LAUNCHES = cases('launch', [
  ['a wrong launch token', 401, ({ ui }) => launchRequest(ui.host, 'A'.repeat(43))],
  ['an empty one', 401, ({ ui }) => launchRequest(ui.host, '')],
  ['one that is no text', 401, ({ ui }) => launchRequest(ui.host, { length: 43 })],
  [
    'none',
    401,
    ({ ui }) => ({ method: 'POST', path: '/session', headers: [ui.host, JSON_TYPE], body: '{}' }),
  ],
  ['a session in its place', 401, ({ ui, own: { session } }) => launchRequest(ui.host, session)],
  ['part of one', 401, ({ ui, launch }) => launchRequest(ui.host, launch.slice(0, -1))],
  ['by GET', 401, ({ ui, launch }) => ({ path: `/session?launch=${launch}`, headers: [ui.host] })],
  [
    'as a form',
    415,
    ({ ui, launch }) => ({
      method: 'POST',
      path: '/session',
      headers: [ui.host, ['Content-Type', 'application/x-www-form-urlencoded']],
      body: `launch=${launch}`,
    }),
  ],
  [
    'as plain text',
    415,
    ({ ui, launch }) => ({
      ...launchRequest(ui.host, launch),
      headers: [ui.host, ['Content-Type', 'text/plain']],
    }),
  ],
  [
    'without a content type',
    415,
    ({ ui, launch }) => ({ ...launchRequest(ui.host, launch), headers: [ui.host] }),
  ],
  [
    'from another site',
    403,
    ({ ui, launch }) => ({
      ...launchRequest(ui.host, launch),
      headers: [ui.host, JSON_TYPE, ['Origin', 'https://attacker.example']],
    }),
  ],
]);

export const METHODS = cases('method and body', [
  [
    'a preflight',
    405,
    ({ ui }) => ({
      method: 'OPTIONS',
      path: '/',
      headers: [ui.host, own({ ui } as Scene), ['Access-Control-Request-Method', 'POST']],
    }),
  ],
  ['a preflight of a call', 401, plain('OPTIONS', '/api/vault.lock')],
  [
    'a preflight of another site',
    403,
    ({ ui }) => ({
      method: 'OPTIONS',
      path: '/api/vault.lock',
      headers: [ui.host, ['Origin', 'https://attacker.example']],
    }),
  ],
  ['a call by GET', 405, signedIn('GET', '/api/vault.lock')],
  ['a call by PUT', 405, signedIn('PUT', '/api/vault.lock', '{}')],
  ['a call by DELETE', 405, signedIn('DELETE', '/api/vault.lock')],
  ['TRACE', 405, plain('TRACE', '/')],
  ['HEAD', 405, plain('HEAD', '/')],
  ['POST to a file', 405, plain('POST', '/')],
  ['CONNECT', [0, 400, 405], plain('CONNECT', 'attacker.example:443')],
  [
    'an upgrade to a WebSocket',
    401,
    ({ ui }) => ({
      path: '/api/events',
      headers: [
        ui.host,
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
        ['Sec-WebSocket-Version', '13'],
      ],
    }),
  ],
  ['a form', 415, lockWith('Content-Type', 'application/x-www-form-urlencoded')],
  ['a multipart form', 415, lockWith('Content-Type', 'multipart/form-data; boundary=x')],
  ['JSON as plain text', 415, lockWith('Content-Type', 'text/plain')],
  ['no content type', 415, lockWith('Content-Type', undefined)],
  ['a content type that begins as ours', 415, lockWith('Content-Type', 'application/jsonp')],
  ['no body', 415, signedIn('POST', '/api/vault.lock')],
  ['no JSON', 400, signedIn('POST', '/api/vault.lock', '{"argument":')],
  ['very deep JSON', 400, signedIn('POST', '/api/vault.lock', '['.repeat(100_000))],
  ['a body that is said to be too large', 413, lockWith('Content-Length', '1048577')],
  [
    'a body that is too large',
    [0, 413],
    ({ own: { headers } }) => ({
      method: 'POST',
      path: '/api/vault.lock',
      headers: [...headers, ['Transfer-Encoding', 'chunked']],
      body: `120000\r\n${'x'.repeat(0x120000)}\r\n0\r\n\r\n`,
    }),
  ],
  [
    'two lengths (smuggling)',
    400,
    ({ own: { headers } }) => ({
      method: 'POST',
      path: '/api/vault.lock',
      headers: [...headers, ['Transfer-Encoding', 'chunked'], ['Content-Length', '2']],
      body: '0\r\n\r\n',
    }),
  ],
  ['headers over 16 KB', 431, lockFrom(['X-Long', 'x'.repeat(17 * 1024)])],
]);
