/** `app://fob/` of the running app, with the page as it is built: its own files, and no path to anything else (E18, E34). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { APP } from './desktop-app.ts';
import { useDesktop } from './suite.ts';

const suite = useDesktop();

/** Names of files that are there, one or two folders up. */
const OUTSIDE = ['package.json', 'electron/main.js', 'electron/preload.cjs', 'cli/fob.js'];
const CLIMBS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..\\',
  '..%5c',
  '%2e%2e%5c',
  '.%2e/',
  '....//',
  '..;/',
  '..%00/',
];

const PATHS: readonly string[] = [
  ...OUTSIDE.flatMap((file) => CLIMBS.flatMap((up) => [`/${up}${file}`, `/assets/${up}${up}${file}`])),
  '//index.html',
  '/./index.html%00',
  '/index.html%00.js',
  '/index.html/',
  '/index.html%20',
  '/%69ndex.html',
  '/INDEX.HTML',
  '/assets',
  '/assets/',
  '//assets',
  '/%2fetc%2fpasswd',
  '//etc/passwd',
  '/etc/passwd',
  `/${APP}/package.json`,
  '/C:/Windows/win.ini',
  '/C%3a%5cWindows%5cwin.ini',
  '/\\\\server\\share',
  '/__proto__',
  '/constructor',
  '/%',
  '/%E0%A4%A',
  `/${'a'.repeat(100_000)}`,
];
const HOSTS = [
  'app://fob.evil/',
  'app://evil/',
  'app://fob:1/',
  'app://user@fob/',
  'app://user:pass@fob/',
  'app:///',
  'app:/index.html',
  'app:fob/',
];

it('serves the files of the page, each with the policy', async () => {
  await suite.start();
  await suite.desktop.window();
  const { session } = suite.desktop.electron;
  const renderer = join(APP, 'dist', 'renderer');
  const files = readdirSync(renderer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|js|css|svg|png|woff2)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(renderer.length));
  expect(files.length).toBeGreaterThan(3);
  for (const file of ['/', ...files.filter((name) => name !== '/index.html')]) {
    const response = await session.load(`app://fob${file}`);
    expect([file, response?.status]).toEqual([file, 200]);
    expect(response?.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    expect(response?.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

it('serves nothing else, whatever a path looks like', async () => {
  await suite.start();
  await suite.desktop.window();
  const { session } = suite.desktop.electron;
  for (const url of [...PATHS.map((path) => `app://fob${path}`), ...HOSTS]) {
    const response = await session.load(url);
    expect([url.slice(0, 200), response?.status]).toEqual([url.slice(0, 200), 404]);
    expect(await response?.text()).toBe('');
    expect(response?.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'get', 'CONNECT', ''])
    expect([method, (await session.load('app://fob/', method))?.status]).toEqual([method, 405]);
  for (const url of [
    'https://evil.example/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'ftp://x/',
    'ws://x/',
    'chrome://gpu/',
    'javascript:1',
  ])
    expect([url, session.isBlocked(url)]).toEqual([url, true]);
});
