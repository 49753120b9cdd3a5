import { useWords } from '../language/language.tsx';
import { useTicking } from '../ui/clock.ts';
import { relativeText } from '../ui/time-text.ts';

/** A moment seen from now. On its own, since it ticks: nothing around it is drawn anew. `moment` in ms since 1970. */
export function RelativeTime({ moment }: { readonly moment: number }) {
  const words = useWords().ui.time;
  return <>{useTicking((now) => relativeText(moment, now, words))}</>;
}
