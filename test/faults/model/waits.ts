/** What IdPs asked to wait, and whether anyone asks before that. Milliseconds of the truth. */
import type { Exchange } from '../world/exchange.ts';
import type { Timeline } from '../world/timeline.ts';

interface Wait {
  readonly exchange: Exchange;
  readonly heardAt: number;
  readonly until: number;
  readonly setForward: number;
}

/** Between the decision to ask and the request. */
const BEGINNING_MS = 100;
/** Whole seconds are all that an IdP says. */
const ROUNDING_MS = 1_000;

export class Waits {
  readonly #timeline: Timeline;
  #waits: Wait[] = [];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** When the last one is over, by a clock that was not set. */
  get until(): number {
    return Math.max(this.#timeline.truth, ...this.#waits.map(({ until }) => until));
  }

  /** One that a sign-in was told is between the IdP and that person. */
  heard(exchange: Exchange): void {
    const { retryAfterMs, grant } = exchange;
    const { truth, setForward } = this.#timeline;
    if (retryAfterMs === undefined || grant === 'authorization_code') return;
    this.#waits.push({ exchange, heardAt: truth, until: truth + retryAfterMs, setForward });
  }

  isAsked(idp: string): boolean {
    return this.#waits.some(({ exchange }) => exchange.idp === idp);
  }

  /** A new process knows of none. */
  forget(): void {
    this.#waits = [];
  }

  /** By how much a request is too early; 0 when it is not. */
  earlyBy({ idp, process }: Exchange): number {
    const { truth, setForward } = this.#timeline;
    const early = this.#waits
      .filter(({ exchange }) => exchange.idp === idp && exchange.process === process)
      // It had begun already, and noted its intent.
      .filter(({ heardAt }) => truth - heardAt >= BEGINNING_MS)
      // A clock that was set forward looks like sleep, also after it was set back.
      .map((wait) => wait.until - truth - (setForward - wait.setForward));
    const most = Math.max(0, ...early);
    return most > ROUNDING_MS ? most : 0;
  }
}
