/** Joins the stages: profiles -> grants -> tokens -> vault -> timers -> snapshot. Owns start, stop and every command. */
import type { Address, Profile } from '../shared/profile.ts';
import type { LoginStart, LogoutResult } from '../shared/session-view.ts';
import type { SettingsView } from '../shared/settings-view.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import type { ClaimsView, JwtView, UserinfoView } from '../shared/token-view.ts';
import { createAutoLock } from './engine/auto-lock.ts';
import type * as Contract from './engine/contract.ts';
import type { Engine, HandedToken, TokenRequest } from './engine/contract.ts';
import { createDemoDesk } from './engine/demo-desk.ts';
import type { Holding } from './engine/holding.ts';
import { createEditorDesk } from './engine/editor-desk.ts';
import { snapshotOf } from './engine/facts.ts';
import { createGuard } from './engine/guard-desk.ts';
import { createHoldings } from './engine/holdings.ts';
import { createImportDesk } from './engine/import-desk.ts';
import { Keeper } from './engine/keeper.ts';
import type { EnginePorts } from './engine/ports.ts';
import { ProfileAccess } from './engine/profile-access.ts';
import { ProfileDesk } from './engine/profile-desk.ts';
import { ProfileWatch } from './engine/profile-watch.ts';
import { rememberingVault } from './engine/remembering-vault.ts';
import { discreet } from './engine/secrets.ts';
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
import { History } from './history/history.ts';
import { createPublisher } from './snapshot/publisher.ts';
import { createVault } from './vault/vault.ts';

export function createEngine(ports: EnginePorts): Engine {
  return new TokenEngine(ports);
}

class TokenEngine implements Engine {
  readonly demo;
  readonly editor: Contract.EditorDesk;
  readonly vault: Contract.VaultDesk;
  readonly imports: Contract.ImportDesk;
  readonly settings;
  readonly guard;
  readonly history: History;
  readonly #autoLock;
  readonly #ports: EnginePorts;
  readonly #book;
  readonly #vault;
  readonly #holdings = createHoldings((address) => this.#book.profile(address));
  readonly #publisher;
  readonly #access: ProfileAccess;
  readonly #keeper: Keeper;
  readonly #desk: TokenDesk;
  readonly #watch: ProfileWatch;
  readonly #signIns: SignIns;
  readonly #sessions: Sessions;
  readonly #profiles: ProfileDesk;
  /** How many locks are under way, and stops for good: refreshes under way finish and are stored, nothing new begins. */
  #closings = 0;
  #locking: Promise<void> | undefined;

  readonly subscribe: Engine['subscribe'] = (listener) => this.#publisher.subscribe(listener);
  readonly loginDone: Engine['loginDone'] = (address) => this.#signIns.done(address);
  readonly pasteCallback: Engine['pasteCallback'] = (address, callback) =>
    this.#signIns.paste(address, callback);
  readonly cancelLogin: Engine['cancelLogin'] = (address) => this.#signIns.cancel(address);
  readonly checkProfiles: Engine['checkProfiles'] = (text) => this.#profiles.check(text);
  readonly addProfiles: Engine['addProfiles'] = (text) => this.#profiles.add(text);
  readonly showProfile: Engine['showProfile'] = (address) => this.#profiles.show(address);
  readonly removeProfile: Engine['removeProfile'] = (address) => this.#profiles.remove(address);
  readonly setSecret: Engine['setSecret'] = (address, member, value) =>
    this.#profiles.setSecret(address, member, value);
  readonly trust: Engine['trust'] = (address, seen) => this.#profiles.trust(address, seen);
  readonly lendVariables: Engine['lendVariables'] = (address, variables) =>
    this.#profiles.lendVariables(address, variables);
  readonly networkChanged: Engine['networkChanged'] = () => this.#keeper.networkChanged();
  readonly lock: Engine['lock'] = () =>
    (this.#locking ??= this.#lock().finally(() => (this.#locking = undefined)));

  constructor(ports: EnginePorts) {
    const { clock, log } = ports;
    this.#ports = ports;
    const history = (this.history = new History(ports));
    this.#book = createProfileBook(ports.files);
    this.settings = createSettings(ports.files, (before) => this.#settingsRead(before));
    this.#vault = rememberingVault(createVault({ ...ports, backends: ports.keySlots }));
    this.#publisher = createPublisher(clock, (revision) =>
      snapshotOf(revision, {
        now: clock.now(),
        book: this.#book,
        vault: this.#vault,
        settings: this.settings,
        guard: this.guard,
        holdings: this.#holdings,
        keeper: this.#keeper,
        signIns: this.#signIns,
        certificates: this.#access.certificates,
      }),
    );
    const changed = (): void => this.#publisher.changed();
    const profile = async (address: string): Promise<Profile> => (await this.#holding(address, {})).profile;
    const ready = (): Promise<unknown> => vaultReadiness(this.#vault, this.#closings > 0);
    const current = (address: Address): Profile | undefined => this.#book.current().profiles.get(address);
    this.guard = createGuard({ clock, settings: this.settings, history, changed, profile, current, ready });
    const secretSources = discreet(ports.secretSources, () => this.#book.current().profiles.values());
    const reach = { ...ports, http: history.traced(ports.http), secretSources };
    this.#access = new ProfileAccess(reach, this.#vault, changed);
    const [book, vault, holdings] = [this.#book, this.#vault, this.#holdings];
    const common = { ports, book, vault, holdings, access: this.#access, history, changed };
    const isPinned = (address: string): boolean => this.settings.pinned().has(address);
    this.#keeper = new Keeper({ ...common, isPinned, earlyMs: () => this.settings.earlyMs() });
    const kept = { ...common, keeper: this.#keeper };
    const isOpen = (): boolean => this.#vault.view().state === 'unlocked';
    const mayLoad = (): boolean => this.#closings === 0 && isOpen();
    this.#desk = new TokenDesk(clock, this.#keeper, mayLoad, changed);
    this.#watch = new ProfileWatch({ ...kept, log, mayLoad });
    this.#signIns = createSignIns(clock, changed);
    this.#sessions = new Sessions({ ...kept, watch: this.#watch, signIns: this.#signIns });
    const unlocked = (): Promise<void> => this.#unlocked();
    this.#profiles = new ProfileDesk({ ...kept, watch: this.#watch, unlocked });
    this.imports = createImportDesk({ ...kept, profiles: this.#profiles, watch: this.#watch, unlocked });
    this.editor = createEditorDesk({ ...kept, profiles: this.#profiles, watch: this.#watch });
    this.demo = createDemoDesk({ ports, vault, unlocked, profiles: this.#profiles, editor: this.editor });
    const care = { clock, log, settings: this.settings, isOpen, lock: () => this.lock() };
    const autoLock = (this.#autoLock = createAutoLock(care));
    this.vault = createVaultDesk({ ...kept, ...care, watch: this.#watch, autoLock });
  }

  async start(): Promise<void> {
    await this.reload();
    await this.#vault.load();
    await this.#vault.unlockUnattended();
    this.#watch.loadAll();
  }

  async stop(): Promise<void> {
    this.#autoLock.stop();
    await this.#close();
    await this.demo.stop();
    await this.history.stop();
    this.#publisher.stop();
  }

  async reload(): Promise<void> {
    await this.settings.refresh();
    await this.#watch.refresh();
  }

  snapshot(): Snapshot {
    this.#keeper.lookAtClock();
    return this.#publisher.snapshot();
  }

  async token(address: string, request: TokenRequest = {}): Promise<HandedToken> {
    return this.history.handingOut(request, address, () => this.#handOut(address, request));
  }

  #handOut(address: string, request: TokenRequest): Promise<HandedToken> {
    return this.#asNow(address, request, (holding) =>
      this.guard.pass(holding.profile, () => this.#serve(holding, request.minTtlMs)),
    );
  }

  async proof(address: string, request: { method: string; url: string; nonce?: string }): Promise<string> {
    const { accessToken } = await this.#handOut(address, {});
    const { profile } = await this.#holding(address, {});
    return this.#access.proof(profile, { ...request, accessToken });
  }

  async refresh(address: string): Promise<void> {
    await this.#asNow(address, {}, async (holding) => {
      this.#desk.noteUse(holding);
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

  async inspect(request: Contract.InspectRequest): Promise<JwtView> {
    const holding = request.for === undefined ? undefined : await this.#holding(request.for, {});
    return inspectFor(request, holding, this.#access, this.#ports);
  }

  async login(address: string, options: Contract.LoginOptions = {}): Promise<LoginStart> {
    const holding = await this.#holding(address, {});
    await this.#unlocked();
    await this.#keeper.load(holding);
    this.#desk.noteUse(holding);
    return this.#sessions.begin(holding, options.device === true);
  }

  async logout(address: string): Promise<LogoutResult> {
    const holding = await this.#holding(address, {});
    await this.#unlocked();
    return this.#sessions.end(holding, () => this.#profiles.endSessions(address));
  }

  async pin(address: string, pinned: boolean): Promise<void> {
    const holding = await this.#holding(address, {});
    await this.settings.setPinned([address], pinned);
    this.#keeper.schedule(holding);
    this.#publisher.changed();
  }

  async unlock(passphrase?: string): Promise<void> {
    await this.#locking?.catch(() => undefined);
    await this.#vault.unlock(passphrase);
    this.history.note({ kind: 'unlocked' });
    this.#autoLock.used();
    this.#publisher.changed();
    this.#watch.loadAll();
  }

  async #lock(): Promise<void> {
    try {
      await this.#close();
      this.history.locked();
    } finally {
      this.#closings -= 1;
      this.#publisher.changed();
    }
  }

  async #close(): Promise<void> {
    this.#closings += 1;
    this.guard.disarmAll();
    this.imports.forget();
    await this.#keeper.settle(this.#signIns.cancelAll());
    this.#vault.lock();
    this.#holdings.clear();
  }

  wake(): void {
    this.#autoLock.recheck();
    if (this.#closings === 0) this.#keeper.recheck();
    this.#publisher.changed();
  }

  async #holding(address: string, wish: TokenRequest): Promise<Holding> {
    this.#autoLock.used();
    await this.#watch.refresh();
    return this.#holdings.of(address, wish);
  }

  async #serve(holding: Holding, minTtlMs?: number): Promise<HandedToken> {
    this.#desk.noteUse(holding);
    const ready = this.#desk.ready(holding, minTtlMs);
    if (ready !== undefined && holding.renewal === undefined && this.#closings === 0) return ready;
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

  #settingsRead(before: SettingsView): void {
    this.#autoLock.settingsRead();
    if (this.settings.view().early_refresh !== before.early_refresh) this.#keeper.replan();
    this.#publisher.changed();
  }

  async #unlocked(): Promise<void> {
    this.#autoLock.used();
    if ((await vaultReadiness(this.#vault, this.#closings > 0)) === 'absent') await this.unlock();
  }
}
