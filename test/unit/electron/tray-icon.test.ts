import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { drawTrayIcon, RED } from '../../../electron/main/tray/tray-icon.ts';
import type { TrayIcon } from '../../../electron/main/tray/tray-model.ts';

const inkOf = (icon: TrayIcon, size = 32): number => {
  const { data } = PNG.sync.read(drawTrayIcon(icon, size, RED));
  return data.reduce((sum, value, index) => (index % 4 === 3 ? sum + value : sum), 0);
};

it('has less ink the less time is left, and looks different in each state', () => {
  const rings = Array.from({ length: 13 }, (_, ring) => inkOf({ ring }));
  expect(rings).toEqual(rings.toSorted((one, other) => one - other));
  const states: TrayIcon[] = [{}, { mark: 'attention' }, { mark: 'locked' }, { ring: 6 }];
  const pictures = [...states, { ring: 6, mark: 'attention' } as const].map((icon) =>
    drawTrayIcon(icon, 16, RED).toString('hex'),
  );
  expect(new Set([...rings, ...pictures]).size).toBe(18);
});

it.each([16, 24, 32, 48, 72])('is a picture of %i pixels in one colour', (size) => {
  const { width, height, data } = PNG.sync.read(drawTrayIcon({ ring: 3, mark: 'armed' }, size, RED));
  expect([width, height]).toEqual([size, size]);
  for (let pixel = 0; pixel < size * size; pixel += 1)
    expect([...data.subarray(pixel * 4, pixel * 4 + 3)]).toEqual([...RED]);
});
