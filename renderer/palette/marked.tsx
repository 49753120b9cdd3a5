interface MarkedProps {
  readonly text: string;
  readonly matched: ReadonlySet<number>;
  /** Where the text begins in what was searched. */
  readonly offset?: number;
}

/** A text with those of its characters that matched made to stand out. */
export function Marked({ text, matched, offset = 0 }: MarkedProps) {
  const runs: { isMatch: boolean; text: string }[] = [];
  // fzf counts UTF-16 code units, and so does this.
  for (let index = 0; index < text.length; index += 1) {
    const isMatch = matched.has(index + offset);
    const last = runs.at(-1);
    if (last?.isMatch === isMatch) last.text += text.charAt(index);
    else runs.push({ isMatch, text: text.charAt(index) });
  }
  return runs.map((run, index) => (run.isMatch ? <mark key={index}>{run.text}</mark> : run.text));
}
