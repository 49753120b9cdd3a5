import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** How much two colours may differ and still be called the same, 0 to 1; anti-aliased edges are left out. */
const THRESHOLD = 0.1;
/** The share of a picture's pixels that may differ. */
const TOLERANCE = 0.0002;

export interface Difference {
  /** What to print about it. */
  readonly words: string;
  /** The pixels that differ, in red; absent when the sizes do. */
  readonly picture?: Buffer;
}

/** What differs between two PNG pictures, or `undefined` when a person would see none of it. */
export function comparePictures(before: Buffer, now: Buffer): Difference | undefined {
  if (before.equals(now)) return undefined;
  const [left, right] = [PNG.sync.read(before), PNG.sync.read(now)];
  const { width, height } = right;
  if (left.width !== width || left.height !== height)
    return { words: `${left.width} x ${left.height} became ${width} x ${height}` };
  const picture = new PNG({ width, height });
  const pixels = pixelmatch(left.data, right.data, picture.data, width, height, { threshold: THRESHOLD });
  if (pixels <= width * height * TOLERANCE) return undefined;
  return { words: `${pixels} pixels differ`, picture: PNG.sync.write(picture) };
}
