/** One line of what `npm run bench` prints. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** Absent where nothing was promised. */
  readonly target?: { readonly words: string; readonly isMet: boolean };
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

/** A target for one figure to be at most so many times another. */
export function atMostTimes(factor: number, subject: number, baseline: number): Figure['target'] & object {
  return { words: `at most ${factor} ×`, isMet: subject <= factor * baseline };
}

/** A figure with its limit, both in the same words. */
export function atMost(what: string, words: (value: number) => string, value: number, limit: number): Figure {
  const target = { words: `at most ${words(limit).replace(/\.0+(?= )/, '')}`, isMet: value <= limit };
  return { what, measured: words(value), target };
}

export function isMissed({ target }: Figure): boolean {
  return target?.isMet === false;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, target }) => [
    what,
    measured,
    target?.words ?? '',
    target === undefined ? '' : target.isMet ? 'met' : 'MISSED',
  ]);
  const all = [['figure', 'measured', 'target', 'verdict'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}
