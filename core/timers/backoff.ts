/**
 * How long to wait after the n-th failure in a row (from 1). At most two attempts in the first minute, at most 20 in the
 * first hour; a spread of chance keeps clients apart. An IdP that asks for a longer wait gets it (security.md R13).
 */
const STEPS_MS = [
  [2_000, 4_000],
  [60_000, 90_000],
  [120_000, 180_000],
] as const;
const LAST_STEP_MS = [220_000, 300_000] as const;

export function backoffMs(failures: number, fraction: number, retryAfterMs = 0): number {
  const [shortest, longest] = STEPS_MS[failures - 1] ?? LAST_STEP_MS;
  return Math.max(shortest + fraction * (longest - shortest), retryAfterMs + fraction * 1_000);
}
