/** Everything that was seen of Fob from outside, kept until all canaries are known. */
import { leaksIn } from '../../e2e/leaks.ts';
import type { Canaries, Leak, Place } from '../../e2e/leaks.ts';

export interface Search {
  add(where: string, content: string | Buffer): void;
  /** Looks for every canary in everything; each leak once for each place. */
  leaks(canaries: Canaries): readonly Leak[];
  places(): number;
  bytes(): number;
}

export function createSearch(): Search {
  const places: Place[] = [];
  return {
    add: (where, content) => void places.push([where, Buffer.from(content)]),
    leaks: (canaries) => leaksIn(places, canaries),
    places: () => places.length,
    bytes: () => places.reduce((sum, [, content]) => sum + content.byteLength, 0),
  };
}
