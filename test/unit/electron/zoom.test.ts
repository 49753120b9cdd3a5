/** Zoom by the keys that every browser has. */
import type { WebContents } from 'electron';
import { expect, it } from 'vitest';
import { zoomByKeys } from '../../../electron/main/window/zoom.ts';
import { EventDouble } from '../../fakes/electron/emitter.ts';
import { WebContentsDouble } from '../../fakes/electron/window-double.ts';

interface Press {
  readonly key: string;
  readonly with?: 'control' | 'meta';
  readonly type?: string;
  readonly alt?: boolean;
}

function pressed(platform: NodeJS.Platform, presses: readonly Press[]): { level: number; taken: number } {
  const contents = new WebContentsDouble();
  zoomByKeys(contents as unknown as WebContents, platform);
  const events = presses.map(({ key, with: held, type = 'keyDown', alt = false }) => {
    const event = new EventDouble();
    const input = { type, key, alt, control: held === 'control', meta: held === 'meta' };
    contents.happen('before-input-event', event, input as Electron.Input);
    return event;
  });
  return {
    level: contents.getZoomLevel(),
    taken: events.filter(({ defaultPrevented }) => defaultPrevented).length,
  };
}

const control = (keys: string): Press[] => Array.from(keys, (key) => ({ key, with: 'control' }));
const command = (keys: string): Press[] => Array.from(keys, (key) => ({ key, with: 'meta' }));

it.each<[string, NodeJS.Platform, Press[], { level: number; taken: number }]>([
  ['larger', 'linux', control('+='), { level: 1, taken: 2 }],
  ['smaller', 'win32', control('-_'), { level: -1, taken: 2 }],
  ['larger on macOS', 'darwin', command('++'), { level: 1, taken: 2 }],
  ['as it was', 'linux', control('+++0'), { level: 0, taken: 4 }],
  ['at most more than twice', 'linux', control('+'.repeat(30)), { level: 4.5, taken: 30 }],
  ['at least two thirds', 'linux', control('-'.repeat(30)), { level: -2, taken: 30 }],
  ['nothing by the keys of another system', 'darwin', control('+-0'), { level: 0, taken: 0 }],
  ['nothing by the keys alone', 'linux', [{ key: '+' }, { key: '0' }], { level: 0, taken: 0 }],
  ['nothing by other keys', 'linux', control('cv1'), { level: 0, taken: 0 }],
  ['nothing with Alt', 'linux', [{ key: '+', with: 'control', alt: true }], { level: 0, taken: 0 }],
  ['once a press', 'linux', [{ key: '+', with: 'control', type: 'keyUp' }], { level: 0, taken: 0 }],
])('%s', (_what, platform, presses, expected) => {
  expect(pressed(platform, presses)).toEqual(expected);
});
