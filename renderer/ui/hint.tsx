import { useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { Tooltip, TooltipTriggerStateContext } from 'react-aria-components/Tooltip';

/** Milliseconds over a button until its name shows; with the keyboard it shows at once. */
const SHOWN_AFTER_MS = 600;
/** Milliseconds to get from the button to the tooltip, which stays while the pointer is over it. */
const GONE_AFTER_MS = 300;

interface HintProps {
  readonly of: RefObject<HTMLButtonElement | null>;
  readonly text: string;
}

/** The tooltip of a button that somebody has come near to. Escape and a press put it away. */
export function Hint({ of, text }: HintProps) {
  const [isShown, show] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [turn] = useState(() => (shown: boolean, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => show(shown), delay);
  });
  useEffect(() => {
    const button = of.current;
    if (button === null) return;
    const stop = new AbortController();
    const on = (target: EventTarget, name: string, listener: (event: Event) => void) =>
      target.addEventListener(name, listener, { signal: stop.signal, capture: true });
    const come = () => {
      if (button.matches(':focus-visible')) turn(true, 0);
      else if (button.matches(':hover')) turn(true, SHOWN_AFTER_MS);
    };
    on(button, 'pointerenter', come);
    on(button, 'focus', come);
    on(button, 'pointerleave', () => turn(false, GONE_AFTER_MS));
    on(button, 'blur', () => turn(false, 0));
    on(button, 'pointerdown', () => turn(false, 0));
    on(document, 'keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Escape') turn(false, 0);
    });
    come();
    return () => {
      stop.abort();
      clearTimeout(timer.current);
    };
  }, [of, turn]);
  const state = useMemo(
    () => ({
      isOpen: isShown,
      shouldCloseOnPress: true,
      shouldSkipAnimation: false,
      open: () => turn(true, 0),
      close: () => turn(false, GONE_AFTER_MS),
    }),
    [isShown, turn],
  );
  return (
    <TooltipTriggerStateContext value={state}>
      <Tooltip className="tooltip" triggerRef={of} offset={6}>
        {text}
      </Tooltip>
    </TooltipTriggerStateContext>
  );
}
