import { useEffect } from 'react';
import { isApple } from '../about/platform.ts';
import { useHost } from '../bridge/host-context.tsx';

/** What a browser does by itself and a window without one does not: Alt+Left, or Cmd+[, and the mouse's own buttons go back. */
export function useBackKeys(): void {
  const { bridge } = useHost();
  useEffect(() => {
    if (bridge.kind !== 'desktop') return;
    const go = (event: Event, by: number | undefined) => {
      if (by === undefined) return;
      event.preventDefault();
      history.go(by);
    };
    const onMouseUp = (event: MouseEvent) => go(event, { 3: -1, 4: 1 }[event.button]);
    const onKeyDown = (event: KeyboardEvent) => go(event, stepOf(event));
    document.addEventListener('mouseup', onMouseUp, { capture: true });
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      document.removeEventListener('mouseup', onMouseUp, { capture: true });
      document.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [bridge.kind]);
}

/** On a Mac, Alt and an arrow go over a word. */
function stepOf({ key, altKey, metaKey, ctrlKey, shiftKey }: KeyboardEvent): number | undefined {
  if (ctrlKey || shiftKey) return undefined;
  if (isApple()) return metaKey && !altKey ? { '[': -1, ']': 1 }[key] : undefined;
  return altKey && !metaKey ? { ArrowLeft: -1, ArrowRight: 1 }[key] : undefined;
}
