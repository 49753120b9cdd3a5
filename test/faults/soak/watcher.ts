/** What a soak promises, checked at every request and every token. Milliseconds of the truth. */
import type { Exchange } from '../world/exchange.ts';
import type { Fate } from '../world/network.ts';
import { DAY, HOUR, MINUTE, SECOND } from './world.ts';
import type { SoakProfile } from './world.ts';

export const WAKE_MS = 5 * SECOND;
const MOST_PER_HOUR = 20;
/** Of a token request. */
const DEADLINE_MS = 30 * SECOND;

interface Reach {
  /** From when on Fob must have recovered from what was; never while it lasts. */
  goodFrom: number;
  /** Whether it has answered since. */
  hasAnswered: boolean;
  busySince?: number;
  /** What was sent while it answered 429 or 5xx, and what callers asked for meanwhile. */
  sent: number[];
  asked: number[];
  waits: { readonly process: number; readonly until: number }[];
}

export class Watcher {
  readonly losses: string[] = [];
  mostPerHour = 0;
  requests = 0;
  readonly #now: () => number;
  readonly #warm: ReadonlyMap<string, SoakProfile>;
  readonly #reach: ReadonlyMap<string, Reach>;
  /** By client: when its token ends. */
  readonly #ends = new Map<string, number>();
  /** By client: when somebody last asked for its token. */
  readonly #asked = new Map<string, number>();
  /** Clients whose request has no answer yet. */
  readonly #underWay = new Set<string>();
  /** By client: until when a request may take that was under way while the machine slept. */
  readonly #sleptOver = new Map<string, number>();

  constructor(now: () => number, profiles: readonly SoakProfile[]) {
    this.#now = now;
    this.#warm = new Map(
      profiles.filter(({ use }) => use !== 'rare').map((profile) => [profile.client, profile]),
    );
    this.#reach = new Map(
      profiles.map(({ idp }) => [
        idp,
        { goodFrom: Infinity, hasAnswered: false, sent: [], asked: [], waits: [] },
      ]),
    );
  }

  /** Nothing can be expected of the IdP, or of all, until it is `well` again. */
  away(idp?: string, fate?: Fate): void {
    for (const reach of this.#of(idp)) {
      reach.goodFrom = Infinity;
      if (fate?.kind === 'busy') Object.assign(reach, { busySince: this.#now(), sent: [], asked: [] });
    }
  }

  well(idp: string | undefined, within: number): void {
    for (const reach of this.#of(idp)) {
      const waited = Math.max(this.#now(), ...reach.waits.map(({ until }) => until));
      reach.goodFrom = waited + within;
      reach.hasAnswered = false;
      delete reach.busySince;
    }
  }

  /** The machine slept: what had recovered by then must have a good token soon, or when its request that slept, too, is over. */
  woke(isReachable: (idp: string) => boolean): void {
    for (const [idp, reach] of this.#reach)
      if (isReachable(idp)) reach.goodFrom = Math.max(this.#now() + WAKE_MS, reach.goodFrom);
    for (const client of this.#underWay) this.#sleptOver.set(client, this.#now() + DEADLINE_MS + WAKE_MS);
  }

  /** Another process does not know who was used before it: until somebody asks, pinned ones alone are kept warm. */
  replaced(): void {
    this.#underWay.clear();
    this.#asked.clear();
    for (const client of [...this.#ends.keys()])
      if (this.#warm.get(client)?.use !== 'pinned') this.#ends.delete(client);
  }

  /** Whether the IdP was well for so long that a caller has nothing to excuse. */
  isGood(idp: string): boolean {
    return this.#now() >= (this.#reach.get(idp)?.goodFrom ?? 0);
  }

  /** Until then each failure makes the next wait as long as the longest. */
  hasRecovered(idp: string): boolean {
    return this.isGood(idp) && this.#reach.get(idp)?.hasAnswered === true;
  }

  asked({ idp, client, use }: SoakProfile): void {
    // Nobody kept it warm until now.
    if (use === 'used' && !this.#isRecent(client)) this.#ends.delete(client);
    this.#asked.set(client, this.#now());
    this.#reach.get(idp)?.asked.push(this.#now());
  }

  sent({ idp, process, client }: Exchange): void {
    this.requests += 1;
    this.#underWay.add(client);
    const reach = this.#reach.get(idp);
    if (reach === undefined) return;
    const now = this.#now();
    reach.waits = reach.waits.filter(({ until }) => until > now - HOUR);
    const wait = reach.waits.find((one) => one.process === process && one.until > now + SECOND);
    if (wait !== undefined)
      this.#lost(`${client} asked ${wait.until - now} ms before the Retry-After of ${idp} was over`);
    if (reach.busySince !== undefined) this.#countBusy(idp, reach, now);
  }

  ended(exchange: Exchange): void {
    const { idp, process, client, issue, heardAt, retryAfterMs } = exchange;
    this.#underWay.delete(client);
    const reach = this.#reach.get(idp);
    if (reach === undefined) return;
    if (retryAfterMs !== undefined) {
      const until = this.#now() + retryAfterMs;
      reach.waits.push({ process, until });
      // It may be heard when the IdP is well again, above all after a sleep; Fob waits all the same.
      reach.goodFrom = Math.max(reach.goodFrom, until + WAKE_MS);
    }
    if (issue === undefined || heardAt === undefined) return;
    reach.hasAnswered = true;
    this.#checkLapse(client);
    this.#ends.set(client, issue.expiresAt);
  }

  /** Of those that were not refreshed at all, too. */
  sweep(): void {
    for (const client of this.#ends.keys()) this.#checkLapse(client);
  }

  #countBusy(idp: string, reach: Reach, now: number): void {
    const isRecent = (time: number): boolean => time > now - HOUR;
    reach.sent = [...reach.sent.filter(isRecent), now];
    reach.asked = reach.asked.filter(isRecent);
    const unasked = reach.sent.length - reach.asked.length;
    this.mostPerHour = Math.max(this.mostPerHour, unasked);
    if (unasked > MOST_PER_HOUR)
      this.#lost(`${idp} got ${unasked} requests that nobody waited for, in an hour of 429 or 5xx`);
  }

  #checkLapse(client: string): void {
    const end = this.#ends.get(client);
    const profile = this.#warm.get(client);
    if (end === undefined || profile === undefined || !this.#isKeptWarm(profile)) return;
    const goodFrom = this.#reach.get(profile.idp)?.goodFrom ?? 0;
    const since = Math.max(end, goodFrom, this.#sleptOver.get(client) ?? 0);
    const late = this.#now() - since;
    if (late <= 0) return;
    this.#ends.delete(client);
    const after = Math.round((since - end) / MINUTE);
    this.#lost(
      `${profile.address} had no token for ${Math.round(late)} ms, ${after} min after the last one ended`,
    );
  }

  /** A machine that sleeps through a day is one on which nobody used it. */
  #isKeptWarm({ use, client }: SoakProfile): boolean {
    return use === 'pinned' || this.#isRecent(client);
  }

  #isRecent(client: string): boolean {
    return this.#now() - (this.#asked.get(client) ?? 0) < DAY;
  }

  #of(idp: string | undefined): readonly Reach[] {
    return [...this.#reach].filter(([name]) => idp === undefined || name === idp).map(([, reach]) => reach);
  }

  #lost(what: string): void {
    const minutes = Math.round((this.#now() - BEGIN) / MINUTE);
    const day = `${Math.floor(minutes / 1440)}d ${Math.floor(minutes / 60) % 24}h ${minutes % 60}min`;
    this.losses.push(`${what} (at ${day})`);
  }

  lost(what: string): void {
    this.#lost(what);
  }
}

const BEGIN = 1_767_225_600_000;
