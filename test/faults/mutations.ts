/** Ways in which a file of the vault can turn out other than Fob wrote it: by a bad disk, a sync tool, a person. */
import type { Random } from '../../core/ports/random.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file of the vault and what can be mixed up with it. */
export interface Material {
  readonly bytes: Bytes;
  /** The same file some saves ago, whole and sealed by this vault. */
  readonly earlier: Bytes;
  /** Another file of the same vault. */
  readonly other: Bytes;
  /** The file of this name of another vault with the same passphrase. */
  readonly foreign: Bytes;
  readonly random: Random;
}

/** `undefined` takes the file away. */
export type Mutation = (material: Material) => Bytes | undefined;

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a flipped bit': ({ bytes, random }) => flipped(bytes, random),
  'many flipped bits': ({ bytes, random }) =>
    Array.from({ length: 2 + below(20, random) }).reduce<Bytes>((some) => flipped(some, random), bytes),
  truncated: ({ bytes, random }) => bytes.slice(0, below(bytes.length, random)),
  'zero length': () => new Uint8Array(),
  'filled with NUL': ({ bytes }) => new Uint8Array(bytes.length),
  'NUL at the end': ({ bytes, random }) => Uint8Array.from(bytes).fill(0, below(bytes.length, random)),
  'a sector of garbage': ({ bytes, random }) => {
    const copy = Uint8Array.from(bytes);
    const part = copy.subarray(below(bytes.length, random)).subarray(0, 512);
    part.set(random.bytes(part.length));
    return copy;
  },
  'half old, half new': ({ bytes, earlier, random }) => {
    const cut = below(Math.min(bytes.length, earlier.length), random);
    return joined(earlier.subarray(0, cut), bytes.subarray(cut));
  },
  'half new, half old': ({ bytes, earlier, random }) => {
    const cut = below(Math.min(bytes.length, earlier.length), random);
    return joined(bytes.subarray(0, cut), earlier.subarray(cut));
  },
  'twice in a row': ({ bytes }) => joined(bytes, bytes),
  'bytes inserted': ({ bytes, random }) => {
    const cut = below(bytes.length, random);
    return joined(bytes.subarray(0, cut), random.bytes(1 + below(9, random)), bytes.subarray(cut));
  },
  'a byte order mark': ({ bytes }) => joined(Uint8Array.of(0xef, 0xbb, 0xbf), bytes),
  'another file': ({ other }) => other,
  "another vault's file": ({ foreign }) => foreign,
  'a member of an earlier version': edited((json, { earlier, random }) => {
    const old = parsed(earlier);
    const name = oneOf(Object.keys(old), random);
    return { ...json, [name]: old[name] };
  }),
  'a member of another vault': edited((json, { foreign, random }) => {
    const theirs = parsed(foreign);
    const name = oneOf(Object.keys(theirs), random);
    return { ...json, [name]: theirs[name] };
  }),
  'a future version': edited((json, { random }) => ({ ...json, version: 1_000 + below(1e9, random) })),
  'a version that is none': edited((json, { random }) => ({
    ...json,
    version: [0, -1, 1.5, '1', null, [], {}][below(7, random)],
  })),
  'a member too many': edited((json) => ({ ...json, extra: 1 })),
  'a member that is missing': edited((json, { random }) => {
    const lost = oneOf(Object.keys(json), random);
    return Object.fromEntries(Object.entries(json).filter(([name]) => name !== lost));
  }),
  'other types': edited((json, { random }) => ({
    ...json,
    [oneOf(Object.keys(json), random)]: [null, 1, 'x', [], {}, true, [[[]]]][below(7, random)],
  })),
  'no object at all': ({ random }) => encode(oneOf(['[]', 'null', '1', '"x"', 'true', '{}'], random)),
  'a million blanks': ({ bytes }) => joined(bytes, new Uint8Array(2 ** 20).fill(0x20)),
  'nested without end': () => encode('['.repeat(2 ** 17)),
  'a huge text': edited((json) => ({ ...json, app: 'x'.repeat(2 ** 20) })),
  'thousands of members': edited((json) => ({
    ...json,
    members: Object.fromEntries(
      Array.from({ length: 5_000 }, (_, n) => [`m${n}`, { iv: 'AAAA', data: 'AA' }]),
    ),
  })),
};

/** The file as it was some saves ago. */
export const ROLLBACKS: Readonly<Record<string, Mutation>> = {
  'an earlier version': ({ earlier }) => earlier,
};

/** What looks like a record that was never there, or that was emptied. */
export const ABSENCES: Readonly<Record<string, Mutation>> = {
  'without its members': edited((json) => ('members' in json ? { ...json, members: {} } : json)),
  'taken away': () => undefined,
};

function edited(change: (json: Record<string, unknown>, material: Material) => object): Mutation {
  return (material) => encode(`${JSON.stringify(change(parsed(material.bytes), material))}\n`);
}

function parsed(bytes: Bytes): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  return Uint8Array.from(Buffer.concat(parts));
}

function flipped(bytes: Bytes, random: Random): Bytes {
  const copy = Uint8Array.from(bytes);
  const at = below(copy.length, random);
  copy[at] = (copy[at] ?? 0) ^ (1 << below(8, random));
  return copy;
}

function below(limit: number, random: Random): number {
  return Math.floor(random.fraction() * limit);
}

function oneOf<T>(choices: readonly T[], random: Random): T {
  const choice = choices[below(choices.length, random)];
  if (choice === undefined) throw new Error('nothing to choose from');
  return choice;
}
