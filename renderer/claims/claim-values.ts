import { en } from '../language/en.ts';
import type { ClaimHelpTexts } from '../language/en/claims.ts';
import type { Words } from '../language/words.ts';
import { localText, utcText } from '../ui/time-text.ts';
import { visibleText } from '../ui/visible-text.ts';
import { claimHelp, isTimeClaim } from './claim-help.ts';
import type { ClaimHelp, ClaimPart } from './claim-help.ts';

export type ClaimValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'json'; readonly text: string }
  /** `raw` is the claim as written; the others say it in words. */
  | {
      readonly kind: 'time';
      readonly raw: string;
      readonly local: string;
      readonly utc: string;
      readonly moment: number;
    };

export interface ClaimRow {
  readonly name: string;
  readonly help?: ClaimHelp;
  readonly value: ClaimValue;
}

/** What the rows are written with: the language, and the help texts once they are there. */
export interface ClaimTexts {
  readonly words: Pick<Words, 'claims' | 'ui'>;
  readonly help?: ClaimHelpTexts | undefined;
}

/** The rows of a JWT's header or payload, in the order of the token. */
export function claimRows(
  claims: Readonly<Record<string, unknown>>,
  part: ClaimPart,
  { words, help }: ClaimTexts = { words: en },
): ClaimRow[] {
  return Object.entries(claims).map(([name, value]) => {
    const row = { name: visibleText(name), value: claimValue(value, isTimeClaim(name, part), words) };
    const found = help === undefined ? undefined : claimHelp(help, name, part);
    return found === undefined ? row : { ...row, help: found };
  });
}

/** A claim's value ready to show. It is hostile input: what cannot be what it says is shown as it is. */
export function claimValue(value: unknown, isTime = false, words: ClaimTexts['words'] = en): ClaimValue {
  if (isTime && typeof value === 'number') return timeValue(value, words);
  if (typeof value === 'string') return { kind: 'text', text: visibleText(value) };
  if (isTextList(value)) return { kind: 'list', items: value.map(visibleText) };
  if (typeof value === 'object' && value !== null) {
    return { kind: 'json', text: visibleText(JSON.stringify(value, null, 2)) };
  }
  return { kind: 'text', text: String(value) };
}

function timeValue(seconds: number, words: ClaimTexts['words']): ClaimValue {
  const moment = seconds * 1000;
  const local = localText(moment, words.ui.time);
  const utc = utcText(moment);
  if (local === undefined || utc === undefined)
    return { kind: 'text', text: words.claims.notADate(String(seconds)) };
  return { kind: 'time', raw: String(seconds), local, utc, moment };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}
