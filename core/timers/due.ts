/** When to refresh: pure functions of token set, policy and chance. Milliseconds throughout. */

export interface Lifespan {
  readonly receivedAt: number;
  readonly expiresAt: number;
}

const MAX_JITTER_MS = 15_000;
/** Tokens that live shorter than this must not make a stream of requests (security.md T02). */
const SHORTEST_WAIT_MS = 5_000;

/**
 * The refresh begins `max(early, 10 %)` of the lifetime before expiry, but at the earliest in the middle of it, and a
 * little earlier by chance, so that many profiles of one IdP do not all ask at once; never in the first 5 s.
 * `fraction` is from 0 up to 1.
 */
export function refreshDue({ receivedAt, expiresAt }: Lifespan, earlyMs: number, fraction: number): number {
  const lifetime = Math.max(0, expiresAt - receivedAt);
  const lead = Math.min(Math.max(earlyMs, lifetime / 10), lifetime / 2);
  const jitter = fraction * Math.min(lead / 5, MAX_JITTER_MS);
  return Math.max(
    receivedAt + SHORTEST_WAIT_MS,
    receivedAt + lifetime / 3,
    receivedAt + lifetime - lead - jitter,
  );
}

const KEEP_WARM_MS = 24 * 3_600_000;

/** Only what someone uses is kept fresh: pinned, or asked for in the last 24 hours. */
export function isKeptWarm(pinned: boolean, lastUsedAt: number | undefined, now: number): boolean {
  return pinned || (lastUsedAt !== undefined && now - lastUsedAt < KEEP_WARM_MS);
}
