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
  /**
   * The network is back: what waits after a failure need not wait any longer, once in 15 minutes; `Retry-After` stays.
   * Answers the IdPs that may be asked at once.
   */
  advance(now: number): ReadonlySet<string>;
  /** The wall clock shows `by` milliseconds less than it would. */
  setBack(by: number): void;
  /** The IdP's own wish (`Retry-After`): nobody asks before that. */
  askedToWaitUntil(idp: string): number;
}

/** After a sleep many are due at once, and all of them would ask an IdP that has gone meanwhile. */
const SURE_MS = 60_000;

/** A network that comes and goes every few seconds is no reason to ask each time. */
const ADVANCE_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const MOST_IN_AN_HOUR = 20;

interface Circuit {
  readonly failures: number;
  /** When each failure was, the newest last, as many as there may be in an hour. */
  readonly failedAt: readonly number[];
  readonly openAt: number;
  readonly waitUntil: number;
  readonly answeredAt: number;
  readonly advancedAt: number;
}

const UNKNOWN: Circuit = {
  failures: 0,
  failedAt: [],
  openAt: 0,
  waitUntil: 0,
  answeredAt: -Infinity,
  advancedAt: -Infinity,
};

export function createCircuits(): Circuits {
  const circuits = new Map<string, Circuit>();
  const of = (idp: string): Circuit => circuits.get(idp) ?? UNKNOWN;
  return {
    failed: (idp, now, fraction, retryAfterMs) => {
      const known = of(idp);
      // Several profiles that fail together count as one failure of their IdP.
      const isCounted = known.openAt <= now;
      const failures = known.failures + (isCounted ? 1 : 0);
      const failedAt = isCounted ? [...known.failedAt, now].slice(-MOST_IN_AN_HOUR) : known.failedAt;
      const again = now + backoffMs(failures, fraction, retryAfterMs);
      const openAt = Math.max(known.openAt, again, hourIsOver(failedAt));
      const waitUntil = Math.max(known.waitUntil, retryAfterMs === undefined ? 0 : now + retryAfterMs);
      circuits.set(idp, { ...known, failures, failedAt, openAt, waitUntil });
      return openAt;
    },
    succeeded: (idp, now) => {
      // Another request may have been told to wait while this one was under way.
      const { waitUntil, advancedAt } = of(idp);
      circuits.set(idp, { ...UNKNOWN, openAt: waitUntil, waitUntil, answeredAt: now, advancedAt });
    },
    advance: (now) => {
      const isWaiting = ({ openAt, waitUntil, failedAt, advancedAt }: Circuit): boolean =>
        openAt > now && Math.max(waitUntil, hourIsOver(failedAt), advancedAt + ADVANCE_MS) <= now;
      const waiting = [...circuits].filter(([, circuit]) => isWaiting(circuit));
      for (const [idp, circuit] of waiting) circuits.set(idp, { ...circuit, openAt: now, advancedAt: now });
      return new Set(waiting.map(([idp]) => idp));
    },
    setBack: (by) => {
      for (const [idp, circuit] of circuits) circuits.set(idp, earlier(circuit, by));
    },
    isUnsure: (idp, now) => of(idp).failures > 0 || now - of(idp).answeredAt > SURE_MS,
    openAt: (idp) => of(idp).openAt,
    askedToWaitUntil: (idp) => of(idp).waitUntil,
  };
}

/** Before that there were as many failures in an hour as there may be, however early some of the requests were. */
function hourIsOver(failedAt: readonly number[]): number {
  return (failedAt.at(-MOST_IN_AN_HOUR) ?? -Infinity) + HOUR_MS;
}

function earlier(circuit: Circuit, by: number): Circuit {
  const { failedAt, openAt, waitUntil, answeredAt, advancedAt } = circuit;
  return {
    ...circuit,
    failedAt: failedAt.map((at) => at - by),
    openAt: openAt - by,
    waitUntil: waitUntil - by,
    answeredAt: answeredAt - by,
    advancedAt: advancedAt - by,
  };
}
