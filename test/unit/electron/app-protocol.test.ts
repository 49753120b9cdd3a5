import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStaticFiles } from '../../../agent/static-files.ts';
import { startUiServer } from '../../../agent/ui-server.ts';
import type { ElectronDouble } from '../../fakes/electron/electron-double.ts';
import { createTestLog, startElectron } from './harness.ts';

describe('app://fob/', () => {
  let electron: ElectronDouble;
  let directory: string;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'fob-page-'));
    const renderer = join(directory, 'renderer');
    mkdirSync(join(renderer, 'assets'), { recursive: true });
    writeFileSync(join(directory, 'secret.html'), 'SECRET');
    writeFileSync(join(renderer, 'index.html'), '<!doctype html>page');
    writeFileSync(join(renderer, 'assets', 'index.js'), 'script');
    writeFileSync(join(renderer, 'assets', 'notes.txt'), 'of no type that a page needs');
    symlinkSync(join(directory, 'secret.html'), join(renderer, 'link.html'));
    electron = startElectron();
    const { servePage } = await import('../../../electron/main/app-protocol.ts');
    servePage(readStaticFiles(renderer));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it.each([
    ['app://fob/', 'text/html; charset=utf-8', '<!doctype html>page'],
    ['app://fob/?x=1#y', 'text/html; charset=utf-8', '<!doctype html>page'],
    ['app://fob/assets/index.js', 'text/javascript; charset=utf-8', 'script'],
  ])('serves %s', async (url, type, body) => {
    const response = await electron.session.load(url);
    expect(response?.status).toBe(200);
    expect(response?.headers.get('content-type')).toBe(type);
    expect(await response?.text()).toBe(body);
  });

  it.each([
    'app://fob/../secret.html',
    'app://fob/%2e%2e/secret.html',
    'app://fob/%2e%2e%2fsecret.html',
    'app://fob/..%2fsecret.html',
    'app://fob/..%5csecret.html',
    'app://fob/..\\secret.html',
    'app://fob/assets/../../secret.html',
    'app://fob/assets/..%2f..%2fsecret.html',
    'app://fob//secret.html',
    'app://fob/secret.html',
    'app://fob/secret.html%00',
    'app://fob/%00',
    'app://fob/assets/index.js%00.html',
    'app://fob/assets/index.js/',
    'app://fob/assets//index.js',
    'app://fob/assets/%69ndex.js',
    'app://fob/ASSETS/INDEX.JS',
    'app://fob/assets',
    'app://fob/assets/notes.txt',
    'app://fob/link.html',
    'app://fob/__proto__',
    'app://fob/constructor',
    'app://fob/etc/passwd',
    'app://fob.evil/',
    'app://evil/',
    'app://fob:1/',
    'app://user@fob/',
    'app:///',
    'app:/index.html',
    'app:fob/',
  ])('serves nothing else: %s', async (url) => {
    const response = await electron.session.load(url);
    expect(response?.status).toBe(404);
    expect(await response?.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS'])('answers no %s', async (method) => {
    expect((await electron.session.load('app://fob/', method))?.status).toBe(405);
  });

  it('sends the headers of the browser UI on every answer, refusals too (E07, L10)', async () => {
    const { server, origin } = await startUiServer({
      files: readStaticFiles(join(directory, 'renderer')),
      log: createTestLog(),
    } as never);
    const browser = await fetch(`${origin}/`, { headers: { connection: 'close' } });
    server.close();
    const SECURITY = /^(content-security|x-|referrer|cross-origin)/;
    const headersOf = (response: Response | undefined): object =>
      Object.fromEntries([...(response?.headers ?? [])].filter(([name]) => SECURITY.test(name)));
    expect(browser.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const url of ['app://fob/', 'app://fob/assets/index.js', 'app://fob/nothing'])
      expect(headersOf(await electron.session.load(url))).toEqual(headersOf(browser));
  });
});
