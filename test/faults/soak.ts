/**
 * Soak: weeks of a machine that sleeps and wakes, loses its network and is killed, with IdPs that are out of order now and
 * then, and profiles with tokens from a minute to a day. Runs are days: 40 profiles, and 200 where it is a month.
 */
import { errorView } from '../../core/index.ts';
import type { Engine } from '../../core/index.ts';
import type { Random } from '../../core/ports/random.ts';
import { createFakeRandom } from '../fakes/fake-random.ts';
import { runWithout } from './engine-safeguards.ts';
import type { Family, FamilyOptions, FamilyResult } from './family.ts';
import type { Exchange } from './world/exchange.ts';
import { Machine, PASSPHRASE } from './world/machine.ts';
import { networkOf } from './world/network.ts';
import type { Fate } from './world/network.ts';
import { withSteadyCrypto } from './world/steady-crypto.ts';
import { Timeline } from './world/timeline.ts';
import { WAKE_MS, Watcher } from './soak/watcher.ts';
import { DAY, HOUR, lasting, MINUTE, Mishaps, outage, SECOND, soakProfiles } from './soak/world.ts';
import type { SoakProfile, SoakProfiles } from './soak/world.ts';

const MONTH_DAYS = 30;
/**
 * A request that was under way when the IdP came back and got no answer (30 s), the longest back-off (300 s) and its spread
 * (1 s), the wait for the one that finds out for all (2 s), and the way there and back.
 */
const RECOVERY_MS = 334 * SECOND;

export const soak: Family = {
  name: 'soak',
  runs: { test: 2, bounded: 2, full: MONTH_DAYS },
  safeguards: ['back-off'],
  run: (options) =>
    (options.mutants ?? []).length > 0
      ? runWithout(soak.name, options)
      : withSteadyCrypto(() => new Soak(options).run()),
};

class Soak {
  readonly #seed: number;
  readonly #days: number;
  readonly #timeline = new Timeline();
  readonly #random: Random;
  readonly #world: SoakProfiles;
  readonly #watcher: Watcher;
  readonly #machine: Machine;
  readonly #mishaps: Mishaps;
  readonly #outages = new Map<string, Fate>();
  /** By IdP: when it last was not as it should be. */
  readonly #troubled = new Map<string, number>();
  readonly #figures: Record<string, number> = {};
  #isOffline = false;
  #isBegun = false;
  #engine: Engine | undefined;

  constructor({ seed, runs }: FamilyOptions) {
    this.#seed = seed;
    this.#days = runs;
    this.#random = createFakeRandom(seed);
    this.#mishaps = new Mishaps(this.#random);
    this.#world = soakProfiles(runs >= MONTH_DAYS ? 200 : 40);
    const timeline = this.#timeline;
    this.#watcher = new Watcher(() => timeline.truth, this.#world.profiles);
    const network = {
      timeline,
      idps: this.#world.idps,
      fate: (exchange: Exchange) => this.#fateOf(exchange),
      distance: () => 20 + Math.floor(this.#random.fraction() * 130),
      isOffline: () => this.#isOffline,
      sent: (exchange: Exchange) => this.#watcher.sent(exchange),
      ended: (exchange: Exchange) => this.#watcher.ended(exchange),
    };
    this.#machine = new Machine({
      timeline,
      random: this.#random,
      http: (process, isDead) => networkOf(network, process, isDead),
    });
  }

  async run(): Promise<FamilyResult> {
    await this.#begin();
    const end = this.#timeline.truth + this.#days * DAY;
    while (this.#timeline.truth < end && this.#watcher.losses.length === 0) {
      await this.#pass(lasting(this.#random, 30 * MINUTE, 8 * HOUR));
      await this.#disturb();
    }
    const { losses, requests, mostPerHour } = this.#watcher;
    return {
      runs: this.#days,
      figures: {
        profiles: this.#world.profiles.length,
        requests,
        ...this.#figures,
        'at most to one IdP in an hour of 429 or 5xx': mostPerHour,
      },
      losses: losses.slice(0, 1).map((what) => ({ seed: this.#seed, runs: this.#days, what })),
    };
  }

  async #begin(): Promise<void> {
    await this.#start();
    const { profiles, text, idps } = this.#world;
    await this.#does((engine) => engine.addProfiles(text));
    for (const { address, use } of profiles)
      if (use === 'pinned') await this.#does((engine) => engine.pin(address, true));
    for (const profile of profiles) {
      this.#watcher.asked(profile);
      await this.#does((engine) => engine.token(profile.address));
    }
    this.#isBegun = true;
    for (const idp of idps.keys()) {
      this.#watcher.well(idp, WAKE_MS);
      this.#goesWrong(idp);
    }
    for (const profile of profiles) this.#callsAgain(profile);
  }

  async #start(): Promise<void> {
    this.#engine = this.#machine.start();
    await this.#does((engine) => engine.start());
    await this.#does((engine) => engine.unlock(PASSPHRASE));
  }

  /** A person waits for it. */
  async #does(act: (engine: Engine) => Promise<unknown>): Promise<void> {
    const engine = this.#engine;
    if (engine === undefined) return;
    let isOver = false;
    const outcome = act(engine).finally(() => (isOver = true));
    outcome.catch(() => undefined);
    await this.#timeline.passUntil(() => isOver, MINUTE);
    await outcome;
  }

  /** Time passes, with a look now and then. */
  async #pass(ms: number): Promise<void> {
    const end = this.#timeline.truth + ms;
    while (this.#timeline.truth < end && this.#watcher.losses.length === 0) {
      await this.#timeline.pass(Math.min(10 * MINUTE, end - this.#timeline.truth));
      this.#watcher.sweep();
      this.#machine.disk.calls.length = 0;
      for (const idp of this.#world.idps.values()) idp.forgetBefore(this.#timeline.truth - DAY);
    }
  }

  async #disturb(): Promise<void> {
    const chance = this.#random.fraction();
    if (chance < 0.6) await this.#sleeps(lasting(this.#random, MINUTE, 10 * HOUR));
    else if (chance < 0.8) await this.#losesNetwork(lasting(this.#random, MINUTE, HOUR));
    else await this.#isReplaced(chance < 0.95);
  }

  async #sleeps(ms: number): Promise<void> {
    this.#count('sleeps');
    await this.#timeline.sleep(ms);
    this.#wakes();
    this.#engine?.wake();
  }

  async #losesNetwork(ms: number): Promise<void> {
    this.#count('times offline');
    this.#isOffline = true;
    this.#watcher.away();
    await this.#timeline.pass(ms);
    this.#isOffline = false;
    for (const idp of this.#world.idps.keys())
      if (!this.#outages.has(idp)) this.#watcher.well(idp, RECOVERY_MS);
  }

  async #isReplaced(isKilled: boolean): Promise<void> {
    this.#count(isKilled ? 'kills' : 'restarts');
    if (!isKilled) await this.#does((engine) => engine.stop());
    this.#machine.kill();
    this.#watcher.replaced();
    this.#wakes();
    await this.#start();
  }

  /** Whoever asks now has a token in five seconds, and whoever does not has one then. */
  #wakes(): void {
    const isReachable = (idp: string): boolean => !this.#outages.has(idp);
    this.#watcher.woke(isReachable);
    for (const [idp] of this.#world.idps) this.#troubled.set(idp, this.#timeline.truth);
  }

  /** An IdP is out of order for a while, and then again. */
  #goesWrong(idp: string): void {
    this.#timeline.later(lasting(this.#random, 2 * HOUR, 2 * DAY), () => {
      const fate = outage(this.#random);
      this.#count('outages');
      this.#outages.set(idp, fate);
      this.#watcher.away(idp, fate);
      this.#timeline.later(lasting(this.#random, MINUTE, 4 * HOUR), () => {
        this.#outages.delete(idp);
        if (!this.#isOffline) this.#watcher.well(idp, RECOVERY_MS);
        this.#goesWrong(idp);
      });
    });
  }

  #callsAgain(profile: SoakProfile): void {
    const { use } = profile;
    if (use === 'pinned') return;
    const [least, most] = use === 'used' ? [10 * MINUTE, 6 * HOUR] : [DAY, 3 * DAY];
    this.#timeline.onMachine(lasting(this.#random, least, most), () => {
      this.#calls(profile);
      this.#callsAgain(profile);
    });
  }

  #calls(profile: SoakProfile): void {
    const { address, idp } = profile;
    const { process } = this.#machine;
    const begun = this.#timeline.truth;
    const isExpected = this.#watcher.isGood(idp);
    this.#count('calls');
    this.#watcher.asked(profile);
    this.#engine?.token(address).then(
      ({ accessToken }) => {
        const issue = this.#world.idps.get(idp)?.issueOf(accessToken);
        if (issue === undefined || issue.expiresAt < this.#timeline.truth)
          this.#watcher.lost(`${address} was handed a token that is over`);
      },
      (error: unknown) => {
        const isSame = process === this.#machine.process && this.#watcher.isGood(idp);
        const wasTroubled = (this.#troubled.get(idp) ?? 0) >= begun;
        if (isExpected && isSame && !wasTroubled)
          this.#watcher.lost(`${address} got no token: ${errorView(error).message}`);
      },
    );
  }

  #fateOf(exchange: Exchange): Fate {
    if (!this.#isBegun) return { kind: 'well' };
    const { idp } = exchange;
    const fate: Fate = this.#isOffline
      ? { kind: 'offline' }
      : (this.#outages.get(idp) ?? this.#mishap(exchange) ?? { kind: 'well' });
    if (fate.kind !== 'well') {
      this.#troubled.set(idp, this.#timeline.truth);
      this.#count('requests that failed');
    }
    return fate;
  }

  /** None while Fob still recovers from something worse. */
  #mishap(exchange: Exchange): Fate | undefined {
    return this.#watcher.hasRecovered(exchange.idp)
      ? this.#mishaps.next(exchange, this.#timeline.truth)
      : undefined;
  }

  #count(figure: string): void {
    this.#figures[figure] = (this.#figures[figure] ?? 0) + 1;
  }
}
