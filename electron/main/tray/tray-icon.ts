/**
 * Draws the tray's icon: a ring that runs down round the fob, and a mark. Pure. Drawn here instead of kept as files, since
 * there would be hundreds: every step of the ring in every state, size and colour.
 */
import { PNG } from 'pngjs';
import { RING_STEPS } from './tray-model.ts';
import type { TrayIcon } from './tray-model.ts';

export type Colour = readonly [red: number, green: number, blue: number];

export const RED: Colour = [229, 72, 77];

/** Each pixel is looked at in so many places by so many. */
const SAMPLES = 4;
/** The drawing is so many units wide and high, as build/icons/*.svg are. */
const UNITS = 24;
const FAINT = 0.35;

/** A PNG of `size` by `size` pixels in one colour with transparency, as template images have to be. */
export function drawTrayIcon(icon: TrayIcon, size: number, [red, green, blue]: Colour): Buffer {
  const png = new PNG({ width: size, height: size });
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const alpha = Math.round(255 * coverage(icon, pixel % size, Math.floor(pixel / size), UNITS / size));
    png.data.set([red, green, blue, alpha], pixel * 4);
  }
  return PNG.sync.write(png);
}

function coverage(icon: TrayIcon, column: number, row: number, unit: number): number {
  let sum = 0;
  for (let sample = 0; sample < SAMPLES ** 2; sample += 1) {
    const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) * unit;
    const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) * unit;
    sum += ink({ ring: icon.ring, mark: icon.mark }, x, y);
  }
  return sum / SAMPLES ** 2;
}

/** How much ink is at a point, 0 to 1. */
function ink({ ring, mark }: Drawing, x: number, y: number): number {
  const badge = distance(x, y, 19, 19);
  if (mark === 'attention' && badge < 7) return badge < 5 && !isExclamation(x, y) ? 1 : 0;
  const strength = mark === 'locked' ? FAINT * 1.5 : 1;
  if (ring === undefined) return isFob(x, y, 1) ? strength : 0;
  const radius = distance(x, y, 12, 12);
  if (radius > 9.4 && radius < 11.8) return strength * (turn(x, y) < ring / RING_STEPS ? 1 : FAINT);
  return isFob(x, y, 0.62) ? strength : 0;
}

interface Drawing {
  readonly ring: number | undefined;
  readonly mark: TrayIcon['mark'] | undefined;
}

function distance(x: number, y: number, toX: number, toY: number): number {
  return Math.hypot(x - toX, y - toY);
}

/** Where a point lies on a clock's face, 0 at noon to 1. */
function turn(x: number, y: number): number {
  return (Math.atan2(x - 12, 12 - y) / (2 * Math.PI) + 1) % 1;
}

/** The fob: a rounded bar with a hole. */
function isFob(x: number, y: number, scale: number): boolean {
  const [dx, dy] = [(x - 12) / scale, (y - 12) / scale];
  const isBody = Math.hypot(dx, Math.max(0, Math.abs(dy) - 4)) < 6;
  return isBody && Math.hypot(dx, dy - 3) > 3;
}

function isExclamation(x: number, y: number): boolean {
  if (Math.abs(x - 19) > 0.9) return false;
  return (y > 15.4 && y < 19.6) || (y > 20.6 && y < 22.4);
}
