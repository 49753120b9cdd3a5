/** Joins the stages: profiles -> grants -> tokens -> vault -> timers -> snapshot. Owns start, stop and every command. */
import type { Address, Profile, ProfileMembers, SecretMember } from '../shared/profile.ts';
import type { ProfileProblem, Snapshot } from '../shared/snapshot.ts';
import type { ClaimsView, JwtView } from '../shared/token-view.ts';
import type { Engine, HandedToken, InspectRequest, TokenRequest } from './engine/contract.ts';
import type { Holding } from './engine/holding.ts';
import { factsOf } from './engine/facts.ts';
import { createHoldings } from './engine/holdings.ts';
import { inspectText, viewToken } from './engine/inspection.ts';
import { Keeper } from './engine/keeper.ts';
import type { EnginePorts } from './engine/ports.ts';
import { rememberingVault } from './engine/remembering-vault.ts';
import { createSettings } from './engine/settings.ts';
import { TokenDesk } from './engine/token-desk.ts';
import { errorView, FobError } from './errors/fob-error.ts';
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
  readonly #keeper: Keeper;
  readonly #desk: TokenDesk;
  #seen: ReadonlyMap<Address, Profile> = new Map();
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
    this.#keeper = new Keeper({
      ports,
      vault: this.#vault,
      holdings: this.#holdings,
      isPinned: (address) => this.#settings.pinned().has(address),
      changed: () => this.#publisher.changed(),
    });
    this.#desk = new TokenDesk(clock, this.#keeper);
  }

  async start(): Promise<void> {
    await this.#settings.load();
    await this.#refreshBook();
    await this.#vault.load();
    await this.#vault.unlockUnattended();
    this.#loadAll();
  }

  async stop(): Promise<void> {
    this.#closing = true;
    await this.#keeper.settle();
    this.#vault.lock();
    this.#holdings.clear();
    this.#publisher.stop();
  }

  reload(): Promise<void> {
    return this.#refreshBook();
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

  async refresh(address: string): Promise<void> {
    const holding = await this.#holding(address, {});
    this.#noteUse(holding);
    await this.#unlocked();
    await this.#keeper.load(holding);
    await this.#keeper.renew(holding);
  }

  async claims(address: string): Promise<ClaimsView> {
    const { accessToken, tokenType, scope, expiresAt } = await this.token(address);
    const holding = await this.#holding(address, {});
    const options = this.#inspection(holding);
    const access = await viewToken(accessToken, options);
    const id = holding.tokens?.id_token;
    const idView =
      id === undefined ? undefined : await viewToken(id, { ...options, audience: options.profile.client_id });
    return {
      address: holding.profile.address,
      tokenType,
      receivedAt: holding.tokens?.received_at ?? this.#ports.clock.now(),
      ...(access === undefined ? {} : { accessToken: access }),
      ...(idView === undefined ? {} : { idToken: idView }),
      ...(scope === undefined ? {} : { scope }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  async inspect(request: InspectRequest): Promise<JwtView> {
    if (request.for === undefined) return inspectText(request.jwt);
    return inspectText(request.jwt, this.#inspection(await this.#holding(request.for, {})));
  }

  checkProfiles(text: string): { addresses: string[]; problems: ProfileProblem[] } {
    const { profiles, problems } = parseProfiles(text);
    return { addresses: [...profiles.keys()], problems: [...problems] };
  }

  async addProfiles(text: string): Promise<{ addresses: string[] }> {
    const addresses = await this.#book.add(text);
    this.#profilesChanged();
    return { addresses: [...addresses] };
  }

  showProfile(address: string): { members: ProfileMembers } {
    return { members: this.#book.members(address) };
  }

  async removeProfile(address: string): Promise<void> {
    await this.#book.remove(address);
    this.#keeper.discard(address);
    await this.#vault.remove(address);
    this.#profilesChanged();
  }

  async pin(address: string, pinned: boolean): Promise<void> {
    const holding = await this.#holding(address, {});
    await this.#settings.setPinned(address, pinned);
    this.#keeper.schedule(holding);
    this.#publisher.changed();
  }

  async setSecret(address: string, member: SecretMember, value: string): Promise<void> {
    await this.#refreshBook();
    const profile = this.#book.profile(address);
    refuseUnused(profile, member);
    await this.#unlocked();
    const tokens = (await this.#vault.members(address)).filter((name) => name.startsWith('tokens.'));
    const forgotten = Object.fromEntries(tokens.map((name) => [name, null]));
    this.#keeper.discard(address);
    await this.#vault.write(address, { ...forgotten, [member]: value });
    // What was loaded while the write ran knows neither the secret nor that the tokens went.
    this.#keeper.discard(address);
    await this.#keeper.load(this.#holdings.of(profile, {}));
    this.#publisher.changed();
  }

  async lendVariables(address: string, variables: Readonly<Record<string, string>>): Promise<void> {
    await this.#refreshBook();
    this.#keeper.lendVariables(this.#book.profile(address), variables);
  }

  async unlock(passphrase?: string): Promise<void> {
    await this.#vault.unlock(passphrase);
    this.#publisher.changed();
    this.#loadAll();
  }

  async lock(): Promise<void> {
    this.#closing = true;
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

  async #holding(address: string, wish: TokenRequest): Promise<Holding> {
    await this.#refreshBook();
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
    // A damaged header may have been restored since.
    if (this.#vault.view().state === 'damaged') await this.#vault.load();
    const { state } = this.#vault.view();
    if (state === 'unlocked' && !this.#closing) return;
    if (state !== 'absent') {
      throw new FobError(
        state === 'damaged' ? 'vault_damaged' : 'vault_locked',
        `The vault is ${state === 'damaged' ? 'damaged' : 'locked'}.`,
        {
          hint: this.#vault.view().hint ?? 'Unlock it with: fob unlock',
        },
      );
    }
    await this.unlock();
  }

  async #refreshBook(): Promise<void> {
    if (await this.#book.refresh()) this.#profilesChanged();
  }

  /** Profiles that changed or went take their tokens in memory, timers and connections with them. */
  #profilesChanged(): void {
    const { profiles } = this.#book.current();
    const before = this.#seen;
    this.#seen = profiles;
    for (const [address, profile] of before) {
      const now = profiles.get(address);
      if (JSON.stringify(now) !== JSON.stringify(profile)) this.#keeper.replaceProfile(address, now);
    }
    this.#publisher.changed();
    this.#loadAll();
  }

  /** Opens the stored tokens one after the other, so that the list shows them; whoever asks for one does not wait for it. */
  #loadAll(): void {
    const load = async (): Promise<void> => {
      for (const profile of [...this.#book.current().profiles.values()]) {
        if (this.#closing || this.#vault.view().state !== 'unlocked') return;
        const holding = this.#holdings.of(profile, {});
        await this.#keeper.load(holding).catch(() => undefined);
      }
    };
    load().catch((error: unknown) => this.#ports.log.warn(errorView(error).message));
  }

  #inspection(holding: Holding): Parameters<typeof inspectText>[1] & object {
    const { profile, tokens } = holding;
    const now = this.#ports.clock.now() + (tokens?.skew_ms ?? 0);
    return { profile, connection: this.#keeper.connection(profile), now };
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
        factsOf(this.#book.current().profiles.get(address as Address), this.#holdings, this.#keeper),
    });
  }
}

function refuseUnused(profile: Profile, member: SecretMember): void {
  const reference = profile[member];
  if (reference?.from === 'vault') return;
  const why =
    reference === undefined
      ? `does not use ${member}`
      : `takes its ${member} from ${reference.from}, not from the vault`;
  throw new FobError('usage', `${profile.address} ${why}.`, {
    hint: `Write "${member}": { "from": "vault" } into the profile first, or check the member's name.`,
  });
}
