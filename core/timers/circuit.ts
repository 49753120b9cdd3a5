/** One circuit per IdP: while it does not answer, its profiles wait together instead of each asking on its own (security.md R14). */
import { backoffMs } from './backoff.ts';

export interface Circuits {
  /** Notes that `idp` did not answer; answers when to try again, milliseconds since 1970. */
  failed(idp: string, now: number, fraction: number, retryAfterMs?: number): number;
  succeeded(idp: string): void;
  /** Whether it did not answer the last time. */
  isFailing(idp: string): boolean;
  /** The earliest time for a request that nobody is waiting for. */
  openAt(idp: string): number;
  /** The wall clock shows `by` milliseconds less than it would. */
  setBack(by: number): void;
  /** The IdP's own wish (`Retry-After`): nobody asks before that. */
  askedToWaitUntil(idp: string): number;
}

export function createCircuits(): Circuits {
  const circuits = new Map<string, { failures: number; openAt: number; waitUntil: number }>();
  return {
    failed: (idp, now, fraction, retryAfterMs) => {
      const known = circuits.get(idp);
      // Several profiles that fail together count as one failure of their IdP.
      const failures = known === undefined ? 1 : known.openAt > now ? known.failures : known.failures + 1;
      const openAt = Math.max(known?.openAt ?? 0, now + backoffMs(failures, fraction, retryAfterMs));
      const waitUntil = Math.max(known?.waitUntil ?? 0, retryAfterMs === undefined ? 0 : now + retryAfterMs);
      circuits.set(idp, { failures, openAt, waitUntil });
      return openAt;
    },
    succeeded: (idp) => {
      // Another request may have been told to wait while this one was under way.
      const waitUntil = circuits.get(idp)?.waitUntil ?? 0;
      circuits.set(idp, { failures: 0, openAt: waitUntil, waitUntil });
    },
    setBack: (by) => {
      for (const circuit of circuits.values()) {
        circuit.openAt -= by;
        circuit.waitUntil -= by;
      }
    },
    isFailing: (idp) => (circuits.get(idp)?.failures ?? 0) > 0,
    openAt: (idp) => circuits.get(idp)?.openAt ?? 0,
    askedToWaitUntil: (idp) => circuits.get(idp)?.waitUntil ?? 0,
  };
}
