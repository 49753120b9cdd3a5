/** The two formats that hold an icon in several sizes, each size as the PNG that it is. */

/** The PNG of a size, in pixels. */
export type Pngs = ReadonlyMap<number, Buffer>;

/** What macOS calls the sizes, some of them twice: plain, and as half the size on a dense screen. */
const ICNS_TYPES: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** Apple's `.icns`: every part and the whole begin with a type of four letters and their length. Throws for a missing size. */
export function icns(pngs: Pngs): Buffer {
  return icnsPart('icns', Buffer.concat(ICNS_TYPES.map(([type, size]) => icnsPart(type, pngOf(pngs, size)))));
}

function icnsPart(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}

const ICO_HEAD = 6;
const ICO_ENTRY = 16;

/** Windows' `.ico`, with PNGs as Windows Vista and later take them, of at most 256 pixels. Throws for a missing size. */
export function ico(pngs: Pngs, sizes: readonly number[]): Buffer {
  const head = Buffer.alloc(ICO_HEAD);
  head.writeUInt16LE(1, 2); // an icon, no cursor
  head.writeUInt16LE(sizes.length, 4);
  const images = sizes.map((size) => pngOf(pngs, size));
  let offset = ICO_HEAD + ICO_ENTRY * sizes.length;
  const entries = images.map((image, index) => {
    const entry = Buffer.alloc(ICO_ENTRY);
    const side = (sizes[index] ?? 0) % 256; // 256 is written as 0
    entry.set([side, side]);
    entry.writeUInt16LE(1, 4); // planes
    entry.writeUInt16LE(32, 6); // bits for each pixel
    entry.writeUInt32LE(image.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += image.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...images]);
}

function pngOf(pngs: Pngs, size: number): Buffer {
  const png = pngs.get(size);
  if (png === undefined) throw new Error(`The icon is not drawn in ${size} by ${size} pixels.`);
  return png;
}
