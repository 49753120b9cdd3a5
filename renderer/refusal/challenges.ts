/** One challenge of a `WWW-Authenticate` header (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC 9449 section 7.1). */
export interface Challenge {
  /** In lower case: `bearer`, `dpop`, `basic`... */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Of a header: servers take no more than that either. */
const MAX_LENGTH = 8 * 1024;
const PART = /([,\s]*)([^\s,="]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s,"]*)))?/gs;

/** The challenges in the value of the header. Forgiving: servers leave out quotes and commas. Never throws. */
export function parseChallenges(value: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let last: string | undefined;
  for (const [, before = '', name = '', quoted, bare] of value.slice(0, MAX_LENGTH).matchAll(PART)) {
    const current = challenges.at(-1);
    const given = quoted?.replace(/\\(.)/gs, '$1') ?? bare;
    if (given !== undefined && current !== undefined) {
      last = name.toLowerCase();
      current.parameters.set(last, given);
    } else if (current !== undefined && last !== undefined && !before.includes(',')) {
      // A value without quotes that goes on: error_description=The token expired.
      current.parameters.set(last, `${current.parameters.get(last) ?? ''} ${name}`);
    } else {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      last = undefined;
    }
  }
  return challenges;
}
