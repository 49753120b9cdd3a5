import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { icns, ico } from '../../../build/icons/containers.ts';

const ICONS = new URL('../../../build/icons/app/', import.meta.url);
const SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024];
const read = (name: string): Buffer => readFileSync(new URL(name, ICONS));
const png = (size: number): Buffer => read(`${size}x${size}.png`);
const drawn = new Map(SIZES.map((size) => [size, png(size)]));

/** Width and height, and whether it is one with transparency. */
function dimensions(image: Buffer): unknown {
  expect(image.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [image.readUInt32BE(16), image.readUInt32BE(20), image[25] === 6];
}

function icnsParts(file: Buffer): [string, Buffer][] {
  expect(file.subarray(0, 4).toString('latin1')).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const parts: [string, Buffer][] = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
    parts.push([
      file.subarray(at, at + 4).toString('latin1'),
      file.subarray(at + 8, at + file.readUInt32BE(at + 4)),
    ]);
  return parts;
}

function icoParts(file: Buffer): [number, Buffer][] {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const start = file.readUInt32LE(entry + 12);
    expect([file.readUInt16LE(entry + 4), file.readUInt16LE(entry + 6)]).toEqual([1, 32]);
    expect(file[entry + 1]).toBe(file[entry]);
    return [file[entry] ?? -1, file.subarray(start, start + file.readUInt32LE(entry + 8))];
  });
}

describe("the app's icon", () => {
  it.each(SIZES)('is drawn in %i pixels, with transparency', (size) => {
    expect(dimensions(png(size))).toEqual([size, size, true]);
  });

  it('for macOS holds each size under the name that macOS knows it by', () => {
    const sizes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
    const file = read('icon.icns');
    expect(file).toEqual(icns(drawn));
    expect(icnsParts(file)).toEqual(Object.entries(sizes).map(([type, size]) => [type, drawn.get(size)]));
  });

  it('for Windows holds nine sizes, the largest written as zero', () => {
    const sizes = [16, 20, 24, 32, 40, 48, 64, 128, 256];
    const file = read('icon.ico');
    expect(file).toEqual(ico(drawn, sizes));
    expect(icoParts(file)).toEqual(sizes.map((size) => [size % 256, drawn.get(size)]));
  });

  it('cannot be put together with a size missing', () => {
    expect(() => ico(new Map(), [16])).toThrow('not drawn in 16 by 16');
    expect(() => icns(new Map())).toThrow('not drawn in 32 by 32');
  });
});
