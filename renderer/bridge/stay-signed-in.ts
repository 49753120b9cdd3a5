/** A session of the browser UI ends after 15 minutes without a call; the open event stream does not count as one. */
const CALL_EVERY_MS = 4 * 60_000;

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Calls the host now and then for as long as somebody really uses the page: reading and scrolling ask nothing of the host
 * by themselves. `now` is in milliseconds since 1970.
 */
export function staySignedIn(
  page: Pick<EventTarget, 'addEventListener'>,
  callHost: () => Promise<void>,
  now: () => number = Date.now,
): void {
  let lastCall = now();
  const onSignOfLife = () => {
    if (now() - lastCall < CALL_EVERY_MS) return;
    lastCall = now();
    void callHost();
  };
  for (const sign of SIGNS_OF_LIFE) page.addEventListener(sign, onSignOfLife, { passive: true });
}
