/**
 * Where the person is, as entries of the browser's history. They hold the names of views and addresses, in the entry's state
 * and not in the URL: that is written to disk, and synchronised, for years.
 */
import { backHolder } from '../ui/hold-back.ts';
import type { Place } from './navigation.tsx';

/** What an entry of the history holds. */
interface Entry {
  /** How many entries of this page are before it. */
  readonly index: number;
  readonly place: Place;
  /** The place of the entry before, when this page made it. */
  readonly before?: Place;
}

export interface Places {
  readonly get: () => Place;
  readonly subscribe: (listener: () => void) => () => void;
  /** Goes somewhere. The place that one came from is gone back to; any other one becomes a new entry. */
  readonly show: (place: Place) => void;
}

const START: Entry = { index: 0, place: { view: { kind: 'environments' } } };

const isSame = (one: Place, other: Place): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Begins where a reload or an unlocked vault left off. Only this page writes into its history. */
export function createPlaces(page: Window): Places {
  const { history } = page;
  const entryOf = (state: unknown): Entry => (state as Entry | null) ?? START;
  let entry = entryOf(history.state);
  let { place } = entry;
  let listener: (() => void) | undefined;
  // The browser goes back when it has the time. What is shown meanwhile is written down afterwards.
  let isMoving = false;

  const move = (by: number) => {
    isMoving = true;
    history.go(by);
  };
  const write = () => {
    if (isSame(place, entry.place)) return;
    if (entry.before !== undefined && isSame(place, entry.before)) {
      move(-1);
      return;
    }
    entry = { index: entry.index + 1, place, before: entry.place };
    history.pushState(entry, '');
  };
  const onPop = ({ state }: PopStateEvent) => {
    const popped = entryOf(state);
    const hold = isMoving ? undefined : backHolder();
    if (hold !== undefined && popped.index !== entry.index) {
      move(entry.index - popped.index);
      hold();
      return;
    }
    entry = popped;
    if (isMoving) {
      isMoving = false;
      write();
      return;
    }
    place = entry.place;
    listener?.();
  };
  return {
    get: () => place,
    subscribe(onChange) {
      listener = onChange;
      page.addEventListener('popstate', onPop);
      return () => page.removeEventListener('popstate', onPop);
    },
    show(to) {
      if (isSame(to, place)) return;
      place = to;
      listener?.();
      if (!isMoving) write();
    },
  };
}
