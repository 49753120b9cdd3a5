/** The audience as asked for against the token's `aud` (RFC 7519 section 4.1.3), in words; `undefined` without either. */
export function audienceText(asked: string | undefined, claim: unknown): string | undefined {
  const given = audienceOf(claim);
  if (asked === undefined) return given.length === 0 ? undefined : `${given.join(', ')} (none was asked for)`;
  if (given.length === 0) return `${asked} was asked for; the token names none.`;
  if (given.includes(asked)) return `${given.join(', ')}, as asked for`;
  return `${given.join(', ')}, but ${asked} was asked for.`;
}

function audienceOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
}
