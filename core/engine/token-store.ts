/**
 * Token sets on their way to the vault and back. Never loses one: what cannot be stored lives on in memory, the snapshot
 * says so, and it is tried again (security.md R05, R07).
 */
import { errorView, FobError } from '../errors/fob-error.ts';
import type { Connection } from '../grants/connection.ts';
import { clientIdentity } from '../tokens/token-identity.ts';
import { parseTokenSet, serializeTokenSet } from '../tokens/token-set.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Changes } from '../vault/record-store.ts';
import type { Vault } from '../vault/vault.ts';
import { atMostUntil, isOfStorage, withoutRefreshToken } from './holding.ts';
import type { Holding } from './holding.ts';
import type { Holdings } from './holdings.ts';
import type { GrantPorts } from './grant-context.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import type { RenewalPorts } from './renewal.ts';
import { revokeLate } from './revocation.ts';
import { SharedTokens } from './shared-tokens.ts';
import { digest, intentOf, isIntent, isTokens, memberOf, parseIntent } from './token-members.ts';

/** Nobody's token waits for the disk, and a burst makes one write. */
const SAVE_SOON_MS = 100;
const SAVE_AGAIN_MS = 5_000;

export interface TokenStoreOptions {
  readonly ports: Pick<EnginePorts, 'clock' | 'log' | 'random'>;
  readonly vault: Vault;
  readonly access: ProfileAccess;
  readonly holdings: Holdings;
  readonly changed: () => void;
  /** Has `saveDue` called after so many milliseconds, by the one timer that all deadlines share. */
  readonly saveIn: (identity: string, delay: number) => void;
}

export class TokenStore {
  readonly #options: TokenStoreOptions;
  readonly #saves = new Set<Promise<void>>();
  /** Whose save is still to come. */
  readonly #waiting = new Set<Holding>();
  readonly #shared: SharedTokens;
  /** By address, while its tokens are being forgotten. */
  readonly #forgetting = new Map<string, Promise<undefined>>();

  constructor(options: TokenStoreOptions) {
    this.#options = options;
    this.#shared = new SharedTokens(options.ports.random);
  }

  /** Fills a holding with what is stored for it. A renewal that finished meanwhile knows better, and `false` is answered. */
  async load(holding: Holding): Promise<boolean> {
    const { ports, vault } = this.#options;
    const member = await memberOf(holding);
    const { members, values } = await vault.look(holding.profile.address, [member, 'refresh_token']);
    holding.inVault = members;
    // It may have been restored since.
    if (holding.problem?.code === 'vault_damaged') delete holding.problem;
    if (holding.loaded) return false;
    holding.loaded = true;
    const stored = holding.unsaved ?? parseTokenSet(values.get(member));
    if (stored !== undefined) holding.tokens = atMostUntil(ports.clock.now(), withoutRefreshToken(stored));
    if (stored?.used_at !== undefined) holding.lastUsedAt = stored.used_at;
    await this.#shared.note(holding.identity, stored?.refresh_token ?? values.get('refresh_token'));
    return true;
  }

  /** The newest that is known, with its refresh token. Rejects with `vault_damaged` when the record does not open. */
  async read(holding: Holding): Promise<TokenSet | undefined> {
    if (holding.unsaved !== undefined) return holding.unsaved;
    return parseTokenSet(await this.#options.vault.read(holding.profile.address, await memberOf(holding)));
  }

  /**
   * What is stored, or waits to be, for the client that the holding's profile is, of whatever scope, audience and resource;
   * its own first. What an earlier version of Fob stored for identities that were not asked for since is not among it.
   */
  async readAll(holding: Holding): Promise<readonly TokenSet[]> {
    const { address } = holding.profile;
    const own = await this.read(holding);
    const client = clientIdentity(holding.profile);
    const isOther = (one: Holding) => one !== holding && clientIdentity(one.profile) === client;
    const others = this.#options.holdings.withFormer(address).filter(isOther);
    const sets = await Promise.all(others.map((other) => this.read(other)));
    const known = await Promise.all([holding, ...others].map(memberOf));
    for (const member of (await this.#options.vault.members(address)).filter(isTokens)) {
      if (known.includes(member)) continue;
      const tokens = parseTokenSet(await this.#options.vault.read(address, member));
      if (tokens?.client === client) sets.push(tokens);
    }
    return [own, ...sets].filter((tokens) => tokens !== undefined);
  }

  /** What a renewal asks and says on its way; `reading` is called when it reads the refresh token. */
  renewalPorts(
    holding: Holding,
    connection: Connection,
    reading: () => void,
  ): Omit<RenewalPorts, keyof GrantPorts> {
    return {
      // Of what is stored a renewal needs the refresh token alone.
      stored: async () => {
        reading();
        return holding.tokens?.refreshable === false ? undefined : await this.read(holding);
      },
      alone: (refreshToken, work) => this.#shared.alone(refreshToken, work),
      intend: (refreshToken) => this.intend(holding, refreshToken),
      isOver: () => holding.discarded === true,
      spent: (refreshToken) => this.#spent(holding, refreshToken),
      rescue: (tokens) => this.keep(holding, tokens, connection),
    };
  }

  /**
   * A token set with a refresh token is durable, or known not to be, when this resolves, and so is the first that came from
   * somewhere; another is stored a moment later.
   * Those of a session that ended meanwhile are revoked (security.md R17). `connection` is what they came over.
   */
  async keep(holding: Holding, tokens: TokenSet, connection: Connection): Promise<void> {
    await this.#decided(holding.profile.address);
    if (holding.discarded !== true) await this.#keep(holding, tokens, connection);
    if (holding.hasEnded === true) await revokeLate(holding.profile, tokens, this.#options);
  }

  async #keep(holding: Holding, tokens: TokenSet, connection: Connection): Promise<void> {
    const used = holding.lastUsedAt;
    const client = clientIdentity(holding.profile);
    holding.unsaved = { ...tokens, client, ...(used === undefined ? {} : { used_at: used }) };
    await this.#shared.note(holding.identity, tokens.refresh_token);
    // Where secrets may go from now on is not for a moment later: until then they could be sent elsewhere.
    const isNewPlace = this.#options.access.trusted.reached(holding.profile.address, connection);
    if (isNewPlace || tokens.refresh_token !== undefined) await this.#save(holding);
    else if (!this.#waiting.has(holding)) this.#saveIn(holding, SAVE_SOON_MS);
  }

  /**
   * Notes that a refresh token of the holding is about to be sent; its answer takes the note away with the write that
   * stores it. Answers when the same token was noted before. A disk that fails does not keep anyone from a token: what
   * comes is kept in memory, as ever, and the failure is said when that cannot be stored either.
   */
  async intend(holding: Holding, refreshToken: string): Promise<number | undefined> {
    const { ports, vault } = this.#options;
    const { address } = holding.profile;
    const member = await intentOf(holding);
    const hash = await digest(refreshToken);
    let spender = await this.#shared.spender(refreshToken);
    try {
      const known = parseIntent(await vault.read(address, member));
      const isSame = known?.token === hash;
      if (isSame && known.spent_by === undefined) return known.at;
      if (isSame) spender ??= known.spent_by;
      else if (spender === undefined)
        await this.#put(vault, holding, {
          [member]: JSON.stringify({ token: hash, at: ports.clock.now() }),
        });
    } catch (error) {
      ports.log.warn(`${address}: a refresh begins without a note of it. ${errorView(error).message}`);
    }
    if (spender !== undefined && spender !== address) throw usedUp(spender);
    return undefined;
  }

  /**
   * Forgets every token of an address, and in the same write keeps what comes instead. What is to be stored meanwhile waits:
   * it is after a write that failed, and `forgotten` says that it is not after one that did not.
   */
  async forget(address: string, instead: Changes, forgotten: () => void): Promise<void> {
    await this.#decided(address);
    const decided = Promise.withResolvers<undefined>();
    this.#forgetting.set(address, decided.promise);
    try {
      const { vault } = this.#options;
      const stored = (await vault.members(address)).filter((name) => isTokens(name) || isIntent(name));
      // Their writes may be in the queue.
      const held = this.#options.holdings
        .withFormer(address)
        .flatMap((holding) => [memberOf(holding), intentOf(holding)]);
      const gone = [...stored, ...(await Promise.all(held))].map((name) => [name, null] as const);
      await vault.write(address, { ...Object.fromEntries(gone), ...instead });
      forgotten();
    } finally {
      this.#forgetting.delete(address);
      decided.resolve(undefined);
    }
  }

  /** Notes it for other profiles that have the same refresh token, also for when Fob is started again. */
  async #spent({ profile: { address } }: Holding, refreshToken: string): Promise<void> {
    const { holdings, ports, vault } = this.#options;
    const token = await digest(refreshToken);
    for (const identity of await this.#shared.spend(address, refreshToken)) {
      const other = holdings.byIdentity(identity);
      if (other === undefined || other.profile.address === address) continue;
      const intent = JSON.stringify({ token, at: ports.clock.now(), spent_by: address });
      await this.#put(vault, other, { [await intentOf(other)]: intent }).catch((error: unknown) =>
        ports.log.warn(`${other.profile.address}: ${errorView(error).message}`),
      );
    }
  }

  /** Stores what still waits for its time; resolves when that is done, and nothing is tried again. */
  async flush(): Promise<void> {
    for (const holding of [...this.#waiting]) this.#saveNow(holding);
    await Promise.allSettled(this.#saves);
    this.#waiting.clear();
  }

  /** Stores what waits for an identity. */
  saveDue(identity: string): void {
    for (const holding of [...this.#waiting]) if (holding.identity === identity) this.#saveNow(holding);
  }

  /** Resolves when nobody is forgetting the tokens of an address. */
  async #decided(address: string): Promise<void> {
    while (this.#forgetting.has(address)) await this.#forgetting.get(address);
  }

  #saveIn(holding: Holding, delay: number): void {
    this.#waiting.add(holding);
    this.#options.saveIn(holding.identity, delay);
  }

  #saveNow(holding: Holding): void {
    this.#waiting.delete(holding);
    void this.#save(holding);
  }

  /** Never rejects. */
  #save(holding: Holding): Promise<void> {
    const tokens = holding.unsaved;
    if (tokens === undefined) return Promise.resolve();
    const save = this.#write(holding, tokens)
      .then(() => {
        if (holding.unsaved === tokens) delete holding.unsaved;
        if (holding.problem === undefined || !isOfStorage(holding.problem)) return;
        delete holding.problem;
        this.#options.changed();
      })
      .catch((error: unknown) => {
        this.#failed(holding, error);
      })
      .finally(() => this.#saves.delete(save));
    this.#saves.add(save);
    return save;
  }

  async #write(holding: Holding, tokens: TokenSet): Promise<void> {
    await this.#put(this.#options.access.trusted, holding, {
      [await memberOf(holding)]: serializeTokenSet(tokens),
      [await intentOf(holding)]: null,
    });
  }

  /** Writes nothing for a holding that is nobody's any more. */
  async #put(to: Pick<Vault, 'write'>, holding: Holding, changes: Changes): Promise<void> {
    await this.#decided(holding.profile.address);
    if (holding.discarded !== true) await to.write(holding.profile.address, changes);
  }

  #failed(holding: Holding, error: unknown): void {
    const { ports, changed } = this.#options;
    holding.problem =
      error instanceof FobError ? error : new FobError('storage_failed', errorView(error).message);
    ports.log.warn(`${holding.profile.address}: ${holding.problem.message} The new token is kept in memory.`);
    this.#saveIn(holding, SAVE_AGAIN_MS);
    changed();
  }
}

/** A second use of a refresh token may end the session that the first one renewed (security.md R18). */
function usedUp(address: string): FobError {
  return new FobError(
    'sign_in_needed',
    `${address} had the same refresh token and has used it up; a second use may end the session of both.`,
    { oauthError: 'invalid_grant' },
  );
}
