/** Two sets of claims side by side. */
export type Sign =
  | 'same'
  | 'differs'
  /** Of each token its own: times, ids, hashes. */
  | 'always'
  | 'left'
  | 'right';

export interface ComparedClaim {
  readonly name: string;
  readonly sign: Sign;
  /** Absent where this side does not have the claim. */
  readonly left?: unknown;
  readonly right?: unknown;
}

type Claims = Readonly<Record<string, unknown>>;

/** No two tokens share them, whatever else is the same. */
const ALWAYS = new Set([
  'iat',
  'exp',
  'nbf',
  'jti',
  'nonce',
  'auth_time',
  'at_hash',
  'c_hash',
  's_hash',
  'uti',
  'aio',
  'rh',
]);

/** Lists in which the order means nothing. */
const isSet = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Every claim of the two, in the order of the left side; those of the right alone come last. */
export function compareClaims(left: Claims, right: Claims): ComparedClaim[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].map((name) => {
    if (!Object.hasOwn(right, name)) return { name, sign: 'left', left: left[name] };
    if (!Object.hasOwn(left, name)) return { name, sign: 'right', right: right[name] };
    const sides = { left: left[name], right: right[name] };
    if (canonical(name, sides.left) === canonical(name, sides.right)) return { name, sign: 'same', ...sides };
    return { name, sign: ALWAYS.has(name) ? 'always' : 'differs', ...sides };
  });
}

/** The same text for what means the same. */
function canonical(name: string, value: unknown): string {
  if ((name === 'scope' || name === 'scp') && typeof value === 'string')
    return canonical('', value.split(' ').filter(Boolean));
  if (name === 'aud' && typeof value === 'string') return canonical('', [value]);
  return JSON.stringify(isSet(value) ? [...new Set(value)].toSorted() : sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

/** How long a token lives in all, in milliseconds; `undefined` where it does not say. */
export function lifetimeOf({ iat, exp }: Claims): number | undefined {
  return typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 1000 : undefined;
}
