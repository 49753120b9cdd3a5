import { useEffect, useEffectEvent } from 'react';

/** What lies over the view and answers Back itself, the topmost last. */
const holders: (() => void)[] = [];

/** What takes Back and Forward instead of the view, if anything does. */
export function backHolder(): (() => void) | undefined {
  return holders.at(-1);
}

/** While `isHeld`, Back and Forward call this and leave the view as it is: a question is answered before one goes on. */
export function useHoldBack(isHeld: boolean, onBack: () => void): void {
  const answer = useEffectEvent(onBack);
  useEffect(() => {
    if (!isHeld) return;
    const holder = () => answer();
    holders.push(holder);
    return () => {
      holders.splice(holders.indexOf(holder), 1);
    };
  }, [isHeld]);
}
