/** Requests of other sites and for other things: refused by their head alone. */
import { callRequest } from './ui-fixture.ts';
import { cases, LOCK, lockFrom, lockWith, own, plain, withHost } from './hostile-scene.ts';
import type { Scene } from './hostile-scene.ts';
import type { RawRequest } from './raw-http.ts';

export const HOSTS = cases('Host', [
  ['no Host', 400, lockWith('Host', undefined)],
  ['no Host in HTTP/1.0', 403, (scene) => ({ ...lockWith('Host', undefined)(scene), version: '1.0' })],
  ['an empty Host', 403, withHost(() => '')],
  ['a rebound name', 403, withHost((port) => `attacker.example:${port}`)],
  ['a rebound name without port', 403, withHost(() => 'attacker.example')],
  ['a name that resolves here', 403, withHost((port) => `127.0.0.1.nip.io:${port}`)],
  ['a name that begins as ours', 403, withHost((port) => `localhost.attacker.example:${port}`)],
  ['a name that ends as ours', 403, withHost((port) => `attacker-localhost:${port}`)],
  ['the address without its port', 403, withHost(() => '127.0.0.1')],
  ['another port', 403, withHost((port) => `127.0.0.1:${port + 1}`)],
  ['the port with a zero before it', 403, withHost((port) => `127.0.0.1:0${port}`)],
  ['an IPv6 loopback that is not bound', 403, withHost((port) => `[::1]:${port}`)],
  ['another loopback address', 403, withHost((port) => `127.0.0.2:${port}`)],
  ['the address as a number', 403, withHost((port) => `2130706433:${port}`)],
  ['all interfaces', 403, withHost((port) => `0.0.0.0:${port}`)],
  ['capital letters', 403, withHost((port) => `LOCALHOST:${port}`)],
  ['a dot at the end', 403, withHost((port) => `localhost.:${port}`)],
  ['credentials in the Host', 403, withHost((port) => `a@127.0.0.1:${port}`)],
  ['two Hosts, ours first', [400, 403], lockWith('Host', 'attacker.example', 'add')],
  [
    'two Hosts, ours second',
    [400, 403],
    ({ own }) => callRequest(LOCK, [['Host', 'attacker.example'], ...own.headers]),
  ],
]);

export const ORIGINS = cases('Origin', [
  ['another site', 403, lockFrom(['Origin', 'https://attacker.example'])],
  [
    'another port of this machine',
    403,
    (scene) => lockFrom(['Origin', `http://127.0.0.1:${scene.ui.port + 1}`])(scene),
  ],
  [
    'https where we are http',
    403,
    (scene) => lockFrom(['Origin', `https://127.0.0.1:${scene.ui.port}`])(scene),
  ],
  ['our other name', 403, (scene) => lockFrom(['Origin', `http://localhost:${scene.ui.port}`])(scene)],
  ['a sandboxed frame or file', 403, lockFrom(['Origin', 'null'])],
  ['an empty Origin', 403, lockFrom(['Origin', ''])],
  [
    'our own Origin and another',
    403,
    (scene) => lockFrom(own(scene), ['Origin', 'https://attacker.example'])(scene),
  ],
  ['a browser extension', 403, lockFrom(['Origin', 'chrome-extension://abcdefgh'])],
  ['Sec-Fetch-Site: cross-site', 403, lockFrom(['Sec-Fetch-Site', 'cross-site'])],
  ['Sec-Fetch-Site: same-site (another port)', 403, lockFrom(['Sec-Fetch-Site', 'same-site'])],
  ['a Sec-Fetch-Site of the future', 403, lockFrom(['Sec-Fetch-Site', 'friendly'])],
  [
    'Sec-Fetch-Site twice',
    403,
    lockFrom(['Sec-Fetch-Site', 'same-origin'], ['Sec-Fetch-Site', 'cross-site']),
  ],
  [
    'a cross-site navigation to a call',
    403,
    lockFrom(
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ),
  ],
  ['the page in a frame of another site', 403, visit('/', 'navigate', 'iframe')],
  ['the page fetched by another site', 403, visit('/', 'no-cors', 'empty')],
  ['a script included by another site', 403, visit('/assets/app.js', 'no-cors', 'script')],
  ['a navigation to a script', 403, visit('/assets/app.js', 'navigate', 'document')],
]);

function visit(path: string, mode: string, destination: string): (scene: Scene) => RawRequest {
  return ({ ui }) => ({
    path,
    headers: [
      ui.host,
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', mode],
      ['Sec-Fetch-Dest', destination],
    ],
  });
}

const WRONG_PATHS = [
  '/../../etc/passwd',
  '/assets/../../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2fetc%2fpasswd',
  '/assets/..%5c..%5cprofiles.json',
  '/assets/app.js%00.html',
  '//etc/passwd',
  '/assets',
  '/assets/',
  '/index.html/..',
  '/INDEX.HTML',
  '/assets/app.js.map',
  '/constructor',
  '/__proto__',
  '/v1/token/salus/dev',
  'http://attacker.example/',
];
export const PATHS = cases(
  'path',
  WRONG_PATHS.map((path) => [path, 404, plain('GET', path)]),
);
