/** What came in place of which refresh token, as far as Fob heard of it and may not have forgotten it. */
import type { Issue } from '../world/exchange.ts';

export class Chains {
  readonly #successors = new Map<string, Issue>();

  add(refreshToken: string, successor: Issue): void {
    this.#successors.set(refreshToken, successor);
  }

  has(refreshToken: string): boolean {
    return this.#successors.has(refreshToken);
  }

  forget(isMeant: (successor: Issue) => boolean): void {
    for (const [token, issue] of this.#successors) if (isMeant(issue)) this.#successors.delete(token);
  }

  /** What the disk does not know the end of is forgotten. */
  keepStored(isMeant: (successor: Issue) => boolean, stored: string): void {
    for (const [token, issue] of this.#successors)
      if (isMeant(issue) && !this.#leadsTo(token, stored)) this.#successors.delete(token);
  }

  #leadsTo(token: string, stored: string): boolean {
    for (let next = this.#successors.get(token)?.refreshToken; next !== undefined;) {
      if (stored.includes(`"${next}"`)) return true;
      next = this.#successors.get(next)?.refreshToken;
    }
    return false;
  }
}

/** The refresh tokens in what is stored. */
export function tokensIn(stored: string): readonly string[] {
  return [...stored.matchAll(/"refresh_token":"([^"]+)"/g)].map(([, token = '']) => token);
}

/** Every token set of a record, as text. */
export function tokenSetsOf(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .filter(([member]) => member.startsWith('tokens.'))
    .map(([, value]) => value)
    .join('\n');
}
