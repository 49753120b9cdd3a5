/**
 * Keeps token sets: loads them, renews them (one request per identity, whoever asks), has them stored, and rings itself in
 * time for the next refresh.
 */
import type { Profile } from '../../shared/profile.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import type { Connection } from '../grants/connection.ts';
import type { Alarm } from '../timers/alarm.ts';
import type { History } from '../history/history.ts';
import { createAlarm } from '../timers/alarm.ts';
import { createClockWatch, hasSlept } from '../timers/clock-watch.ts';
import type { ClockWatch } from '../timers/clock-watch.ts';
import { createCircuits } from '../timers/circuit.ts';
import { isKeptWarm, refreshDue } from '../timers/due.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Changes } from '../vault/record-store.ts';
import type { Vault } from '../vault/vault.ts';
import { earlier, idpOf, isPassing, setBack, withoutRefreshToken } from './holding.ts';
import type { Holding } from './holding.ts';
import type { Holdings } from './holdings.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import { recordedRenewal } from './recorded-renewal.ts';
import { TokenStore } from './token-store.ts';

export interface KeeperOptions {
  readonly ports: EnginePorts;
  readonly vault: Vault;
  readonly access: ProfileAccess;
  readonly holdings: Holdings;
  readonly history: History;
  readonly isPinned: (address: string) => boolean;
  /** How long before expiry a refresh begins where the profile does not say. */
  readonly earlyMs: () => number;
  readonly changed: () => void;
}

/** Before an identity, where the alarm is for storing what it has. */
const SAVE = 'save ';

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #alarm: Alarm;
  readonly #clockWatch: ClockWatch;
  readonly #circuits = createCircuits();
  readonly #store: TokenStore;
  /** IdPs that are just asked whether they answer: one profile asks for all. */
  readonly #probed = new Set<string>();
  /** By how much the clock was set back in all. */
  #wasSetBack = 0;
  /** While it is being locked nothing begins by itself. */
  #settling = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
    const { clock } = options.ports;
    this.#clockWatch = createClockWatch(clock);
    this.#alarm = createAlarm(
      clock,
      (identity) => this.#ring(identity),
      (aimedAt) => {
        options.history.noteWaking(aimedAt);
        // A request that was under way when the machine fell asleep may hang: nobody else waits for it.
        if (hasSlept(aimedAt, clock.now())) this.#probed.clear();
        this.lookAtClock();
      },
    );
    options.history.share(this.#alarm);
    this.#store = new TokenStore({
      ...options,
      saveIn: (identity, delay) => this.#alarm.set(`${SAVE}${identity}`, clock.now() + delay),
    });
  }

  /** Reads what is stored, once. Rejects, and lets the snapshot say so, with `vault_damaged` when the record does not open. */
  async load(holding: Holding): Promise<void> {
    if (holding.loaded) return;
    try {
      if (await this.#store.load(holding)) this.schedule(holding);
    } catch (error) {
      holding.problem =
        error instanceof FobError ? error : new FobError('internal', errorView(error).message);
      throw error;
    } finally {
      this.#options.changed();
    }
  }

  /** Gets a new token set; whoever asks meanwhile waits for the same one. Rejects with a `FobError`. */
  renew(holding: Holding): Promise<void> {
    holding.renewal ??= this.#renew(holding).finally(() => {
      delete holding.renewal;
      this.#options.changed();
    });
    this.#options.changed();
    return holding.renewal;
  }

  /** Takes the tokens of a sign-in: the holding has them from now on. `false` when it is nobody's any more. */
  async accept(holding: Holding, tokens: TokenSet, connection: Connection): Promise<boolean> {
    holding.signIns += 1;
    delete holding.problem;
    holding.failures = 0;
    const kept = await this.#keep(holding, tokens, connection);
    this.#options.changed();
    return kept;
  }

  /** Lets the snapshot say why nothing goes on for a holding until a person acts. */
  blocked(holding: Holding, problem: FobError): void {
    holding.problem = problem;
    this.#options.changed();
  }

  /** A person agreed to where the secrets of an address go now. */
  agreed(address: string): void {
    const { access, holdings, changed } = this.#options;
    for (const holding of holdings.all()) {
      if (holding.profile.address !== address || holding.problem?.code !== 'endpoints_changed') continue;
      delete holding.problem;
      this.schedule(holding);
    }
    access.disconnect(address);
    changed();
  }

  /** All that is stored for the address's client, refresh tokens included; what the holding itself has comes first. */
  storedTokens(holding: Holding): Promise<readonly TokenSet[]> {
    return this.#store.readAll(holding);
  }

  /** Until when the IdP asked not to be asked, milliseconds since 1970. */
  askedToWaitUntil(holding: Holding): number {
    return this.#circuits.askedToWaitUntil(idpOf(holding.profile));
  }

  /** Plans the next refresh of a token that someone uses. */
  schedule(holding: Holding): void {
    const { ports, isPinned, earlyMs } = this.#options;
    const { profile, tokens, lastUsedAt } = holding;
    const warm = isKeptWarm(isPinned(profile.address) && holding.isDefault, lastUsedAt, ports.clock.now());
    if (!warm || !profile.refresh.auto || tokens?.expires_at === undefined) return;
    const life = { receivedAt: tokens.received_at, expiresAt: tokens.expires_at };
    const early = profile.refresh.earlyMs ?? earlyMs();
    this.#alarm.set(holding.identity, refreshDue(life, early, ports.random.fraction()));
  }

  /** Plans each refresh anew; those that failed wait for their turn. */
  replan(): void {
    for (const holding of this.#options.holdings.all())
      if (holding.problem === undefined) this.schedule(holding);
  }

  /** When the clock was set back, moves every deadline with it: no dead token looks alive for that long. */
  lookAtClock(): void {
    const by = this.#clockWatch.setBackBy();
    if (by === 0) return;
    this.#wasSetBack += by;
    for (const holding of this.#options.holdings.all()) setBack(holding, by);
    this.#circuits.setBack(by);
    this.#alarm.setBack(by);
    this.#options.changed();
  }

  /** The network is back: those that wait for an IdP are tried as soon as its circuit lets them, and one finds out for all. */
  networkChanged(): void {
    const { holdings, ports, changed } = this.#options;
    const open = this.#circuits.advance(ports.clock.now());
    for (const holding of holdings.all().filter(({ profile }) => open.has(idpOf(profile))))
      if (holding.problem === undefined) this.schedule(holding);
      else if (isPassing(holding.problem))
        this.#alarm.set(holding.identity, ports.clock.now() + ports.random.fraction() * 1_000);
    if (open.size > 0) changed();
  }

  refreshAt(holding: Holding): number | undefined {
    return this.#alarm.due(holding.identity);
  }

  recheck(): void {
    this.#alarm.recheck();
  }

  /** An address has a new profile, or none any more: what is held for another identity goes, with timers and connection. */
  replaceProfile(address: string, profile: Profile | undefined): void {
    for (const { identity } of this.#options.holdings.replace(address, profile)) this.#alarm.clear(identity);
    this.#options.access.disconnect(address);
  }

  /** Drops what is held of an address; what a request under way still brings goes too, and is revoked if it `hasEnded`. */
  discard(address: string, { hasEnded = false } = {}): void {
    this.replaceProfile(address, undefined);
    for (const holding of this.#options.holdings.withFormer(address))
      Object.assign(holding, { discarded: true, hasEnded });
  }

  /** Forgets every token of an address, and in the same write keeps what came in their place. */
  forget(address: string, instead: Changes, { hasEnded = false } = {}): Promise<void> {
    return this.#store.forget(address, instead, () => this.discard(address, { hasEnded }));
  }

  /** Waits for sign-ins that are being ended, refreshes and saves under way, then drops every timer and connection. */
  async settle(signInsEnded: Promise<void>): Promise<void> {
    const { holdings, access } = this.#options;
    // A refresh that rings itself in meanwhile would come back to a locked vault, with a token that nobody keeps.
    this.#alarm.stop();
    this.#settling += 1;
    try {
      await signInsEnded;
      for (let renewals = holdings.underWay(); renewals.length > 0; renewals = holdings.underWay())
        await Promise.allSettled(renewals);
      await this.#store.flush();
      this.#alarm.stop();
      access.disconnectAll();
    } finally {
      this.#settling -= 1;
    }
  }

  async #renew(holding: Holding): Promise<void> {
    const { access, history, ports } = this.#options;
    const { clock, random } = ports;
    const idp = idpOf(holding.profile);
    const grant = access.grantPorts(holding.profile);
    // As of when the refresh token was read that is being sent.
    let { signIns } = holding;
    // It may have been replaced; nobody waits for the look.
    void access.lookAtCertificate(holding.profile);
    try {
      const reading = () => void ({ signIns } = holding);
      const asking = { ...grant, ...this.#store.renewalPorts(holding, grant.connection, reading) };
      const tokens = await recordedRenewal(holding.profile, asking, history);
      this.lookAtClock();
      this.#circuits.succeeded(idp, clock.now());
      // A person signed in meanwhile: that session is the one they mean (security.md R08).
      if (holding.signIns !== signIns) return;
      holding.failures = 0;
      delete holding.problem;
      await this.#keep(holding, tokens, grant.connection);
    } catch (error) {
      const problem =
        error instanceof FobError ? error : new FobError('internal', 'Fob met a bug.', { cause: error });
      this.lookAtClock();
      holding.problem = problem;
      holding.failures += 1;
      if (isPassing(problem)) {
        const again = this.#circuits.failed(idp, clock.now(), random.fraction(), problem.retryAfterMs);
        if (holding.discarded !== true && this.#isWarm(holding)) this.#alarm.set(holding.identity, again);
      }
      throw problem;
    }
  }

  /** `false` when the holding is nobody's any more. */
  async #keep(holding: Holding, tokens: TokenSet, connection: Connection): Promise<boolean> {
    const before = this.#wasSetBack;
    await this.#store.keep(holding, tokens, connection);
    if (holding.discarded === true) return false;
    if (holding.isDefault && holding.tokens !== undefined)
      this.#options.history.calls.replaced(holding.profile.address, holding.tokens);
    holding.tokens = withoutRefreshToken(tokens);
    holding.loaded = true;
    // What was set back while it was stored counts for it, too.
    if (this.#wasSetBack > before) holding.tokens = earlier(holding.tokens, this.#wasSetBack - before);
    this.schedule(holding);
    return true;
  }

  #isWarm(holding: Holding): boolean {
    const { ports, isPinned } = this.#options;
    return isKeptWarm(isPinned(holding.profile.address), holding.lastUsedAt, ports.clock.now());
  }

  #ring(key: string): void {
    if (this.#options.history.ring(key)) return;
    if (key.startsWith(SAVE)) this.#store.saveDue(key.slice(SAVE.length));
    else this.#refresh(key);
  }

  #refresh(identity: string): void {
    const { holdings, ports } = this.#options;
    const holding = holdings.byIdentity(identity);
    if (holding === undefined || this.#settling > 0 || !this.#isWarm(holding)) return;
    const idp = idpOf(holding.profile);
    if (this.#probed.has(idp)) {
      this.#alarm.set(identity, ports.clock.now() + 1_000 + ports.random.fraction() * 1_000);
      return;
    }
    const openAt = this.#circuits.openAt(idp);
    if (openAt > ports.clock.now()) {
      this.#alarm.set(identity, openAt + ports.random.fraction() * 1_000);
      return;
    }
    if (this.#circuits.isUnsure(idp, ports.clock.now())) this.#probed.add(idp);
    this.renew(holding)
      .catch((error: unknown) => ports.log.warn(errorView(error).message))
      .finally(() => this.#probed.delete(idp));
  }
}
