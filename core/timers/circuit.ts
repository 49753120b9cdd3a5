/** One circuit per IdP: while it does not answer, its profiles wait together instead of each asking on its own (security.md R14). */
import { backoffMs } from './backoff.ts';

export interface Circuits {
  /** Notes that `idp` did not answer; answers when to try again, milliseconds since 1970. */
  failed(idp: string, now: number, fraction: number, retryAfterMs?: number): number;
  succeeded(idp: string, now: number): void;
  /** It did not answer the last time, or has not been asked for a while: one request finds out for all. */
  isUnsure(idp: string, now: number): boolean;
  /** The earliest time for a request that nobody is waiting for. */
  openAt(idp: string): number;
  /** The wall clock shows `by` milliseconds less than it would. */
  setBack(by: number): void;
  /** The IdP's own wish (`Retry-After`): nobody asks before that. */
  askedToWaitUntil(idp: string): number;
}

/** After a sleep many are due at once, and all of them would ask an IdP that has gone meanwhile. */
const SURE_MS = 60_000;

interface Circuit {
  readonly failures: number;
  openAt: number;
  waitUntil: number;
  answeredAt: number;
}

export function createCircuits(): Circuits {
  const circuits = new Map<string, Circuit>();
  return {
    failed: (idp, now, fraction, retryAfterMs) => {
      const known = circuits.get(idp);
      // Several profiles that fail together count as one failure of their IdP.
      const failures = known === undefined ? 1 : known.openAt > now ? known.failures : known.failures + 1;
      const openAt = Math.max(known?.openAt ?? 0, now + backoffMs(failures, fraction, retryAfterMs));
      const waitUntil = Math.max(known?.waitUntil ?? 0, retryAfterMs === undefined ? 0 : now + retryAfterMs);
      circuits.set(idp, { failures, openAt, waitUntil, answeredAt: known?.answeredAt ?? -Infinity });
      return openAt;
    },
    succeeded: (idp, now) => {
      // Another request may have been told to wait while this one was under way.
      const waitUntil = circuits.get(idp)?.waitUntil ?? 0;
      circuits.set(idp, { failures: 0, openAt: waitUntil, waitUntil, answeredAt: now });
    },
    setBack: (by) => {
      for (const circuit of circuits.values()) {
        circuit.openAt -= by;
        circuit.waitUntil -= by;
        circuit.answeredAt -= by;
      }
    },
    isUnsure: (idp, now) => {
      const { failures, answeredAt } = circuits.get(idp) ?? { failures: 0, answeredAt: -Infinity };
      return failures > 0 || now - answeredAt > SURE_MS;
    },
    openAt: (idp) => circuits.get(idp)?.openAt ?? 0,
    askedToWaitUntil: (idp) => circuits.get(idp)?.waitUntil ?? 0,
  };
}
