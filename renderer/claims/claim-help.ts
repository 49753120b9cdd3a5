import type { ClaimHelpTexts } from '../language/en/claims.ts';

export type ClaimPart = keyof ClaimHelpTexts;

/** What a claim or header parameter means, for a person who has not read the RFCs. */
export interface ClaimHelp {
  readonly title: string;
  readonly help: string;
}

/** Claims that are seconds since 1970 (RFC 7519 NumericDate). */
const TIMES = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at', 'toe']);

export function isTimeClaim(name: string, part: ClaimPart): boolean {
  return part === 'payload' && TIMES.has(name);
}

/** Help for a payload claim or header parameter; `undefined` for one that nobody registered. */
export function claimHelp(texts: ClaimHelpTexts, name: string, part: ClaimPart): ClaimHelp | undefined {
  const table: Readonly<Record<string, string>> = texts[part];
  const text = Object.hasOwn(table, name) ? table[name] : undefined;
  if (text === undefined) return undefined;
  const [title = '', ...help] = text.split(': ');
  return { title, help: help.join(': ') };
}
