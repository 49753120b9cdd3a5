/** Safe looks into what a file of another program holds, which can be anything. */
import { FobError } from '../errors/fob-error.ts';
import type { Variables } from './finding.ts';

type Members = Readonly<Record<string, unknown>>;

/** Deeper than any collection that people keep; hostile files go further. */
const DEEPEST = 64;
const MOST_NODES = 200_000;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `path`, own members alone. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = isMembers(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return found;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** As text: strings, numbers and booleans; lists of them with spaces between, as scopes are written. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return undefined;
  const parts = value.map(asText).filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  return asText(at(value, ...path));
}

/** `[name, value]` of each member, and of members inside of it as `outer.inner`. */
export function flatVariables(value: unknown): Variables {
  const found = new Map<string, string | undefined>();
  const take = (part: unknown, prefix: string, depth: number): void => {
    if (!isMembers(part) || depth > DEEPEST || found.size > MOST_NODES) return;
    for (const [name, inner] of Object.entries(part)) {
      const text = asText(inner);
      if (text !== undefined) found.set(`${prefix}${name}`, text);
      else take(inner, `${prefix}${name}.`, depth + 1);
    }
  };
  take(value, '', 0);
  return found;
}

/** An object of a tree, and the objects that it stands in, the nearest first. */
export interface Place {
  readonly node: Members;
  readonly around: readonly Members[];
}

/** Every object in a tree, outer ones first. Throws `profiles_invalid` when it is nested too deeply or too large. */
export function* places(root: unknown): Generator<Place> {
  const open: { value: unknown; around: readonly Members[]; depth: number }[] = [
    { value: root, around: [], depth: 0 },
  ];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, around, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    seen += 1;
    if (depth > DEEPEST || seen > MOST_NODES) throw tooLarge();
    const inside = isMembers(value) ? [value, ...around] : around;
    if (isMembers(value)) yield { node: value, around };
    const children: readonly unknown[] = Object.values(value);
    for (const child of [...children].reverse())
      open.push({ value: child, around: inside, depth: depth + 1 });
  }
}

function tooLarge(): FobError {
  return new FobError(
    'profiles_invalid',
    'The file is nested more deeply, or has more parts, than Fob reads.',
    {
      hint: 'Export only the folder that has the authorization, and import that.',
    },
  );
}
