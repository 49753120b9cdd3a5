/**
 * Draws the tray's icon: a ring that runs down round the fob, and a mark. Pure. Drawn here instead of kept as files, since
 * there would be hundreds: every step of the ring in every state, size and colour.
 *
 * Each shape is its signed distance: how far a point is outside of it, negative within. How much of a pixel a shape covers
 * follows from the one distance of its middle, so that a pixel is looked at once.
 */
import { PNG } from 'pngjs';
import { RING_STEPS } from './tray-model.ts';
import type { TrayIcon } from './tray-model.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export const RED: Colour = [229, 72, 77];

/** The drawing is so many units wide and high, as build/icons/*.svg are. */
const UNITS = 24;
const FAINT = 0.35;
/** No filter and little effort: the whole is a few hundred bytes, and somebody waits for it. */
const WRITTEN = { filterType: 0, deflateLevel: 1 } as const;

/** A PNG of `size` by `size` pixels in one colour with transparency, as template images have to be. */
export function drawTrayIcon(icon: TrayIcon, size: number, [red, green, blue]: Colour): Buffer {
  const png = new PNG({ width: size, height: size });
  const unit = UNITS / size;
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const [x, y] = [((pixel % size) + 0.5) * unit, (Math.floor(pixel / size) + 0.5) * unit];
    png.data.writeUInt32BE(((red << 24) | (green << 16) | (blue << 8)) >>> 0, pixel * 4);
    png.data[pixel * 4 + 3] = Math.round(255 * ink(icon, { x, y, unit }));
  }
  return PNG.sync.write(png, WRITTEN);
}

/** The middle of a pixel, and how wide it is. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly unit: number;
}

/** How much ink is at a spot, 0 to 1. */
function ink({ ring, mark }: TrayIcon, spot: Spot): number {
  const strength = mark === 'locked' ? FAINT * 1.5 : 1;
  const below = strength * (ring === undefined ? covered(fob(spot, 1), spot) : ringAndFob(ring, spot));
  if (mark !== 'attention') return below;
  const badge = distance(spot, 19, 19);
  const cleared = covered(badge - 7, spot);
  return below * (1 - cleared) + covered(Math.max(badge - 5, -exclamation(spot)), spot);
}

function ringAndFob(ring: number, spot: Spot): number {
  const band = covered(Math.abs(distance(spot, 12, 12) - 10.6) - 1.2, spot);
  return band * (turn(spot) < ring / RING_STEPS ? 1 : FAINT) + covered(fob(spot, 0.62), spot);
}

function covered(outside: number, { unit }: Spot): number {
  return Math.min(1, Math.max(0, 0.5 - outside / unit));
}

function distance({ x, y }: Pick<Spot, 'x' | 'y'>, toX: number, toY: number): number {
  return Math.sqrt((x - toX) ** 2 + (y - toY) ** 2);
}

/** Where a point lies on a clock's face, 0 at noon to 1. */
function turn({ x, y }: Spot): number {
  return (Math.atan2(x - 12, 12 - y) / (2 * Math.PI) + 1) % 1;
}

/** A rounded bar with a hole. */
function fob({ x, y }: Spot, scale: number): number {
  const at = { x: (x - 12) / scale, y: (y - 12) / scale };
  const body = distance({ x: at.x, y: Math.max(0, Math.abs(at.y) - 4) }, 0, 0) - 6;
  return Math.max(body, 3 - distance(at, 0, 3)) * scale;
}

function exclamation({ x, y }: Spot): number {
  const bar = (top: number, bottom: number) => Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2;
  return Math.max(Math.abs(x - 19) - 0.9, Math.min(bar(15.4, 19.6), bar(20.6, 22.4)));
}
