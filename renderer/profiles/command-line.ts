/** A program with its arguments as one line of text: words between spaces, quotes around what has spaces in it. No shell reads it. */

const WORD = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\S+/g;

/** The words of a line. */
export function commandWords(line: string): string[] {
  return [...line.matchAll(WORD)].map(([whole, double, single]) =>
    double === undefined ? (single ?? whole) : double.replace(/\\(.)/g, '$1'),
  );
}

/** A line with exactly these words. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}
