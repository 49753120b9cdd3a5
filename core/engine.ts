/** Joins the stages: profiles -> grants -> tokens -> vault -> timers -> snapshot. Owns start, stop and every command. */
import type { AddedProfiles, ProfileMembers, SecretMember } from '../shared/profile.ts';
import type { LoginStart, LogoutResult } from '../shared/session-view.ts';
import type { EndpointChange, ProfileProblem, Snapshot } from '../shared/snapshot.ts';
import type { ClaimsView, JwtView, UserinfoView } from '../shared/token-view.ts';
import { createAutoLock } from './engine/auto-lock.ts';
import type * as Contract from './engine/contract.ts';
import type { Engine, HandedToken, TokenRequest } from './engine/contract.ts';
import type { Holding } from './engine/holding.ts';
import { snapshotOf } from './engine/facts.ts';
import { createHoldings } from './engine/holdings.ts';
import { Keeper } from './engine/keeper.ts';
import type { EnginePorts } from './engine/ports.ts';
import { ProfileAccess } from './engine/profile-access.ts';
import { ProfileDesk } from './engine/profile-desk.ts';
import { ProfileWatch } from './engine/profile-watch.ts';
import { rememberingVault } from './engine/remembering-vault.ts';
import { Sessions } from './engine/sessions.ts';
import { createSettings } from './engine/settings.ts';
import { createSignIns } from './engine/sign-ins.ts';
import type { SignIns } from './engine/sign-ins.ts';
import { claimsOf, inspectFor } from './engine/token-views.ts';
import { userinfoOf } from './engine/userinfo.ts';
import { createVaultDesk } from './engine/vault-desk.ts';
import { vaultReadiness } from './engine/vault-readiness.ts';
import { TokenDesk } from './engine/token-desk.ts';
import { createProfileBook } from './profiles/profile-book.ts';
import { createPublisher } from './snapshot/publisher.ts';
import { createVault } from './vault/vault.ts';

const USE_NOTED_EVERY_MS = 60_000;

export function createEngine(ports: EnginePorts): Engine {
  return new TokenEngine(ports);
}

class TokenEngine implements Engine {
  readonly vault: Contract.VaultDesk;
  readonly #autoLock;
  readonly #ports: EnginePorts;
  readonly #book;
  readonly #settings;
  readonly #vault;
  readonly #holdings = createHoldings();
  readonly #publisher;
  readonly #access: ProfileAccess;
  readonly #keeper: Keeper;
  readonly #desk: TokenDesk;
  readonly #watch: ProfileWatch;
  readonly #signIns: SignIns;
  readonly #sessions: Sessions;
  readonly #profiles: ProfileDesk;
  /** Set while the vault is being locked: refreshes under way finish and are stored, nothing new begins. */
  #closing = false;

  constructor(ports: EnginePorts) {
    const { clock, log } = ports;
    this.#ports = ports;
    this.#book = createProfileBook(ports.files);
    this.#settings = createSettings(ports.files);
    this.#vault = rememberingVault(createVault({ ...ports, backends: ports.keySlots }));
    this.#publisher = createPublisher(clock, (revision) =>
      snapshotOf(revision, {
        now: clock.now(),
        book: this.#book,
        vault: this.#vault,
        settings: this.#settings,
        holdings: this.#holdings,
        keeper: this.#keeper,
        signIns: this.#signIns,
        certificates: this.#access.certificates,
      }),
    );
    const changed = (): void => this.#publisher.changed();
    this.#access = new ProfileAccess(ports, this.#vault, changed);
    const [book, vault, holdings] = [this.#book, this.#vault, this.#holdings];
    const common = { ports, book, vault, holdings, access: this.#access, changed };
    this.#keeper = new Keeper({ ...common, isPinned: (address) => this.#settings.pinned().has(address) });
    const kept = { ...common, keeper: this.#keeper };
    const isOpen = (): boolean => this.#vault.view().state === 'unlocked';
    const mayLoad = (): boolean => !this.#closing && isOpen();
    this.#desk = new TokenDesk(clock, this.#keeper, mayLoad);
    this.#watch = new ProfileWatch({ ...kept, log, mayLoad });
    this.#signIns = createSignIns(clock, changed);
    this.#sessions = new Sessions({ ...kept, signIns: this.#signIns });
    this.#profiles = new ProfileDesk({ ...kept, watch: this.#watch, unlocked: () => this.#unlocked() });
    const care = { clock, log, settings: this.#settings, isOpen, lock: () => this.lock() };
    const autoLock = (this.#autoLock = createAutoLock(care));
    this.vault = createVaultDesk({ ...kept, ...care, watch: this.#watch, autoLock });
  }

  async start(): Promise<void> {
    await this.#autoLock.refresh();
    await this.#watch.refresh();
    await this.#vault.load();
    await this.#vault.unlockUnattended();
    this.#watch.loadAll();
  }

  async stop(): Promise<void> {
    this.#closing = true;
    this.#autoLock.stop();
    this.#signIns.cancelAll();
    await this.#keeper.settle();
    this.#vault.lock();
    this.#holdings.clear();
    this.#publisher.stop();
  }

  async reload(): Promise<void> {
    await this.#autoLock.refresh();
    await this.#watch.refresh();
  }

  snapshot(): Snapshot {
    this.#keeper.lookAtClock();
    return this.#publisher.snapshot();
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    return this.#publisher.subscribe(listener);
  }

  async token(address: string, request: TokenRequest = {}): Promise<HandedToken> {
    return this.#asNow(address, request, (holding) => this.#serve(holding, request.minTtlMs));
  }

  async proof(address: string, request: { method: string; url: string; nonce?: string }): Promise<string> {
    const { accessToken } = await this.token(address);
    const { profile } = await this.#holding(address, {});
    return this.#access.proof(profile, { ...request, accessToken });
  }

  async refresh(address: string): Promise<void> {
    await this.#asNow(address, {}, async (holding) => {
      this.#noteUse(holding);
      await this.#unlocked();
      await this.#keeper.load(holding);
      await this.#desk.renew(holding);
    });
  }

  async claims(address: string): Promise<ClaimsView> {
    const { holding, handed } = await this.#atHand(address);
    return claimsOf(holding, handed, this.#access, this.#ports.clock);
  }

  async userinfo(address: string): Promise<UserinfoView> {
    const { holding, handed } = await this.#atHand(address);
    return userinfoOf(holding, handed, this.#access, this.#ports.clock);
  }

  async inspect({ jwt, for: address }: Contract.InspectRequest): Promise<JwtView> {
    const holding = address === undefined ? undefined : await this.#holding(address, {});
    return inspectFor(jwt, holding, this.#access, this.#ports.clock);
  }

  async login(address: string, options: Contract.LoginOptions = {}): Promise<LoginStart> {
    const holding = await this.#holding(address, {});
    await this.#unlocked();
    await this.#keeper.load(holding);
    this.#noteUse(holding);
    return this.#sessions.begin(holding, options.device === true);
  }

  loginDone(address: string): Promise<void> {
    return this.#signIns.done(address);
  }

  pasteCallback(address: string, callback: string): Promise<void> {
    return this.#signIns.paste(address, callback);
  }

  cancelLogin(address: string): void {
    this.#signIns.cancel(address);
  }

  async logout(address: string): Promise<LogoutResult> {
    const holding = await this.#holding(address, {});
    await this.#unlocked();
    return this.#sessions.end(holding, () => this.#profiles.forgetTokens(address, {}));
  }

  checkProfiles(text: string): { addresses: string[]; problems: ProfileProblem[] } {
    return this.#profiles.check(text);
  }

  addProfiles(text: string): Promise<AddedProfiles> {
    return this.#profiles.add(text);
  }

  showProfile(address: string): { members: ProfileMembers } {
    return this.#profiles.show(address);
  }

  removeProfile(address: string): Promise<void> {
    return this.#profiles.remove(address);
  }

  async pin(address: string, pinned: boolean): Promise<void> {
    const holding = await this.#holding(address, {});
    await this.#settings.setPinned([address], pinned);
    this.#keeper.schedule(holding);
    this.#publisher.changed();
  }

  setSecret(address: string, member: SecretMember, value: string): Promise<void> {
    return this.#profiles.setSecret(address, member, value);
  }

  trust(address: string, seen?: readonly EndpointChange[]): Promise<{ changes: EndpointChange[] }> {
    return this.#profiles.trust(address, seen);
  }

  lendVariables(address: string, variables: Readonly<Record<string, string>>): Promise<void> {
    return this.#profiles.lendVariables(address, variables);
  }

  async unlock(passphrase?: string): Promise<void> {
    await this.#vault.unlock(passphrase);
    this.#autoLock.used();
    this.#publisher.changed();
    this.#watch.loadAll();
  }

  async lock(): Promise<void> {
    this.#closing = true;
    this.#signIns.cancelAll();
    try {
      await this.#keeper.settle();
      this.#vault.lock();
      this.#holdings.clear();
    } finally {
      this.#closing = false;
      this.#publisher.changed();
    }
  }

  wake(): void {
    this.#autoLock.recheck();
    if (!this.#closing) this.#keeper.recheck();
    this.#publisher.changed();
  }

  async #holding(address: string, wish: TokenRequest): Promise<Holding> {
    this.#autoLock.used();
    await this.#watch.refresh();
    return this.#holdings.of(this.#book.profile(address), wish);
  }

  async #serve(holding: Holding, minTtlMs?: number): Promise<HandedToken> {
    this.#noteUse(holding);
    const ready = this.#desk.ready(holding, minTtlMs);
    if (ready !== undefined && holding.renewal === undefined && !this.#closing) return ready;
    await this.#unlocked();
    await this.#keeper.load(holding);
    return this.#desk.serve(holding, minTtlMs);
  }

  /** For the profile and its secrets as they are: once more if they change on the way. */
  async #asNow<T>(address: string, wish: TokenRequest, act: (holding: Holding) => Promise<T>): Promise<T> {
    const holding = await this.#holding(address, wish);
    try {
      return await act(holding);
    } catch (error) {
      if (holding.discarded === true) return this.#asNow(address, wish, act);
      throw error;
    }
  }

  /** One whose profile changed on the way is not shown to the IdP of the new profile. */
  async #atHand(address: string): Promise<{ holding: Holding; handed: HandedToken }> {
    const asked = await this.#asNow(address, {}, async (holding) => ({
      holding,
      handed: await this.#serve(holding),
    }));
    return (await this.#holding(address, {})) === asked.holding ? asked : this.#atHand(address);
  }

  #noteUse(holding: Holding): void {
    this.#keeper.lookAtClock();
    const now = this.#ports.clock.now();
    const last = holding.lastUsedAt ?? 0;
    holding.lastUsedAt = now;
    if (now - last < USE_NOTED_EVERY_MS && now >= last) return;
    if (this.#keeper.refreshAt(holding) === undefined && holding.tokens !== undefined)
      this.#keeper.schedule(holding);
    this.#publisher.changed();
  }

  async #unlocked(): Promise<void> {
    this.#autoLock.used();
    if ((await vaultReadiness(this.#vault, this.#closing)) === 'absent') await this.unlock();
  }
}
