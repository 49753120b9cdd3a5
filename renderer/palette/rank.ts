import { byLengthAsc, extendedMatch, Fzf } from 'fzf';
import type { PaletteEntry } from './entry.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Points of fzf's score for each point of frecency: enough to win among equals, not against a better match. */
const FRECENCY_WEIGHT = 3;

/** More than anybody reads; the next letter finds the rest. */
const SHOWN_AT_MOST = 50;

/** So many of what was used lately stand above the commands while nothing is typed. */
const RECENT_AT_MOST = 6;

export interface RankedEntry {
  readonly entry: PaletteEntry;
  /** Which characters of the entry's text matched. */
  readonly matched: ReadonlySet<number>;
}

export type Rank = (query: string) => readonly RankedEntry[];

const NONE: ReadonlySet<number> = new Set();
const unmatched = (entry: PaletteEntry): RankedEntry => ({ entry, matched: NONE });

/**
 * Recently and often used. `lastUsedAt` and `now` are in milliseconds since 1970, `uses` counts what was done from the
 * palette since the page was opened.
 */
export function frecency(lastUsedAt: number | undefined, uses: number, now: number): number {
  return recency(lastUsedAt, now) + 2 * Math.log2(1 + uses);
}

function recency(lastUsedAt: number | undefined, now: number): number {
  if (lastUsedAt === undefined) return 0;
  const age = now - lastUsedAt;
  if (age < HOUR) return 4;
  if (age < DAY) return 3;
  return age < 7 * DAY ? 2 : 1;
}

/** Finds entries by what a person typed, the likeliest first. Every word has to match somewhere, in any order. */
export function createRank(entries: readonly PaletteEntry[]): Rank {
  const fzf = new Fzf(entries, {
    selector: ({ text }: PaletteEntry) => text,
    match: extendedMatch,
    casing: 'case-insensitive',
    tiebreakers: [byLengthAsc],
  });
  const score = (found: { readonly score: number; readonly item: PaletteEntry }) =>
    found.score + FRECENCY_WEIGHT * found.item.frecency;
  return (query) => {
    if (query.trim() === '') return atRest(entries).map(unmatched);
    return fzf
      .find(query)
      .toSorted((left, right) => score(right) - score(left))
      .slice(0, SHOWN_AT_MOST)
      .map(({ item, positions }) => ({ entry: item, matched: positions }));
  };
}

/** What was used lately, then the commands, then the addresses. */
function atRest(entries: readonly PaletteEntry[]): PaletteEntry[] {
  const recent = entries
    .filter(({ frecency: points }) => points > 0)
    .toSorted((left, right) => right.frecency - left.frecency)
    .slice(0, RECENT_AT_MOST);
  const others = entries.filter((entry) => !recent.includes(entry));
  const commands = others.filter(({ environment }) => environment === undefined);
  const addresses = others.filter(({ environment }) => environment !== undefined);
  return [...recent, ...commands, ...addresses].slice(0, SHOWN_AT_MOST);
}
