/**
 * Refresh tokens that more than one profile has, because a person pasted or restored one twice (security.md R18). Where the
 * IdP rotates them, the first refresh uses the token up for all, and the second would end the session of both. They are
 * known by a hash under a key that is never stored.
 */
import { base64url } from 'jose';
import type { Random } from '../ports/random.ts';
import { serialByKey } from '../ports/serial.ts';

/** Whoever has an older one than that was not refreshed for long. */
const MOST_SPENT = 1_000;

export class SharedTokens {
  readonly #key: Uint8Array;
  readonly #serial = serialByKey();
  /** By token identity. */
  readonly #held = new Map<string, string>();
  /** By hash: the address that used it up. */
  readonly #spent = new Map<string, string>();

  constructor(random: Random) {
    this.#key = random.bytes(32);
  }

  /** The refresh token that an identity has from now on. */
  async note(identity: string, refreshToken: string | undefined): Promise<void> {
    if (refreshToken === undefined) this.#held.delete(identity);
    else this.#held.set(identity, await this.#hash(refreshToken));
  }

  /** One after the other with the same refresh token: the second has to know what became of the first. */
  async alone<T>(refreshToken: string, work: () => Promise<T>): Promise<T> {
    return this.#serial(await this.#hash(refreshToken), work);
  }

  /** Something else came in its place. Answers the identities that had it, too, when they were last heard of. */
  async spend(address: string, refreshToken: string): Promise<readonly string[]> {
    const hash = await this.#hash(refreshToken);
    this.#spent.set(hash, address);
    for (const [oldest] of this.#spent) if (this.#spent.size > MOST_SPENT) this.#spent.delete(oldest);
    return [...this.#held].filter(([, held]) => held === hash).map(([identity]) => identity);
  }

  /** The address that has used it up. */
  async spender(refreshToken: string): Promise<string | undefined> {
    return this.#spent.get(await this.#hash(refreshToken));
  }

  async #hash(refreshToken: string): Promise<string> {
    const keyed = new Uint8Array([...this.#key, ...new TextEncoder().encode(refreshToken)]);
    return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', keyed)));
  }
}
