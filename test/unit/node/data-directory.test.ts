import { expect, test } from 'vitest';
import { dataDirectory } from '../../../core/node/data-directory.ts';

test.each<[string, Record<string, string>, NodeJS.Platform, string, string]>([
  ['Linux', {}, 'linux', '/home/ada', '/home/ada/.local/share/fob'],
  ['Linux with XDG', { XDG_DATA_HOME: '/data' }, 'linux', '/home/ada', '/data/fob'],
  [
    'a relative XDG path is void',
    { XDG_DATA_HOME: 'data' },
    'linux',
    '/home/ada',
    '/home/ada/.local/share/fob',
  ],
  ['an empty XDG path is void', { XDG_DATA_HOME: '' }, 'freebsd', '/home/ada', '/home/ada/.local/share/fob'],
  ['macOS', { XDG_DATA_HOME: '/data' }, 'darwin', '/Users/ada', '/Users/ada/Library/Application Support/fob'],
  [
    'Windows',
    { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
    'win32',
    'C:\\Users\\ada',
    'C:\\Users\\ada\\AppData\\Roaming\\fob',
  ],
  ['Windows without APPDATA', {}, 'win32', 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming\\fob'],
  ['FOB_HOME first', { FOB_HOME: '/tmp/x', XDG_DATA_HOME: '/data' }, 'linux', '/home/ada', '/tmp/x'],
  ['FOB_HOME empty', { FOB_HOME: '' }, 'linux', '/home/ada', '/home/ada/.local/share/fob'],
  ['FOB_HOME relative', { FOB_HOME: 'x/../y' }, 'linux', '/home/ada', `${process.cwd()}/y`],
])('%s', (_, env, platform, home, expected) => {
  expect(dataDirectory(env, platform, home)).toBe(expected);
});
