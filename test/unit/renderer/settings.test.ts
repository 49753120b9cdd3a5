import { describe, expect, test } from 'vitest';
import { en } from '../../../renderer/language/en.ts';
import { acceleratorOf, acceleratorWords } from '../../../renderer/settings/accelerator.ts';
import type { PressedKey } from '../../../renderer/settings/accelerator.ts';
import { spanChoices } from '../../../renderer/settings/choices.ts';
import { settingsChangeSchema } from '../../../shared/settings-schema.ts';

const pressed = (code: string, keys: Partial<PressedKey>): PressedKey => ({
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  code,
  ...keys,
});

describe('a shortcut that is pressed', () => {
  const cases: readonly [PressedKey, boolean, string | undefined][] = [
    [pressed('KeyF', { ctrlKey: true, shiftKey: true }), false, 'CommandOrControl+Shift+F'],
    [pressed('KeyF', { metaKey: true }), true, 'CommandOrControl+F'],
    [pressed('KeyF', { ctrlKey: true }), true, 'Control+F'],
    [pressed('Digit1', { metaKey: true, altKey: true }), false, 'Super+Alt+1'],
    [pressed('F12', { altKey: true }), false, 'Alt+F12'],
    [pressed('ArrowUp', { ctrlKey: true }), false, 'CommandOrControl+Up'],
    [pressed('KeyF', {}), false, undefined],
    [pressed('KeyF', { shiftKey: true }), false, undefined],
    [pressed('Tab', {}), false, undefined],
    [pressed('ControlLeft', { ctrlKey: true }), false, undefined],
    [pressed('F25', { ctrlKey: true }), false, undefined],
  ];
  test.each(cases)('%j, on a Mac: %j, is %j', (key, isMac, expected) => {
    const accelerator = acceleratorOf(key, isMac);
    expect(accelerator).toBe(expected);
    // Whatever can be pressed can be saved.
    if (accelerator !== undefined)
      expect(settingsChangeSchema.safeParse({ shortcuts: { show: accelerator } }).success).toBe(true);
  });

  test('is named as the keys of the machine are', () => {
    expect(acceleratorWords('CommandOrControl+Shift+F', false)).toBe('Ctrl + Shift + F');
    expect(acceleratorWords('CommandOrControl+Shift+F', true)).toBe('⌘ ⇧ F');
  });
});

test('a duration that was written by hand is among the choices', () => {
  expect(spanChoices(['30s', '1h'], '7m', en.settings.spans).map(({ label }) => label)).toEqual([
    '30 seconds',
    '1 hour',
    '7 minutes',
  ]);
});
