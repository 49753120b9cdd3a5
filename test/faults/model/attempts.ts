/** When each refresh token was first sent. Milliseconds of the truth. */
import type { Exchange } from '../world/exchange.ts';

export class Attempts {
  readonly #first = new Map<string, number>();

  sent({ refreshToken, sentAt }: Exchange): void {
    if (refreshToken !== undefined && !this.#first.has(refreshToken)) this.#first.set(refreshToken, sentAt);
  }

  /** A second request for a lost answer belongs to what the first one began, whatever a person changed in between. */
  begun({ refreshToken, sentAt }: Exchange): number {
    return this.#first.get(refreshToken ?? '') ?? sentAt;
  }
}
