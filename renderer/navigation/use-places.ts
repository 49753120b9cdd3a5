import { useMemo, useState, useSyncExternalStore } from 'react';
import type { Form, Navigation, View } from './navigation.tsx';
import { createPlaces } from './places.ts';

/** Where the person is, in step with the browser's Back and Forward. */
export function usePlaces(): Navigation {
  const [places] = useState(() => createPlaces(window));
  const place = useSyncExternalStore(places.subscribe, places.get);
  const [ways] = useState(() => ({
    go: (view: View) => places.show({ ...places.get(), view }),
    open: (form: Form) => places.show({ view: places.get().view, form }),
    closeForm: () => places.show({ view: places.get().view }),
  }));
  return useMemo(() => ({ ...place, ...ways }), [place, ways]);
}
