import type { WebContents } from 'electron';

/** Zoom levels: each whole one makes the page a fifth larger, so that the largest is more than twice as large. */
const STEP = 0.5;
const [SMALLEST, LARGEST] = [-2, 4.5];

/**
 * Ctrl, or Cmd on macOS, with plus, minus and 0, as in every browser: a window without a menu has no such keys by itself
 * (WCAG 2.2, 1.4.4).
 */
export function zoomByKeys(contents: WebContents, platform: NodeJS.Platform): void {
  contents.on('before-input-event', (event, { type, key, alt, control, meta }) => {
    const isCommand = platform === 'darwin' ? meta && !control : control && !meta;
    if (type !== 'keyDown' || alt || !isCommand) return;
    const level = levelAfter(key, contents.getZoomLevel());
    if (level === undefined) return;
    event.preventDefault();
    contents.setZoomLevel(Math.min(LARGEST, Math.max(SMALLEST, level)));
  });
}

/** Plus is typed without Shift on many keyboards, where the key is `=`. */
function levelAfter(key: string, level: number): number | undefined {
  if (key === '+' || key === '=') return level + STEP;
  if (key === '-' || key === '_') return level - STEP;
  return key === '0' ? 0 : undefined;
}
