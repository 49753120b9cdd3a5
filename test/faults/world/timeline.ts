/**
 * One time that is true, and what a machine shows of it: a wall clock that somebody may set, and timers and a monotonic
 * clock that stand still while it sleeps. All values are milliseconds.
 */
import TinyQueue from 'tinyqueue';
import type { Clock } from '../../../core/ports/clock.ts';

/** 2026-01-01T00:00:00Z. */
const START = 1_767_225_600_000;

interface Timer {
  readonly at: number;
  readonly order: number;
  run: (() => void) | undefined;
}

export class Timeline {
  #truth = START;
  #monotonic = 0;
  /** How far the machine's wall clock is ahead of the truth. */
  #ahead = 0;
  #setForward = 0;
  #order = 0;
  /** Of the world, by the truth. */
  readonly #world = queue();
  /** Of the machine, by its monotonic clock. */
  readonly #machine = queue();

  /** Milliseconds since 1970. */
  get truth(): number {
    return this.#truth;
  }

  get ahead(): number {
    return this.#ahead;
  }

  /** By how much somebody set the machine's clock forward in all. */
  get setForward(): number {
    return this.#setForward;
  }

  /** For what is elsewhere: its time goes on while the machine sleeps. */
  later(delay: number, run: () => void): void {
    this.#set(this.#world, this.#truth + delay, run);
  }

  /** For what reaches the machine, however long it sleeps meanwhile. */
  onMachine(delay: number, run: () => void): () => void {
    return this.#set(this.#machine, this.#monotonic + Math.max(0, delay), run);
  }

  /** The clock of one process. What it set is forgotten once it `isDead`. */
  clockOf(isDead: () => boolean): Clock {
    const origin = this.#monotonic;
    return {
      now: () => this.#truth + this.#ahead,
      monotonic: () => this.#monotonic - origin,
      setTimer: (run, delay) =>
        this.onMachine(delay, () => {
          if (!isDead()) run();
        }),
    };
  }

  /** Somebody sets the machine's clock. */
  setClock(by: number): void {
    this.#ahead += by;
    this.#setForward += Math.max(0, by);
  }

  /** Lets time pass, from timer to timer. */
  async pass(ms: number): Promise<void> {
    const end = this.#truth + ms;
    await settled();
    while (this.#step(end)) await settled();
    this.#moveTo(end);
  }

  /** The same, at most until `isOver`; answers whether it is. */
  async passUntil(isOver: () => boolean, most: number): Promise<boolean> {
    const end = this.#truth + most;
    await settled();
    while (!isOver() && this.#step(end)) await settled();
    return isOver();
  }

  /** The machine sleeps: only the world goes on. */
  async sleep(ms: number): Promise<void> {
    const end = this.#truth + ms;
    await settled();
    for (let next = first(this.#world); next !== undefined && next.at <= end; next = first(this.#world)) {
      this.#world.pop();
      this.#truth = Math.max(this.#truth, next.at);
      next.run?.();
      await settled();
    }
    this.#truth = end;
  }

  #set(timers: TinyQueue<Timer>, at: number, run: () => void): () => void {
    const timer: Timer = { at, order: (this.#order += 1), run };
    timers.push(timer);
    return () => void (timer.run = undefined);
  }

  #step(end: number): boolean {
    const world = first(this.#world);
    const machine = first(this.#machine);
    const worldAt = world?.at ?? Infinity;
    const machineAt = machine === undefined ? Infinity : this.#truth + machine.at - this.#monotonic;
    if (Math.min(worldAt, machineAt) > end) return false;
    const next = worldAt <= machineAt ? this.#world.pop() : this.#machine.pop();
    this.#moveTo(Math.min(worldAt, machineAt));
    next?.run?.();
    return true;
  }

  #moveTo(truth: number): void {
    if (truth <= this.#truth) return;
    this.#monotonic += truth - this.#truth;
    this.#truth = truth;
  }
}

function queue(): TinyQueue<Timer> {
  return new TinyQueue<Timer>([], (a, b) => a.at - b.at || a.order - b.order);
}

/** Those that were cancelled go without a step of their own. */
function first(timers: TinyQueue<Timer>): Timer | undefined {
  let timer = timers.peek();
  while (timer !== undefined && timer.run === undefined) {
    timers.pop();
    timer = timers.peek();
  }
  return timer;
}

/** Nothing here waits for threads: after one turn of the event loop all that can go on has. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
