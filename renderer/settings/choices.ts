import type { Words } from '../language/words.ts';
import type { Choice } from '../ui/choice-list.tsx';

type Spans = Words['settings']['spans'];

/** The words of a duration as settings.json has it, `90s`, `15m` or `2h`. */
export function spanWords(text: string, words: Spans): string {
  const count = parseInt(text, 10);
  switch (text.slice(-1)) {
    case 'h':
      return words.hours(count);
    case 'm':
      return words.minutes(count);
    default:
      return words.seconds(count);
  }
}

/** Durations to choose from; one that was written into the file by hand is among them. */
export function spanChoices(usual: readonly string[], current: string, words: Spans): Choice<string>[] {
  const offered = usual.includes(current) ? usual : [...usual, current];
  return offered.map((value) => ({ value, label: spanWords(value, words) }));
}
