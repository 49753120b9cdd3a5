/** What the command line starts on the user's desktop: the clipboard's tool and the browser. */
import { describe, expect, it } from 'vitest';
import { clipboardTools } from '../../../cli/clipboard.ts';
import { browserCommand } from '../../../cli/commands/ui.ts';

type Environment = Readonly<Record<string, string>>;

it.each<[NodeJS.Platform, Environment, readonly string[]]>([
  ['darwin', {}, ['pbcopy']],
  ['win32', {}, ['clip']],
  ['linux', {}, ['clip.exe']],
  ['linux', { DISPLAY: ':0' }, ['xclip', 'xsel', 'clip.exe']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['wl-copy', 'clip.exe']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, ['wl-copy', 'xclip', 'xsel', 'clip.exe']],
  ['linux', { WAYLAND_DISPLAY: '', DISPLAY: '' }, ['clip.exe']],
  ['freebsd', { DISPLAY: ':0' }, ['xclip', 'xsel', 'clip.exe']],
])('the clipboard of %s with %j is written by %j', (platform, env, programs) => {
  expect(clipboardTools(platform, env).map(([program]) => program)).toEqual(programs);
});

describe('the browser', () => {
  it.each<[NodeJS.Platform, Environment, readonly string[] | undefined]>([
    ['darwin', {}, ['open']],
    ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler']],
    ['linux', { DISPLAY: ':0' }, ['xdg-open']],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
    ['linux', {}, undefined],
    ['linux', { DISPLAY: '', BROWSER: '' }, undefined],
    ['linux', { BROWSER: 'firefox' }, ['firefox']],
    ['linux', { BROWSER: 'firefox --new-window %s:lynx' }, ['firefox', '--new-window', '%s']],
    ['linux', { BROWSER: ': chromium ' }, ['chromium']],
    ['linux', { BROWSER: ' ', DISPLAY: ':0' }, ['xdg-open']],
    ['darwin', { BROWSER: 'w3m' }, ['w3m']],
    ['win32', { BROWSER: 'C:\\firefox.exe' }, ['C:\\firefox.exe']],
  ])('of %s with %j is opened by %j', (platform, env, command) => {
    expect(browserCommand(platform, env)).toEqual(command);
  });
});
