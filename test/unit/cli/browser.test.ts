/** Which program opens a URL on the user's desktop, and how the URL gets to it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserCommands, openInBrowser } from '../../../cli/browser.ts';

type Environment = Readonly<Record<string, string>>;

it.each<[NodeJS.Platform, Environment, readonly (readonly string[])[]]>([
  ['darwin', {}, [['open']]],
  ['win32', {}, [['rundll32', 'url.dll,FileProtocolHandler']]],
  ['linux', { DISPLAY: ':0' }, [['xdg-open']]],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [['xdg-open']]],
  ['linux', {}, []],
  ['linux', { DISPLAY: '', BROWSER: '' }, []],
  ['linux', { BROWSER: 'firefox' }, [['firefox']]],
  ['linux', { BROWSER: 'firefox --new-window %s:lynx' }, [['firefox', '--new-window', '%s'], ['lynx']]],
  ['linux', { BROWSER: ': chromium ' }, [['chromium']]],
  ['linux', { BROWSER: ' ', DISPLAY: ':0' }, [['xdg-open']]],
  ['darwin', { BROWSER: 'w3m' }, [['w3m']]],
  ['win32', { BROWSER: 'C:\\firefox.exe' }, [['C:\\firefox.exe']]],
])('on %s with %j a URL is opened by %j', (platform, env, commands) => {
  expect(browserCommands(platform, env)).toEqual(commands);
});

describe.runIf(process.platform !== 'win32')('a URL', () => {
  const URL_OF_AN_IDP = "https://idp.example/auth?a=$(id)&b=`id`&c='x';id&d=%s&e=$&";
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fob-browser-'));
    program = join(folder, 'browser');
    await writeFile(program, '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.arguments"\n', { mode: 0o700 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const received = (): Promise<string> => readFile(`${program}.arguments`, 'utf8').catch(() => '');

  it.each([
    ['', [URL_OF_AN_IDP]],
    [' --new %s --quiet', ['--new', URL_OF_AN_IDP, '--quiet']],
    [' --url=%s', [`--url=${URL_OF_AN_IDP}`]],
  ])('reaches "browser%s" as it is, by no shell', async (args, expected) => {
    await rm(`${program}.arguments`, { force: true });
    expect(await openInBrowser(URL_OF_AN_IDP, { BROWSER: `no-such-browser-9f3:${program}${args}` })).toBe(
      true,
    );
    await expect.poll(received).toBe(`${expected.join('\n')}\n`);
  });

  it('is opened by nobody where no program can be started', async () => {
    expect(await openInBrowser(URL_OF_AN_IDP, { BROWSER: 'no-such-browser-9f3' })).toBe(false);
  });
});
