/** What may be found on the disk, by what was asked for and what was acknowledged. */

/** Values by name: a record's members, or the profiles. Nothing at all is `{}`. */
export type State = Readonly<Record<string, string>>;
/** `null` takes a value away; `removed` takes all. */
export type Change = Readonly<Record<string, string | null>> | 'removed';

export class Ledger {
  /** A thing has several possible states once a change of it failed. */
  readonly #possible = new Map<string, readonly State[]>();

  possible(thing: string): readonly State[] {
    return this.#possible.get(thing) ?? [{}];
  }

  /** Acknowledged changes are in every possible state from now on; those that fail may be there or not. */
  async attempt(thing: string, change: Change, act: () => Promise<unknown>): Promise<void> {
    const before = this.possible(thing);
    const after = before.map((state) => changed(state, change));
    this.#possible.set(thing, distinct([...before, ...after]));
    await act();
    this.#possible.set(thing, distinct(after));
  }

  /** Answers what is wrong with what was found. */
  problem(thing: string, found: State): string | undefined {
    const states = this.possible(thing).map(keyOf);
    if (states.includes(keyOf(found))) return undefined;
    return `${thing} is ${brief(keyOf(found))} and should be ${brief(states.join(' or '))}`;
  }

  /** After a power loss: what is there now is there for good. */
  settle(thing: string, found: State): void {
    this.#possible.set(thing, [found]);
  }
}

function changed(state: State, change: Change): State {
  if (change === 'removed') return {};
  const next = new Map(Object.entries(state));
  for (const [name, value] of Object.entries(change))
    if (value === null) next.delete(name);
    else next.set(name, value);
  return Object.fromEntries(next);
}

function distinct(states: readonly State[]): State[] {
  return [...new Map(states.map((state) => [keyOf(state), state])).values()];
}

function keyOf(state: State): string {
  return JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function brief(text: string): string {
  return text.replace(/~+/g, '~').slice(0, 400);
}
