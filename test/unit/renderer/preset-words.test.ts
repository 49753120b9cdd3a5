import { describe, expect, test } from 'vitest';
import { presets as german } from '../../../renderer/language/de/presets.ts';
import { presets as english } from '../../../renderer/language/en/presets.ts';
import { presetInWords, problemInWords } from '../../../renderer/profiles/preset-words.ts';
import { fillIn, presetService } from '../../../shared/presets/preset.ts';
import type { Preset } from '../../../shared/presets/preset.ts';
import { PRESETS } from '../../../shared/presets/registry.ts';

/** What a person reads, but for the values that they choose from. */
const textsOf = ({ summary, questions }: Preset): (string | undefined)[] => [
  summary,
  ...questions.flatMap(({ label, help, choices = [] }) => [label, help, ...choices.map((one) => one.label)]),
];

/** The same in both languages. */
const NAMES = /^(RSA.*|)$/;

describe.each(PRESETS.map((preset) => [preset.name, preset] as const))('%s', (_name, preset) => {
  test('speaks German throughout', () => {
    const before = textsOf(preset);
    const after = textsOf(presetInWords(preset, german));
    expect(after).toHaveLength(before.length);
    expect(after.filter((text, index) => text === before[index] && !NAMES.test(text ?? ''))).toEqual([]);
  });

  test('asks the same and makes the same profile in any language', () => {
    const given = Object.fromEntries(
      preset.questions.filter(({ kind }) => kind === 'text').map(({ name }) => [name, 'x']),
    );
    const spoken = presetInWords(preset, german);
    expect(fillIn(spoken, given).answers).toEqual(fillIn(preset, given).answers);
    const { answers } = fillIn(preset, given);
    expect(presetService(spoken, answers)).toEqual(presetService(preset, answers));
    expect(presetInWords(preset, english)).toBe(preset);
  });
});

test('a problem is told in the language of the page', () => {
  const [asked] = PRESETS.flatMap((preset) => fillIn(preset, { environment: '' }).asked).filter(
    ({ problem }) => problem === 'missing',
  );
  if (asked === undefined) throw new Error('Every preset asks for an environment.');
  expect(problemInWords(asked, german)).toBe('Hier fehlt eine Antwort.');
  expect(problemInWords(asked, english)).toBe('This needs an answer.');
});
