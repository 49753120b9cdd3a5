import { useEffect } from 'react';

/**
 * Stands at the end of a view and takes the focus to its heading once it is there, so that a keyboard goes on from there
 * and a screen reader tells where it is. A view that focused something of its own keeps that, and so does the rail's way to this view.
 */
export function Arrival() {
  useEffect(() => {
    const page = document.querySelector('main');
    const focused = document.activeElement ?? document.body;
    if (page?.contains(focused) === true || focused.matches('.side-panel, .rail [aria-current]')) return;
    const heading = page?.querySelector('h1');
    if (heading === null || heading === undefined) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, []);
  return null;
}

/** Whether the focus lies with nobody, or still on the rail's way to a view that was left by Back. */
export function isFocusFree(): boolean {
  const focused = document.activeElement ?? document.body;
  return focused === document.body || focused.matches('.rail :not([aria-current])');
}
