/** Whether the vault is open, and how it gets so. Holds the data key while it is. */
import { assertNever } from '../../shared/assert-never.ts';
import type { VaultView } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import type { KeySlotBackend } from '../ports/key-slot.ts';
import { importAndWipe } from './aead.ts';
import { createAttempts } from './attempts.ts';
import type { Attempts } from './attempts.ts';
import { damaged } from './damage.ts';
import { isKeyOf, readHeader } from './header.ts';
import type { Header } from './header.ts';
import { HEADER_FILE } from './layout.ts';
import { makeVault } from './make.ts';
import type { VaultOptions } from './options.ts';
import { createPassphraseSlot } from './passphrase-slot.ts';
import type { DataKey } from './record.ts';
import { serialByKey } from './serial.ts';
import { HOW_TO_MAKE, howToOpen, kindsOf, unwrapFirst } from './slots.ts';

type State =
  | { readonly kind: 'absent' }
  | { readonly kind: 'locked'; readonly header: Header; readonly trouble?: FobError }
  | { readonly kind: 'unlocked'; readonly header: Header; readonly dataKey: DataKey }
  | { readonly kind: 'damaged'; readonly trouble: FobError };

/** The methods of `Vault` that open and close it; see there. */
export class Door {
  readonly #options: VaultOptions;
  readonly #passphraseSlot: KeySlotBackend;
  readonly #attempts: Attempts;
  readonly #serial = serialByKey();
  #state: State = { kind: 'absent' };
  /** Counts calls of `lock`, so that an unlock that began before one does not end after it. */
  #locks = 0;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.#passphraseSlot = createPassphraseSlot(options.scrypt, options.random, options.scryptParameters);
    this.#attempts = createAttempts(options.clock);
  }

  view(): VaultView {
    const state = this.#state;
    switch (state.kind) {
      case 'absent':
        return { state: 'absent', slots: [], hint: HOW_TO_MAKE };
      case 'locked':
        return {
          state: 'locked',
          slots: kindsOf(state.header),
          hint: state.trouble?.hint ?? howToOpen(state.header),
        };
      case 'unlocked':
        return { state: 'unlocked', slots: kindsOf(state.header) };
      case 'damaged':
        return {
          state: 'damaged',
          slots: [],
          hint: `${state.trouble.message} ${state.trouble.hint ?? ''}`.trim(),
        };
      default:
        return assertNever(state);
    }
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
        const raw = await unwrapFirst(state.header, await this.#available(state.header));
        await this.#open(state.header, raw, locks);
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
      if (state.kind === 'locked')
        await this.#open(state.header, await this.#unwrap(state.header, passphrase), locks);
    });
  }

  lock(): void {
    this.#locks += 1;
    if (this.#state.kind === 'unlocked') this.#state = { kind: 'locked', header: this.#state.header };
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

  async #available(header: Header): Promise<KeySlotBackend[]> {
    const found: KeySlotBackend[] = [];
    for (const backend of this.#options.backends)
      if (kindsOf(header).includes(backend.kind) && (await backend.available())) found.push(backend);
    return found;
  }

  /** With a passphrase its slots alone are tried, when there are any; else whatever else can open the vault. */
  async #unwrap(header: Header, passphrase: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
    if (passphrase === undefined || !kindsOf(header).includes('passphrase'))
      return unwrapFirst(header, this.#options.backends);
    await this.#attempts.turn();
    try {
      const raw = await unwrapFirst(header, [this.#passphraseSlot], passphrase);
      this.#attempts.succeeded();
      return raw;
    } catch (error) {
      this.#attempts.failed();
      throw error;
    }
  }

  async #make(passphrase: string | undefined, locks: number): Promise<void> {
    const { header, raw } = await makeVault(this.#options, this.#passphraseSlot, passphrase);
    this.#state = { kind: 'locked', header };
    await this.#open(header, raw, locks);
  }

  async #open(header: Header, raw: Uint8Array<ArrayBuffer>, locks: number): Promise<void> {
    const key = await importAndWipe(raw);
    if (!(await isKeyOf(header, key)))
      throw damaged(this.#options.files, HEADER_FILE, "holds a slot that is not this vault's");
    if (locks !== this.#locks) throw locked(header);
    this.#state = { kind: 'unlocked', header, dataKey: { vaultId: header.id, key } };
  }
}

function locked(header: Header): FobError {
  return new FobError('vault_locked', 'The vault is locked.', { hint: howToOpen(header) });
}
