/**
 * Token sets on their way to the vault and back. Never loses one: what cannot be stored lives on in memory, the snapshot
 * says so, and it is tried again (security.md R05, R07).
 */
import { base64url } from 'jose';
import { z } from 'zod';
import { errorView, FobError } from '../errors/fob-error.ts';
import { identityName } from '../tokens/token-identity.ts';
import { parseTokenSet, serializeTokenSet } from '../tokens/token-set.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Vault } from '../vault/vault.ts';
import { isOfStorage } from './holding.ts';
import type { Holding } from './holding.ts';
import type { Holdings } from './holdings.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';

/** Nobody's token waits for the disk, and a burst makes one write. */
const SAVE_SOON_MS = 100;
const SAVE_AGAIN_MS = 5_000;

export interface TokenStoreOptions {
  readonly ports: Pick<EnginePorts, 'clock' | 'log'>;
  readonly vault: Vault;
  readonly access: Pick<ProfileAccess, 'trusted'>;
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

  constructor(options: TokenStoreOptions) {
    this.#options = options;
  }

  /** The newest that is known, with its refresh token. Rejects with `vault_damaged` when the record does not open. */
  async read(holding: Holding): Promise<TokenSet | undefined> {
    if (holding.unsaved !== undefined) return holding.unsaved;
    const text = await this.#options.vault.read(holding.profile.address, await memberOf(holding));
    return text === undefined ? undefined : parseTokenSet(text);
  }

  /** A token set with a refresh token is durable, or known not to be, when this resolves; another is stored a moment later. */
  async keep(holding: Holding, tokens: TokenSet): Promise<void> {
    if (holding.discarded === true) return;
    const used = holding.lastUsedAt;
    holding.unsaved = used === undefined ? tokens : { ...tokens, used_at: used };
    if (tokens.refresh_token !== undefined) await this.#save(holding);
    else if (!this.#waiting.has(holding)) this.#saveIn(holding, SAVE_SOON_MS);
  }

  /**
   * Notes that a refresh token of the holding is about to be sent; its answer takes the note away with the write that
   * stores it. Answers when the same token was noted before. A disk that fails does not keep anyone from a token: what
   * comes is kept in memory, as ever, and the failure is said when that cannot be stored either.
   */
  async intend(holding: Holding, refreshToken: string): Promise<number | undefined> {
    if (holding.discarded === true) return undefined;
    const { ports, vault } = this.#options;
    const { address } = holding.profile;
    const member = await intentOf(holding);
    const hash = await digest(refreshToken);
    try {
      const known = parseIntent(await vault.read(address, member));
      if (known?.token === hash) return known.at;
      await vault.write(address, { [member]: JSON.stringify({ token: hash, at: ports.clock.now() }) });
    } catch (error) {
      ports.log.warn(`${address}: a refresh begins without a note of it. ${errorView(error).message}`);
    }
    return undefined;
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

  #saveIn(holding: Holding, delay: number): void {
    this.#waiting.add(holding);
    this.#options.saveIn(holding.identity, delay);
  }

  #saveNow(holding: Holding): void {
    this.#waiting.delete(holding);
    // Its profile may have changed in the meantime, or be gone.
    if (this.#options.holdings.byIdentity(holding.identity) === holding) void this.#save(holding);
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
    await this.#options.access.trusted.write(holding.profile.address, {
      [await memberOf(holding)]: serializeTokenSet(tokens),
      [await intentOf(holding)]: null,
    });
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

const intentSchema = z.object({
  /** Which refresh token; not the token itself. */
  token: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

function parseIntent(text: string | undefined): z.infer<typeof intentSchema> | undefined {
  return text === undefined ? undefined : intentSchema.safeParse(JSON.parse(text)).data;
}

async function digest(text: string): Promise<string> {
  return base64url.encode(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  );
}

async function intentOf({ identity }: Holding): Promise<string> {
  return `intent.${await identityName(identity)}`;
}

async function memberOf({ identity }: Holding): Promise<string> {
  return `tokens.${await identityName(identity)}`;
}
