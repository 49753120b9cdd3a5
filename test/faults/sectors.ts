import type { Random } from '../../core/ports/random.ts';

/**
 * `ordered`: names change in the order they were changed, as in the journal of ext4, and any sync brings all changes
 * before it to the disk. Bytes are safe only by the sync of their own file: a rename can outrun them.
 * `lax`: each change of a name gets there or not for itself, a rename in two halves, and sectors in any order.
 */
export type Ordering = 'ordered' | 'lax';

const SECTOR_BYTES = 512;

/**
 * Bytes of a file after the power went before its sync: `old` was synced, `fresh` was written since. All of it got
 * there, or nothing, or a part: then the size is the old one, the new one or one on the way, and the sectors are new up
 * to a point (`ordered`) or each for itself new, old, zero or garbage (`lax`).
 */
export function bytesAfterPowerLoss(
  old: Uint8Array<ArrayBuffer>,
  fresh: Uint8Array<ArrayBuffer>,
  ordering: Ordering,
  random: Random,
): Uint8Array<ArrayBuffer> {
  if (old === fresh) return old;
  const below = (limit: number): number => Math.floor(random.fraction() * limit);
  const luck = below(4);
  if (luck < 2) return luck === 0 ? old : fresh;
  const sectors = Math.ceil(Math.max(old.length, fresh.length) / SECTOR_BYTES);
  const reached = below(sectors + 1);
  const size = [old.length, fresh.length, Math.min(reached * SECTOR_BYTES, fresh.length)][below(3)] ?? 0;
  const bytes = new Uint8Array(size);
  for (let sector = 0; sector * SECTOR_BYTES < size; sector += 1) {
    const [from, to] = [sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES];
    const place = bytes.subarray(from, to);
    const source = ordering === 'ordered' ? Number(sector >= reached) : below(4);
    if (source === 3) place.set(random.bytes(place.length));
    else place.set([fresh, old, new Uint8Array()][source]?.subarray(from, from + place.length) ?? []);
  }
  return bytes;
}
