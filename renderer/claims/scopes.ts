export interface ScopeLine {
  readonly scope: string;
  /** `extra`: given without being asked for. `absent`: asked for and not given. */
  readonly state: 'granted' | 'extra' | 'absent';
}

const words = (text: string | undefined) => (text ?? '').split(' ').filter(Boolean);

/**
 * Scopes as granted against scopes as asked. An identity provider that names no scope granted exactly what was asked
 * for (RFC 6749 section 5.1); one that was asked for none may give what it likes.
 */
export function compareScopes(asked: string | undefined, granted: string | undefined): ScopeLine[] {
  const wanted = new Set(words(asked));
  const given = new Set(words(granted ?? asked));
  const line = (scope: string): ScopeLine => {
    if (!given.has(scope)) return { scope, state: 'absent' };
    return { scope, state: wanted.size === 0 || wanted.has(scope) ? 'granted' : 'extra' };
  };
  return [...new Set([...wanted, ...given])].map(line);
}
