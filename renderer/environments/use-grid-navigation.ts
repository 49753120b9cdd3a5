import { useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent, RefObject } from 'react';
import { addressAfterKey, isNavigationKey } from './grid-navigation.ts';
import type { Place } from './grid-navigation.ts';

export interface GridNavigation {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The address whose controls are in the tab order. */
  readonly active: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  /** Moves the focus to the first environment in sight. */
  readonly focusFirst: () => void;
  /** Gives the focus back to what opened the details of an address. */
  readonly focusDetails: (address: string | undefined) => void;
}

/** Arrow keys move between environments; only one of them is in the tab order, so that Tab leaves the list soon. */
export function useGridNavigation(addresses: readonly string[]): GridNavigation {
  const ref = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<string>();
  const active = last !== undefined && addresses.includes(last) ? last : addresses[0];

  return {
    ref,
    active,
    onKeyDown(event) {
      const from = addressOf(event);
      if (from === undefined || !isNavigationKey(event.key) || isTyping(event.target) || hasModifier(event))
        return;
      const next = addressAfterKey(placesIn(event.currentTarget), from, event.key);
      event.preventDefault();
      if (next !== undefined) focusCopy(event.currentTarget, next);
    },
    onFocus(event) {
      const address = addressOf(event);
      if (address !== undefined) setLast(address);
    },
    focusFirst() {
      if (ref.current !== null && addresses[0] !== undefined) focusCopy(ref.current, addresses[0]);
    },
    focusDetails(address) {
      const opener = ref.current?.querySelector<HTMLElement>(`[data-details="${CSS.escape(address ?? '')}"]`);
      opener?.focus();
    },
  };
}

// React's events also rise from menus that are drawn elsewhere in the document; those keys are not ours.
function addressOf(event: KeyboardEvent<HTMLElement> | FocusEvent<HTMLElement>): string | undefined {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof HTMLElement)) return undefined;
  if (!event.currentTarget.contains(target)) return undefined;
  return target.closest<HTMLElement>('[data-address]')?.dataset.address;
}

const isTyping = (target: EventTarget) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

const hasModifier = (event: KeyboardEvent) =>
  event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;

function placesIn(list: HTMLElement): Place[] {
  return [...list.querySelectorAll<HTMLElement>('[data-address]')].map((cell) => {
    const { left, top, right, bottom } = cell.getBoundingClientRect();
    return { address: cell.dataset.address ?? '', left, top, right, bottom };
  });
}

/** Its copy button, so that Enter copies; where that is switched off, what comes first. */
function focusCopy(list: HTMLElement, address: string): void {
  const cell = list.querySelector(`[data-address="${CSS.escape(address)}"]`);
  const target = cell?.querySelector<HTMLElement>('[data-copy]:enabled') ?? cell?.querySelector('button');
  target?.focus();
}
