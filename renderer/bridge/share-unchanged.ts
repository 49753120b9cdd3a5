/** What lists of the snapshot are told apart by: services and environments keep their identity when others come or go. */
const KEYS = ['address', 'id'] as const;

type Keyed = Readonly<Record<string, unknown>>;

/**
 * `next`, made of the parts of `previous` that are the same: whoever compares by identity then sees only what changed.
 * Both are plain JSON, as every snapshot is.
 */
export function shareUnchanged<Value>(previous: Value, next: Value): Value {
  return share(previous, next) as Value;
}

function share(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next);
  if (isObject(previous) && isObject(next)) return shareObject(previous, next);
  return next;
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const known = new Map(previous.map((item, index) => [keyOf(item) ?? index, item]));
  const shared = next.map((item, index) => share(known.get(keyOf(item) ?? index), item));
  const isSame = shared.length === previous.length && shared.every((item, index) => item === previous[index]);
  return isSame ? previous : shared;
}

function shareObject(previous: Keyed, next: Keyed): Keyed {
  const names = Object.keys(next);
  const shared = names.map((name) => [name, share(previous[name], next[name])] as const);
  const isSame =
    names.length === Object.keys(previous).length &&
    shared.every(([name, value]) => value === previous[name] && Object.hasOwn(previous, name));
  return isSame ? previous : Object.fromEntries(shared);
}

const isObject = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function keyOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  return KEYS.map((name) => item[name]).find((value) => typeof value === 'string');
}
