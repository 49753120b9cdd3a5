/** What each setting may be, for the file and for a change that a UI sends. */
import { z } from 'zod';
import { parseAddress } from './profile.ts';
import { LANGUAGE_SETTINGS, THEMES } from './settings-view.ts';

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);
const whole = (least: number, most: number): z.ZodType<number> => {
  const words = `must be a whole number from ${least} to ${most}`;
  return z.int(words).min(least, words).max(most, words);
};
const DURATION = /^\d{1,5}[smh]$/;
const EARLY_WORDS = 'must be a number with s, m or h, such as "60s"';
const early = z.string(EARLY_WORDS).regex(DURATION, EARLY_WORDS);
const IDLE_WORDS = 'must be a number above 0 with s, m or h, such as "15m", or "never"';
const idle = z
  .string(IDLE_WORDS)
  .refine((text) => text === 'never' || (DURATION.test(text) && parseInt(text, 10) > 0), IDLE_WORDS);

const toggle = z.boolean('must be true or false');

/** One modifier at least: a key alone would be taken from every program. */
const ACCELERATOR =
  /^((CommandOrControl|Command|Control|Alt|Option|Shift|Super)\+){1,4}([A-Z0-9]|F([1-9]|1\d|2[0-4])|Space|Tab|Insert|Home|End|PageUp|PageDown|Up|Down|Left|Right)$/;
const ACCELERATOR_WORDS = 'must be empty, or keys such as "CommandOrControl+Shift+F"';
const accelerator = z
  .string(ACCELERATOR_WORDS)
  .refine((text) => text === '' || ACCELERATOR.test(text), ACCELERATOR_WORDS);

const copies = z.record(
  z.string().refine((text) => parseAddress(text) !== undefined, 'must name addresses such as "salus/beta"'),
  accelerator,
  'must be an object of addresses and keys',
);

export const settingSchemas = {
  theme: oneOf(THEMES),
  language: oneOf(LANGUAGE_SETTINGS),
  clipboard_seconds: whole(0, 3600),
  early_refresh: early,
  start_at_login: toggle,
  notifications: toggle,
} as const;

/** Settings that stand together in an object of the file. */
export const settingGroups = {
  guard: { on: toggle, minutes: whole(1, 1440) },
  lock: { idle, on_screen_lock: toggle, on_sleep: toggle },
  shortcuts: { show: accelerator, palette: accelerator, copy: copies },
} as const;

/** Some of the settings, each with its new value; the others stay as they are. */
export const settingsChangeSchema = z
  .strictObject({
    ...settingSchemas,
    guard: z.strictObject(settingGroups.guard).exactPartial(),
    lock: z.strictObject(settingGroups.lock).exactPartial(),
    shortcuts: z.strictObject(settingGroups.shortcuts).exactPartial(),
  })
  .exactPartial();

export type SettingsChange = z.infer<typeof settingsChangeSchema>;
