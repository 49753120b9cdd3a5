export interface AudienceLine {
  readonly audience: string;
  /** `granted`: as asked for, or nobody asked. `extra`: another one than was asked for. `absent`: asked for and not there. */
  readonly state: 'granted' | 'extra' | 'absent';
}

/** The audience as asked for against the token's `aud` (RFC 7519 section 4.1.3). */
export function compareAudience(asked: string | undefined, claim: unknown): AudienceLine[] {
  const given = audienceOf(claim);
  const lines = given.map((audience): AudienceLine => ({
    audience,
    state: asked === undefined || audience === asked ? 'granted' : 'extra',
  }));
  if (asked === undefined || given.includes(asked)) return lines;
  return [{ audience: asked, state: 'absent' }, ...lines];
}

function audienceOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? [...new Set(claim.filter((item) => typeof item === 'string'))] : [];
}
