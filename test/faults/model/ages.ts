/** Whether Fob can know how old a token is: not when the clock it was noted by was set back unseen. Milliseconds. */
import type { Exchange, Issue } from '../world/exchange.ts';
import type { Timeline } from '../world/timeline.ts';

const LATE_MS = 5_000;

export class Ages {
  readonly #timeline: Timeline;
  /** What memory heard of it, and how far the machine's clock was ahead then. */
  readonly #heard = new Map<Issue, { readonly memory: number; readonly ahead: number }>();
  /** When tokens were heard of that were no longer new. */
  readonly #late: number[] = [];
  #memory = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  heard({ sentAt, ahead: before }: Exchange, issue: Issue): void {
    const { truth, ahead } = this.#timeline;
    if (truth - sentAt > LATE_MS || ahead > before) this.#late.push(truth);
    this.#heard.set(issue, { memory: this.#memory, ahead });
  }

  /** From now on all is read from the disk. */
  forget(): void {
    this.#memory += 1;
  }

  late(since: number): number {
    return this.#late.filter((time) => time >= since).length;
  }

  isUnknown(issue: Issue): boolean {
    const heard = this.#heard.get(issue);
    if (heard === undefined) return false;
    const isReadAgain = heard.memory !== this.#memory && this.#timeline.ahead < heard.ahead;
    // Set back while the machine slept, before the answer was heard: that looks like a shorter sleep.
    return isReadAgain || issue.exchange.ahead > heard.ahead;
  }
}
