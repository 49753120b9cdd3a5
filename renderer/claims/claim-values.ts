import { localText, utcText } from '../ui/time-text.ts';
import { visibleText } from '../ui/visible-text.ts';
import { claimHelp } from './claim-help.ts';
import type { ClaimHelp } from './claim-help.ts';

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

/** The rows of a JWT's header or payload, in the order of the token. */
export function claimRows(claims: Readonly<Record<string, unknown>>, part: 'header' | 'payload'): ClaimRow[] {
  return Object.entries(claims).map(([name, value]) => {
    const help = claimHelp(name, part);
    const row = { name: visibleText(name), value: claimValue(value, help) };
    return help === undefined ? row : { ...row, help };
  });
}

/** A claim's value ready to show. It is hostile input: what cannot be what it says is shown as it is. */
export function claimValue(value: unknown, help?: ClaimHelp): ClaimValue {
  if (help?.isTime === true && typeof value === 'number') return timeValue(value);
  if (typeof value === 'string') return { kind: 'text', text: visibleText(value) };
  if (isTextList(value)) return { kind: 'list', items: value.map(visibleText) };
  if (typeof value === 'object' && value !== null) {
    return { kind: 'json', text: visibleText(JSON.stringify(value, null, 2)) };
  }
  return { kind: 'text', text: String(value) };
}

function timeValue(seconds: number): ClaimValue {
  const moment = seconds * 1000;
  const local = localText(moment);
  const utc = utcText(moment);
  if (local === undefined || utc === undefined) return { kind: 'text', text: `${seconds} (not a date)` };
  return { kind: 'time', raw: String(seconds), local, utc, moment };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}
