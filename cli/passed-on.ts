/** Command lines that end in words of another program: `fob exec ADDRESS -- CMD...`, `fob curl ADDRESS URL...`. */
import type { OptionSpec } from './arguments.ts';

export interface SplitWords {
  readonly own: readonly string[];
  /** What belongs to the other program, whatever it looks like. */
  readonly passedOn: readonly string[];
}

/** `words` follow the command's name. Fob's own end at the first `--`, or where there is none after the address. */
export function splitWords(
  words: readonly string[],
  options: Readonly<Record<string, OptionSpec>>,
): SplitWords {
  const dashes = words.indexOf('--');
  if (dashes !== -1) return { own: words.slice(0, dashes), passedOn: words.slice(dashes + 1) };
  const end = afterAddress(words, options);
  return { own: words.slice(0, end), passedOn: words.slice(end) };
}

function afterAddress(words: readonly string[], options: Readonly<Record<string, OptionSpec>>): number {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return at + 1;
    if (options[word.slice(2)]?.type === 'string') at += 1;
  }
  return words.length;
}
