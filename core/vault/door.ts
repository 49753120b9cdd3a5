/** Whether the vault is open, and how it gets so. Holds the data key while it is. */
import type { VaultView } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import { importAndWipe, importKey } from './aead.ts';
import { damaged } from './damage.ts';
import { absent, locked, viewOf } from './door-state.ts';
import type { State } from './door-state.ts';
import { isKeyOf, nextHeader, readHeader, retiredKeyOf, writeHeader } from './header.ts';
import type { Header } from './header.ts';
import { damagedName, HEADER_FILE } from './layout.ts';
import { createOpening } from './opening.ts';
import type { Opening } from './opening.ts';
import type { VaultOptions } from './options.ts';
import type { DataKey } from './record.ts';
import type { Revisions } from './revisions.ts';
import { serialByKey } from '../ports/serial.ts';
import { rewrap } from './slots.ts';
import type { OpenedSlot } from './slots.ts';

/** The methods of `Vault` that open and close it; see there. */
export class Door {
  readonly #options: VaultOptions;
  readonly #opening: Opening;
  readonly #serial = serialByKey();
  readonly #revisions: Revisions;
  #state: State = { kind: 'absent' };
  /** Counts calls of `lock`, so that an unlock that began before one does not end after it. */
  #locks = 0;

  constructor(options: VaultOptions, revisions: Revisions) {
    this.#options = options;
    this.#revisions = revisions;
    this.#opening = createOpening(options);
  }

  view(): VaultView {
    return viewOf(this.#state);
  }

  /** `undefined` when there is no vault yet. Throws `vault_locked`, `vault_damaged`. */
  dataKey(): DataKey | undefined {
    const state = this.#state;
    if (state.kind === 'unlocked') return state.dataKey;
    if (state.kind === 'damaged') throw state.trouble;
    if (state.kind === 'locked') throw locked(state.header);
    return undefined;
  }

  async load(): Promise<void> {
    await this.#alone(() => this.#load());
  }

  unlockUnattended(): Promise<boolean> {
    const locks = this.#locks;
    return this.#alone(async () => {
      const state = await this.#load();
      if (state.kind !== 'locked') return state.kind === 'unlocked';
      try {
        const slot = await this.#opening.unattended(state.header);
        await this.#open(state.header, slot, { locks });
        return true;
      } catch (error) {
        if (!(error instanceof FobError)) throw error;
        this.#state = { ...state, trouble: error };
        return false;
      }
    });
  }

  unlock(passphrase?: string): Promise<void> {
    const locks = this.#locks;
    return this.#alone(async () => {
      const state = await this.#load();
      if (state.kind === 'damaged') throw state.trouble;
      if (state.kind === 'absent') await this.#make(passphrase, locks);
      if (state.kind !== 'locked') return;
      const slot = await this.#opening.attended(state.header, passphrase);
      await this.#open(state.header, slot, { locks, passphrase }).catch((trouble: unknown) => {
        if (trouble instanceof FobError && trouble.code === 'vault_damaged')
          this.#state = { ...state, trouble };
        throw trouble;
      });
    });
  }

  lock(): void {
    this.#locks += 1;
    if (this.#state.kind === 'unlocked') this.#state = { kind: 'locked', header: this.#state.header };
    this.#revisions.forget();
  }

  /** The header as far as it is known; `undefined` when there is no vault, or a damaged one. */
  header(): Header | undefined {
    return 'header' in this.#state ? this.#state.header : undefined;
  }

  /** Errors: `vault_locked`, `vault_absent`, `vault_damaged`. */
  open(): { readonly header: Header; readonly dataKey: DataKey } {
    return this.#unlocked();
  }

  /**
   * Opens the vault for a restore. Where there is none one is made, and where the header is damaged that of the backup
   * takes its place: only its key can open the records that are there. The damaged one is kept.
   */
  bringBack(header: Header, passphrase: string): Promise<void> {
    const locks = this.#locks;
    return this.#alone(async () => {
      const { files, random } = this.#options;
      const state = await this.#load();
      if (state.kind === 'unlocked') return;
      if (state.kind === 'locked') throw locked(state.header);
      if (state.kind === 'absent') return this.#make(passphrase, locks);
      const bytes = await files.read(HEADER_FILE);
      if (bytes !== undefined) await files.write(damagedName(HEADER_FILE, random), bytes);
      const slot = await this.#opening.attended(header, passphrase);
      const key = await importAndWipe(slot.dataKey);
      const dataKey = await dataKeyOf(header, key);
      const floor = await this.#floor(dataKey);
      await this.#replace(dataKey, await nextHeader(header, header.slots, header, floor));
      this.#enter(header, dataKey, locks);
    });
  }

  /**
   * Changes the header of the open vault. Whoever asks for the data key proves anew that they may have it: with the
   * passphrase, or by what opens the vault without a person. Errors: `vault_locked`, `vault_absent`,
   * `vault_passphrase_wrong`, `storage_failed`; then the vault is what it was.
   */
  amend(passphrase: string | undefined, edit: (opened: OpenedHeader) => Promise<Header>): Promise<void> {
    return this.#alone(async () => {
      const header = await this.#prove(passphrase, edit);
      await this.#replace(this.#unlocked().dataKey, header);
    });
  }

  /** Rejects as an unlock with that passphrase would; opens and changes nothing. */
  tryPassphrase(passphrase: string): Promise<void> {
    return this.#alone(async () => {
      const header = this.header();
      if (header === undefined) throw absent();
      (await this.#opening.attended(header, passphrase)).dataKey.fill(0);
    });
  }

  /** What `edit` makes of the data key, which whoever asks has to prove anew that they may have. Writes nothing. */
  prove<T>(passphrase: string | undefined, edit: (opened: OpenedHeader) => Promise<T>): Promise<T> {
    return this.#alone(() => this.#prove(passphrase, edit));
  }

  async #prove<T>(passphrase: string | undefined, edit: (opened: OpenedHeader) => Promise<T>): Promise<T> {
    const { header } = this.#unlocked();
    const { dataKey: raw } = await this.#opening.proven(header, passphrase);
    try {
      return await edit({ header, raw });
    } finally {
      raw.fill(0);
    }
  }

  /** The same for a change that needs no data key. */
  amendOpenly(edit: (header: Header) => Promise<Header>): Promise<void> {
    return this.#alone(async () => {
      const { header, dataKey } = this.#unlocked();
      await this.#replace(dataKey, await edit(header));
    });
  }

  /** From the moment the header is on the disk everything is sealed with the new key. */
  rotate(
    passphrase: string | undefined,
    edit: (opened: OpenedHeader) => Promise<{ readonly header: Header; readonly key: CryptoKey }>,
  ): Promise<void> {
    return this.#alone(async () => {
      const { header, key } = await this.#prove(passphrase, edit);
      const { dataKey } = this.#unlocked();
      await this.#replace(dataKey, header, () => {
        dataKey.retired = dataKey.key;
        dataKey.key = key;
      });
    });
  }

  /** Written twice, so that the kept generation holds no slot and no key that are gone. */
  async #replace(dataKey: DataKey, header: Header, written?: () => void): Promise<void> {
    await writeHeader(this.#options.files, header);
    written?.();
    if (this.#state.kind === 'unlocked') this.#state = { ...this.#state, header };
    await this.#revisions.raise(dataKey, HEADER_FILE, header.revision);
    await writeHeader(this.#options.files, header);
  }

  #unlocked(): Extract<State, { kind: 'unlocked' }> {
    if (this.#state.kind === 'unlocked') return this.#state;
    this.dataKey();
    throw absent();
  }

  /** One at a time: guesses at the passphrase cannot run beside each other, and no two calls make a vault. */
  #alone<T>(task: () => Promise<T>): Promise<T> {
    return this.#serial('door', task);
  }

  /** Reads the header anew unless the vault is open: it may have been restored in between. */
  async #load(): Promise<State> {
    if (this.#state.kind !== 'unlocked') this.#state = await this.#readState();
    return this.#state;
  }

  async #readState(): Promise<State> {
    try {
      const header = await readHeader(this.#options.files);
      return header === undefined ? { kind: 'absent' } : { kind: 'locked', header };
    } catch (error) {
      if (error instanceof FobError && error.code === 'vault_damaged')
        return { kind: 'damaged', trouble: error };
      throw error;
    }
  }

  async #make(passphrase: string | undefined, locks: number): Promise<void> {
    const { header, raw } = await this.#opening.make(passphrase);
    this.#state = { kind: 'locked', header };
    const key = await importAndWipe(raw);
    this.#enter(header, { vaultId: header.id, key }, locks);
  }

  async #open(
    header: Header,
    slot: OpenedSlot,
    { locks, passphrase }: { readonly locks: number; readonly passphrase?: string | undefined },
  ): Promise<void> {
    try {
      const key = await importKey(slot.dataKey);
      if (!(await isKeyOf(header, key))) throw this.#damaged("holds a slot that is not this vault's");
      const dataKey = await dataKeyOf(header, key);
      // A header of the past would bring back slots that were removed.
      if (header.revision < (await this.#floor(dataKey)))
        throw this.#damaged('is older than what Fob wrote last: an earlier file was put in its place');
      this.#enter(header, dataKey, locks);
      if (slot.isOutdated) await this.#renew(slot, passphrase).catch(unlessOurs);
    } finally {
      slot.dataKey.fill(0);
    }
  }

  #enter(header: Header, dataKey: DataKey, locks: number): void {
    if (locks !== this.#locks) throw locked(header);
    this.#state = { kind: 'unlocked', header, dataKey };
  }

  /** The lowest revision that the header may have. What remembers it may itself be damaged; then nothing is known. */
  async #floor(dataKey: DataKey): Promise<number> {
    return this.#revisions.floor(dataKey, HEADER_FILE).catch((error: unknown) => {
      if (error instanceof FobError && error.code === 'vault_damaged') return 0;
      throw error;
    });
  }

  /** Wraps the key as it would be wrapped today. When that fails the slot is what it was, and the next unlock tries again. */
  async #renew({ slot, backend, dataKey }: OpenedSlot, passphrase: string | undefined): Promise<void> {
    const { header, dataKey: opened } = this.#unlocked();
    const newer = await rewrap(header, slot, backend, dataKey, passphrase);
    const slots = header.slots.map((other) => (other.id === slot.id ? newer : other));
    await this.#replace(opened, await nextHeader(header, slots, header));
  }

  #damaged(reason: string): FobError {
    return damaged(this.#options.files, HEADER_FILE, reason);
  }
}

export interface OpenedHeader {
  readonly header: Header;
  /** The data key; wiped when the change is done. */
  readonly raw: Uint8Array<ArrayBuffer>;
}

async function dataKeyOf(header: Header, key: CryptoKey): Promise<DataKey> {
  const retired = await retiredKeyOf(header, key);
  return { vaultId: header.id, key, ...(retired === undefined ? {} : { retired }) };
}

function unlessOurs(error: unknown): void {
  if (!(error instanceof FobError)) throw error;
}
