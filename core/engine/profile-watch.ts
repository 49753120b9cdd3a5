/** Profiles as they change under a running engine: read anew when the file does, with what is held for the old ones let go. */
import type { Address, Profile } from '../../shared/profile.ts';
import { errorView } from '../errors/fob-error.ts';
import type { Log } from '../ports/log.ts';
import type { History } from '../history/history.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import { isGuardable } from './guard-desk.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { ProfileAccess } from './profile-access.ts';

export interface ProfileWatchOptions {
  readonly book: ProfileBook;
  readonly access: ProfileAccess;
  readonly keeper: Keeper;
  readonly holdings: Holdings;
  readonly history: Pick<History, 'note'>;
  readonly log: Log;
  readonly changed: () => void;
  /** Whether the vault can be read now. */
  readonly mayLoad: () => boolean;
}

export class ProfileWatch {
  readonly #options: ProfileWatchOptions;
  #seen: ReadonlyMap<Address, Profile> = new Map();

  constructor(options: ProfileWatchOptions) {
    this.#options = options;
  }

  /** Looks whether the file changed. Rejects with `storage_failed`. */
  async refresh(): Promise<void> {
    const { book } = this.#options;
    await book.refresh();
    // Who else read it may not have come to that yet.
    if (book.current().profiles !== this.#seen) this.changed();
  }

  /** Profiles that changed or went take their tokens in memory, timers and connections with them. */
  changed(): void {
    const { book, history, keeper } = this.#options;
    const { profiles } = book.current();
    const before = this.#seen;
    this.#seen = profiles;
    for (const [address, profile] of before) {
      const now = profiles.get(address);
      if (isGuardable(profile) && now !== undefined && !isGuardable(now))
        history.note({ kind: 'unguarded', address });
      if (JSON.stringify(now) !== JSON.stringify(profile)) keeper.replaceProfile(address, now);
    }
    this.#options.changed();
    this.loadAll();
  }

  /** Opens the stored tokens one after the other, so that the list shows them; whoever asks for one does not wait for it. */
  loadAll(): void {
    const { access, book, keeper, holdings, log, mayLoad } = this.#options;
    const load = async (): Promise<void> => {
      for (const address of [...book.current().profiles.keys()]) {
        if (!mayLoad()) return;
        const profile = book.current().profiles.get(address);
        if (profile === undefined) continue;
        // A record that does not open is noted with its holding; the others go on.
        await keeper.load(holdings.of(address, {})).catch(() => undefined);
        await access.lookAtCertificate(profile);
      }
    };
    load().catch((error: unknown) => log.warn(errorView(error).message));
  }
}
