import type { Rectangle } from 'electron';

export const POPOVER_SIZE = { width: 360, height: 560 } as const;

const GAP = 4;

/** Under the icon of a bar at the top, over that of one at the bottom, beside one at a side; all of it on the screen. */
export function popoverPlace(icon: Rectangle, workArea: Rectangle): Rectangle {
  const width = Math.min(POPOVER_SIZE.width, workArea.width);
  const height = Math.min(POPOVER_SIZE.height, workArea.height);
  const [right, bottom] = [workArea.x + workArea.width, workArea.y + workArea.height];
  const isUpper = icon.y + icon.height / 2 < workArea.y + workArea.height / 2;
  const x = icon.x + icon.width / 2 - width / 2;
  const y = isUpper ? icon.y + icon.height + GAP : icon.y - height - GAP;
  return {
    x: Math.round(within(x, workArea.x, right - width)),
    y: Math.round(within(y, workArea.y, bottom - height)),
    width,
    height,
  };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
