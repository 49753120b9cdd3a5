/** A JWS in compact form as an attacker takes it apart, and the chance by which one does. */
import { createFakeRandom } from '../../fakes/fake-random.ts';
import type { Json } from '../../provider/faults/json.ts';
import { encode } from '../../provider/faults/jws.ts';
import type { Key } from '../../provider/faults/jws.ts';

/** Chance that the test owns: the same for the same seed. */
export interface Dice {
  readonly below: (limit: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  readonly bytes: (length: number) => Buffer;
}

export function rollDice(seed: number): Dice {
  const random = createFakeRandom(seed);
  const below = (limit: number): number => Math.floor(random.fraction() * limit);
  return {
    below,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    bytes: (length) => Buffer.from(random.bytes(length)),
  };
}

/** What the attacker has: the published keys, and keys of their own. */
export interface Attacker {
  readonly published: readonly Key[];
  readonly own: readonly Key[];
}

export type Mutation = (token: string, dice: Dice, attacker: Attacker) => string;

export const partsOf = (token: string): string[] => token.split('.');
export const bytesOf = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url');

export function jsonOf(part: string | undefined): Json {
  try {
    const value: unknown = JSON.parse(bytesOf(part).toString());
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** Changes one of the parts: 0 is the header, 1 the payload, 2 the signature. */
export const withPart = (token: string, at: number, change: (part: string) => string): string =>
  partsOf(token)
    .map((part, index) => (index === at ? change(part) : part))
    .join('.');
export const withSignature = (token: string, change: (bytes: Buffer) => Uint8Array): string =>
  withPart(token, 2, (part) => encode(change(bytesOf(part))));
export const withHeader = (token: string, members: Json): string =>
  withPart(token, 0, (part) => encode(JSON.stringify({ ...jsonOf(part), ...members })));
export const insert = (text: string, at: number, piece: string): string =>
  text.slice(0, at) + piece + text.slice(at);
export const inputOf = (token: string): string => partsOf(token).slice(0, 2).join('.');
