/** How far an IdP's clock is from ours, by the `Date` of its answers: what we sign has to be of its time (security.md T05). */
import type { Clock } from '../ports/clock.ts';
import type { HttpClient } from '../ports/http.ts';

/** `Date` knows whole seconds and the way takes time; every IdP bears a few seconds. */
const NEAR_MS = 10_000;

export interface Skew {
  /** Positive when the IdP's clock is ahead; 0 while it is near, or not known. */
  readonly seconds: () => number;
  /** The same client, with the `Date` of each answer noted. */
  readonly measured: (http: HttpClient) => HttpClient;
}

export function createSkew(clock: Clock): Skew {
  let skewMs = 0;
  return {
    seconds: () => skewMs / 1000,
    measured: (http) => ({
      request: async (url, request, limits) => {
        const answer = await http.request(url, request, limits);
        const ahead = Date.parse(answer.headers.get('date') ?? '') - clock.now();
        // What differs by less is the same: a new value has a configuration made anew.
        if (Math.abs(ahead - skewMs) >= NEAR_MS)
          skewMs = Math.abs(ahead) < NEAR_MS ? 0 : Math.round(ahead / 1000) * 1000;
        return answer;
      },
      close: () => http.close(),
    }),
  };
}
