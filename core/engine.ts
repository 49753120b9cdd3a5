/** Joins the stages: profiles -> grants -> tokens -> vault -> timers -> snapshot. Owns start, stop and every command. */
import type { Address, ProfileMembers, SecretMember } from '../shared/profile.ts';
import type { LoginStart, LogoutResult } from '../shared/session-view.ts';
import type { ProfileProblem, Snapshot } from '../shared/snapshot.ts';
import type { ClaimsView, JwtView } from '../shared/token-view.ts';
import type { Engine, HandedToken, InspectRequest, LoginOptions, TokenRequest } from './engine/contract.ts';
import type { Holding } from './engine/holding.ts';
import { factsOf } from './engine/facts.ts';
import { createHoldings } from './engine/holdings.ts';
import { Keeper } from './engine/keeper.ts';
import type { EnginePorts } from './engine/ports.ts';
import { ProfileAccess } from './engine/profile-access.ts';
import { ProfileWatch } from './engine/profile-watch.ts';
import { rememberingVault } from './engine/remembering-vault.ts';
import { refuseUnused } from './engine/secrets.ts';
import { Sessions } from './engine/sessions.ts';
import { createSettings } from './engine/settings.ts';
import { createSignIns } from './engine/sign-ins.ts';
import type { SignIns } from './engine/sign-ins.ts';
import { claimsOf, inspectFor } from './engine/token-views.ts';
import { vaultReadiness } from './engine/vault-readiness.ts';
import { TokenDesk } from './engine/token-desk.ts';
import { createProfileBook } from './profiles/profile-book.ts';
import { parseProfiles } from './profiles/profiles-file.ts';
import { project } from './snapshot/project.ts';
import { createPublisher } from './snapshot/publisher.ts';
import { createVault } from './vault/vault.ts';

const USE_NOTED_EVERY_MS = 60_000;

export function createEngine(ports: EnginePorts): Engine {
  return new TokenEngine(ports);
}

class TokenEngine implements Engine {
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
  /** Set while the vault is being locked: refreshes under way finish and are stored, nothing new begins. */
  #closing = false;

  constructor(ports: EnginePorts) {
    const { files, random, clock, scrypt, scryptParameters } = ports;
    this.#ports = ports;
    this.#book = createProfileBook(files);
    this.#settings = createSettings(files);
    const vault = createVault({
      files,
      random,
      clock,
      scrypt,
      backends: ports.keySlots,
      ...(scryptParameters === undefined ? {} : { scryptParameters }),
    });
    this.#vault = rememberingVault(vault);
    this.#publisher = createPublisher(clock, (revision) => this.#project(revision));
    this.#access = new ProfileAccess(ports, this.#vault);
    this.#keeper = new Keeper({
      ports,
      vault: this.#vault,
      access: this.#access,
      holdings: this.#holdings,
      isPinned: (address) => this.#settings.pinned().has(address),
      changed: () => this.#publisher.changed(),
    });
    this.#desk = new TokenDesk(clock, this.#keeper);
    this.#watch = new ProfileWatch({
      book: this.#book,
      keeper: this.#keeper,
      holdings: this.#holdings,
      log: ports.log,
      changed: () => this.#publisher.changed(),
      mayLoad: () => !this.#closing && this.#vault.view().state === 'unlocked',
    });
    this.#signIns = createSignIns(clock, () => this.#publisher.changed());
    this.#sessions = new Sessions({
      ports,
      access: this.#access,
      keeper: this.#keeper,
      signIns: this.#signIns,
    });
  }

  async start(): Promise<void> {
    await this.#settings.load();
    await this.#watch.refresh();
    await this.#vault.load();
    await this.#vault.unlockUnattended();
    this.#watch.loadAll();
  }

  async stop(): Promise<void> {
    this.#closing = true;
    this.#signIns.cancelAll();
    await this.#keeper.settle();
    this.#vault.lock();
    this.#holdings.clear();
    this.#publisher.stop();
  }

  reload(): Promise<void> {
    return this.#watch.refresh();
  }

  snapshot(): Snapshot {
    return this.#publisher.snapshot();
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    return this.#publisher.subscribe(listener);
  }

  async token(address: string, request: TokenRequest = {}): Promise<HandedToken> {
    const holding = await this.#holding(address, request);
    this.#noteUse(holding);
    const ready = this.#desk.ready(holding, request.minTtlMs);
    if (ready !== undefined && holding.renewal === undefined && !this.#closing) return ready;
    await this.#unlocked();
    await this.#keeper.load(holding);
    return this.#desk.serve(holding, request.minTtlMs);
  }

  async proof(address: string, request: { method: string; url: string; nonce?: string }): Promise<string> {
    const { accessToken } = await this.token(address);
    const { profile } = await this.#holding(address, {});
    return this.#access.proof(profile, { ...request, accessToken });
  }

  async refresh(address: string): Promise<void> {
    const holding = await this.#holding(address, {});
    this.#noteUse(holding);
    await this.#unlocked();
    await this.#keeper.load(holding);
    await this.#keeper.renew(holding);
  }

  async claims(address: string): Promise<ClaimsView> {
    const handed = await this.token(address);
    return claimsOf(await this.#holding(address, {}), handed, this.#access, this.#ports.clock);
  }

  async inspect({ jwt, for: address }: InspectRequest): Promise<JwtView> {
    const holding = address === undefined ? undefined : await this.#holding(address, {});
    return inspectFor(jwt, holding, this.#access, this.#ports.clock);
  }

  async login(address: string, options: LoginOptions = {}): Promise<LoginStart> {
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
    return this.#sessions.end(holding, () => this.#forgetTokens(address, {}));
  }

  checkProfiles(text: string): { addresses: string[]; problems: ProfileProblem[] } {
    const { profiles, problems } = parseProfiles(text);
    return { addresses: [...profiles.keys()], problems: [...problems] };
  }

  async addProfiles(text: string): Promise<{ addresses: string[] }> {
    const addresses = await this.#book.add(text);
    this.#watch.changed();
    return { addresses: [...addresses] };
  }

  showProfile(address: string): { members: ProfileMembers } {
    return { members: this.#book.members(address) };
  }

  async removeProfile(address: string): Promise<void> {
    await this.#book.remove(address);
    this.#keeper.discard(address);
    await this.#vault.remove(address);
    this.#watch.changed();
  }

  async pin(address: string, pinned: boolean): Promise<void> {
    const holding = await this.#holding(address, {});
    await this.#settings.setPinned(address, pinned);
    this.#keeper.schedule(holding);
    this.#publisher.changed();
  }

  async setSecret(address: string, member: SecretMember, value: string): Promise<void> {
    await this.#watch.refresh();
    const profile = this.#book.profile(address);
    refuseUnused(profile, member);
    await this.#unlocked();
    await this.#forgetTokens(address, { [member]: value });
    await this.#keeper.load(this.#holdings.of(profile, {}));
    this.#publisher.changed();
  }

  async lendVariables(address: string, variables: Readonly<Record<string, string>>): Promise<void> {
    await this.#watch.refresh();
    this.#access.lendVariables(this.#book.profile(address), variables);
  }

  async unlock(passphrase?: string): Promise<void> {
    await this.#vault.unlock(passphrase);
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
    this.#keeper.recheck();
    this.#publisher.changed();
  }

  /** Forgets every token of an address; in the same write keeps what came in their place. */
  async #forgetTokens(address: string, instead: Readonly<Record<string, string>>): Promise<void> {
    const tokens = (await this.#vault.members(address)).filter((name) => name.startsWith('tokens.'));
    this.#keeper.discard(address);
    await this.#vault.write(address, {
      ...Object.fromEntries(tokens.map((name) => [name, null])),
      ...instead,
    });
    // What was loaded while the write ran knows neither what is new nor that the tokens went.
    this.#keeper.discard(address);
    this.#publisher.changed();
  }

  async #holding(address: string, wish: TokenRequest): Promise<Holding> {
    await this.#watch.refresh();
    return this.#holdings.of(this.#book.profile(address), wish);
  }

  #noteUse(holding: Holding): void {
    const now = this.#ports.clock.now();
    const last = holding.lastUsedAt ?? 0;
    holding.lastUsedAt = now;
    if (now - last < USE_NOTED_EVERY_MS && now >= last) return;
    if (this.#keeper.refreshAt(holding) === undefined && holding.tokens !== undefined)
      this.#keeper.schedule(holding);
    this.#publisher.changed();
  }

  async #unlocked(): Promise<void> {
    if ((await vaultReadiness(this.#vault, this.#closing)) === 'absent') await this.unlock();
  }

  #project(revision: number): Snapshot {
    const { services, problems } = this.#book.current();
    return project({
      revision,
      now: this.#ports.clock.now(),
      vault: this.#vault.view(),
      services,
      problems,
      pinned: this.#settings.pinned(),
      facts: (address) =>
        factsOf(
          this.#book.current().profiles.get(address as Address),
          this.#holdings,
          this.#keeper,
          this.#signIns,
        ),
    });
  }
}
