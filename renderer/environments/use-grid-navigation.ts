import { useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent, RefObject } from 'react';
import type { ServiceView } from '../../shared/snapshot.ts';
import { useSteady } from '../ui/use-steady.ts';
import { addressAfterKey, isNavigationKey } from './grid-navigation.ts';
import type { Place } from './grid-navigation.ts';
import { byTier, nextOfTier, tierOfKey } from './tiers.ts';

export interface GridNavigation {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The address whose controls are in the tab order. */
  readonly active: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  /** Moves the focus to the first environment of the list. */
  readonly focusFirst: () => void;
  /** To be called by the list after each drawing: a row that was gone to may only be there now. */
  readonly onDrawn: () => void;
}

/**
 * Arrow keys move between environments; 1, 2, 3 or D, B, P go to a tier of the same service; C copies. Only one
 * environment is in the tab order, so that Tab leaves the list soon.
 */
export function useGridNavigation(services: readonly ServiceView[]): GridNavigation {
  const ref = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<string>();
  // Where the focus goes as soon as its row is drawn: the active row always is, wherever the list is scrolled to.
  const wanted = useRef<string>(undefined);
  const active = last !== undefined && hasAddress(services, last) ? last : firstOf(services);
  const onDrawn = () => {
    if (wanted.current === undefined || ref.current === null) return;
    if (focusCopy(ref.current, wanted.current)) wanted.current = undefined;
  };
  const goTo = (address: string | undefined) => {
    if (address === undefined) return;
    wanted.current = address;
    setLast(address);
    onDrawn();
  };
  const focusFirst = useSteady(() => goTo(firstOf(services)));
  const onKey = (list: HTMLElement, from: string, key: string): boolean => {
    if (key === 'Home' || key === 'End') goTo(key === 'Home' ? firstOf(services) : lastOf(services));
    else if (isNavigationKey(key)) goTo(addressAfterKey(placesIn(list), from, key));
    else if (key.toLowerCase() === 'c') copyButtonOf(list, from)?.click();
    else {
      const tier = tierOfKey(key);
      if (tier === undefined) return false;
      const service = services.find(({ environments }) => environments.some((one) => one.address === from));
      goTo(nextOfTier(service?.environments ?? [], tier, from)?.address);
    }
    return true;
  };

  return {
    ref,
    active,
    focusFirst,
    onDrawn,
    onKeyDown(event) {
      const from = addressOf(event);
      if (from === undefined || isTyping(event.target) || hasModifier(event)) return;
      if (onKey(event.currentTarget, from, event.key)) event.preventDefault();
    },
    onFocus(event) {
      const address = addressOf(event);
      if (address !== undefined) setLast(address);
    },
  };
}

const firstOf = ([first]: readonly ServiceView[]) => byTier(first?.environments ?? [])[0]?.address;
const lastOf = (services: readonly ServiceView[]) =>
  byTier(services.at(-1)?.environments ?? []).at(-1)?.address;
const hasAddress = (services: readonly ServiceView[], address: string) =>
  services.some(({ environments }) => environments.some((one) => one.address === address));

// React's events also rise from menus that are drawn elsewhere in the document; those keys are not ours.
function addressOf(event: KeyboardEvent<HTMLElement> | FocusEvent<HTMLElement>): string | undefined {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof HTMLElement)) return undefined;
  if (!event.currentTarget.contains(target)) return undefined;
  return target.closest<HTMLElement>('[data-address]')?.dataset.address;
}

const isTyping = (target: EventTarget) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

const hasModifier = (event: KeyboardEvent) => event.altKey || event.ctrlKey || event.metaKey;

function placesIn(list: HTMLElement): Place[] {
  return [...list.querySelectorAll<HTMLElement>('[data-address]')].map((cell) => {
    const { left, top, right, bottom } = cell.getBoundingClientRect();
    return { address: cell.dataset.address ?? '', left, top, right, bottom };
  });
}

const cellOf = (list: HTMLElement, address: string) =>
  list.querySelector(`[data-address="${CSS.escape(address)}"]`);

const copyButtonOf = (list: HTMLElement, address: string) =>
  cellOf(list, address)?.querySelector<HTMLElement>('[data-copy]:enabled');

/** Focuses its copy button, so that Enter copies; where that is switched off, what comes first. Says whether it could. */
function focusCopy(list: HTMLElement, address: string): boolean {
  const target = copyButtonOf(list, address) ?? cellOf(list, address)?.querySelector('button');
  target?.focus();
  return document.activeElement === target;
}
