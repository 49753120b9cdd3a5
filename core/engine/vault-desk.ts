/** What a person does about the vault itself, and what has to be read anew after it. */
import type { Checkup } from '../../shared/checkup.ts';
import type { SlotKind } from '../../shared/snapshot.ts';
import type {
  KeyRotation,
  Repair,
  RestoredProfiles,
  RestoreResult,
  SlotView,
} from '../../shared/vault-view.ts';
import { errorView, FobError } from '../errors/fob-error.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import type { Vault } from '../vault/vault.ts';
import type { AutoLock } from './auto-lock.ts';
import { checkup } from './checkup.ts';
import type { CheckupRequest, Leaving, VaultDesk } from './contract.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileWatch } from './profile-watch.ts';
import type { Settings } from './settings.ts';

const PROFILES = 'profiles.json';
const SETTINGS = 'settings.json';

export interface VaultDeskOptions {
  readonly ports: Pick<EnginePorts, 'files' | 'secretSources'>;
  readonly vault: Vault;
  readonly book: ProfileBook;
  readonly settings: Settings;
  readonly holdings: Holdings;
  readonly keeper: Keeper;
  readonly watch: ProfileWatch;
  readonly changed: () => void;
  readonly autoLock: AutoLock;
}

export function createVaultDesk(options: VaultDeskOptions): VaultDesk {
  return new Desk(options);
}

class Desk implements VaultDesk {
  readonly #options: VaultDeskOptions;

  constructor(options: VaultDeskOptions) {
    this.#options = options;
  }

  slots(): readonly SlotView[] {
    return this.#options.vault.slots();
  }

  addSlot(kind: SlotKind, secrets: { passphrase?: string; newPassphrase?: string }): Promise<void> {
    return this.#changing((vault) => vault.addSlot(kind, secrets));
  }

  removeSlot(kind: SlotKind): Promise<void> {
    return this.#changing((vault) => vault.removeSlot(kind));
  }

  changePassphrase(passphrase: string | undefined, newPassphrase: string): Promise<void> {
    return this.#changing((vault) => vault.changePassphrase(passphrase, newPassphrase));
  }

  rotateKey(passphrase?: string): Promise<KeyRotation> {
    return this.#changing((vault) => vault.rotateKey(passphrase));
  }

  async backup(newPassphrase?: string): Promise<string> {
    const { files } = this.#options.ports;
    const extra: Record<string, string> = {};
    for (const name of [PROFILES, SETTINGS]) {
      const bytes = await files.read(name);
      if (bytes !== undefined) extra[name] = new TextDecoder().decode(bytes);
    }
    return this.#changing((vault) => vault.backup(extra, newPassphrase));
  }

  async restore(
    text: string,
    passphrase: string,
    replace: boolean,
  ): Promise<RestoreResult & { profiles: RestoredProfiles }> {
    const { keeper, settings, watch } = this.#options;
    const { restored, kept, files } = await this.#changing((vault) =>
      vault.restore(text, passphrase, replace),
    );
    for (const address of restored) if (replace || !this.#hasNewer(address)) keeper.discard(address);
    const profiles = await this.#addMissing(files[PROFILES]);
    if (files[SETTINGS] !== undefined) await settings.addMissing(files[SETTINGS], profiles.added);
    watch.changed();
    return { restored, kept, profiles };
  }

  async repair(address: string): Promise<Repair> {
    const { book, keeper, vault, watch } = this.#options;
    // A record whose profile is gone can be repaired; what has neither is a slip of the pen.
    if (!(await vault.addresses()).includes(address)) book.profile(address);
    const repaired = await this.#changing((vault) => vault.repair(address));
    if (!this.#hasNewer(address)) keeper.discard(address);
    watch.loadAll();
    return repaired;
  }

  async checkup(request: CheckupRequest): Promise<Checkup> {
    const { ports, settings, watch } = this.#options;
    await settings.refresh();
    await watch.refresh();
    return checkup({ ...this.#options, sources: ports.secretSources }, request);
  }

  leave(how: Leaving): Promise<void> {
    return this.#options.autoLock.leave(how);
  }

  /** Newer tokens than the vault has are kept, also those that a refresh under way brings, and stored as soon as it takes them. */
  #hasNewer(address: string): boolean {
    return this.#options.holdings
      .withFormer(address)
      .some(({ renewal, unsaved }) => renewal !== undefined || unsaved !== undefined);
  }

  /** The records are restored by then: what is wrong with the profiles is told beside that. */
  async #addMissing(text: string | undefined): Promise<RestoredProfiles> {
    if (text === undefined) return { added: [], unlike: [] };
    try {
      const { added, unlike } = await this.#options.book.addMissing(text);
      return { added, unlike };
    } catch (error) {
      if (!(error instanceof FobError)) throw error;
      return { added: [], unlike: [], problem: errorView(error) };
    }
  }

  async #changing<T>(work: (vault: Vault) => Promise<T>): Promise<T> {
    const { autoLock, changed, vault } = this.#options;
    autoLock.used();
    try {
      return await work(vault);
    } finally {
      changed();
    }
  }
}
