/** Where the arrow keys lead, by what a person sees: rows wrap on a narrow window, so the picture decides. */

export interface Place {
  readonly address: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const NAVIGATION_KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'] as const;
export type NavigationKey = (typeof NAVIGATION_KEYS)[number];

export function isNavigationKey(key: string): key is NavigationKey {
  return (NAVIGATION_KEYS as readonly string[]).includes(key);
}

/** The address that a key leads to from `from`, or `undefined` when there is none. `places` are in reading order. */
export function addressAfterKey(
  places: readonly Place[],
  from: string,
  key: NavigationKey,
): string | undefined {
  const index = places.findIndex(({ address }) => address === from);
  const here = places[index];
  if (here === undefined) return places[0]?.address;
  switch (key) {
    case 'Home':
      return places[0]?.address;
    case 'End':
      return places.at(-1)?.address;
    // Left and right read on at the end of a row, as a caret does in text.
    case 'ArrowLeft':
      return places[index - 1]?.address;
    case 'ArrowRight':
      return places[index + 1]?.address;
    case 'ArrowUp':
      return nearest(
        places.filter((place) => place.bottom <= here.top),
        here,
        (place) => here.top - place.bottom,
      );
    case 'ArrowDown':
      return nearest(
        places.filter((place) => place.top >= here.bottom),
        here,
        (place) => place.top - here.bottom,
      );
  }
}

/** The closest row first, and in it the closest column. */
function nearest(
  places: readonly Place[],
  here: Place,
  distance: (place: Place) => number,
): string | undefined {
  const aside = (place: Place) => Math.abs(place.left + place.right - here.left - here.right);
  const [first] = places.toSorted(
    (left, right) => distance(left) - distance(right) || aside(left) - aside(right),
  );
  return first?.address;
}
