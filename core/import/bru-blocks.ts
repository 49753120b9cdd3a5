/**
 * The blocks of a .bru file: `name {` or `name [`, indented lines, and the bracket that closes it at the margin. A body
 * or script has lines of its own form, and is skipped by whoever does not want it.
 */

export interface BruBlock {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Blocks that do not end, and lines outside of any, are left out. Takes linear time. */
export function bruBlocks(text: string): readonly BruBlock[] {
  const blocks: BruBlock[] = [];
  let open: { name: string; end: string; lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (open === undefined) {
      const [, name, bracket] = /^([A-Za-z][\w:.-]*)[ \t]*([{[])[ \t]*$/.exec(line) ?? [];
      if (name !== undefined) open = { name, end: bracket === '{' ? '}' : ']', lines: [] };
    } else if (line.trimEnd() === open.end) {
      blocks.push({ name: open.name, lines: open.lines });
      open = undefined;
    } else open.lines.push(line);
  }
  return blocks;
}

/** `name: value` of each line that is not switched off with `~`; values between `'''` have several lines. */
export function bruPairs({ lines }: Pick<BruBlock, 'lines'>): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').trim();
    const [, quoted, plain, value = ''] =
      /^(?:"((?:[^"\\]|\\.)*)"|([^:"@][^:]*?))[ \t]*:(.*)$/.exec(line) ?? [];
    const name = quoted ?? plain;
    if (name === undefined) continue;
    let text = value.trim();
    if (text === "'''") {
      const inner: string[] = [];
      for (i += 1; i < lines.length && (lines[i] ?? '').trim() !== "'''"; i++) inner.push(lines[i] ?? '');
      text = withoutIndent(inner).join('\n').trim();
    }
    if (!name.startsWith('~')) pairs.push([name, text]);
  }
  return pairs;
}

/** The names in a block of square brackets. */
export function bruNames({ lines }: Pick<BruBlock, 'lines'>): readonly string[] {
  return lines
    .flatMap((line) => line.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('~') && !name.startsWith('@'));
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, one) => Math.min(least, one), Infinity);
  return lines.map((line) => line.slice(Math.min(indent, line.length)));
}
