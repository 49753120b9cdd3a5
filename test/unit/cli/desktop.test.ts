/** What the command line starts on the user's desktop to reach its clipboard. */
import { expect, it } from 'vitest';
import { clipboardTools } from '../../../cli/clipboard.ts';

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
