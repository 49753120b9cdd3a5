/** What a person changes about profiles and their secrets, and the tokens that have to go with the change. */
import type { AddedProfiles, Address, ProfileMembers, SecretMember } from '../../shared/profile.ts';
import type { EndpointChange, ProfileProblem } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import { sleep } from '../ports/clock.ts';
import { hasAddress } from '../profiles/lookup.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import { parseProfiles } from '../profiles/profiles-file.ts';
import type { History } from '../history/history.ts';
import type { Vault } from '../vault/vault.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import type { ProfileWatch } from './profile-watch.ts';
import { missingSecrets, refuseUnused } from './secrets.ts';
import { TRUSTED_MEMBER } from './trusted-places.ts';

/** How long the secrets of a profile that is removed stay for the end of a refresh under way. */
const WAIT_FOR_LATE_MS = 5_000;

export interface ProfileDeskOptions {
  readonly ports: Pick<EnginePorts, 'clock'>;
  readonly book: ProfileBook;
  readonly history: History;
  readonly vault: Vault;
  readonly access: ProfileAccess;
  readonly holdings: Holdings;
  readonly keeper: Keeper;
  readonly watch: ProfileWatch;
  /** Opens the vault as far as that needs nobody. */
  readonly unlocked: () => Promise<void>;
  readonly changed: () => void;
}

export class ProfileDesk {
  readonly #options: ProfileDeskOptions;
  /** Removals under way, whose secrets are still there. */
  readonly #removals = new Set<Promise<void>>();

  constructor(options: ProfileDeskOptions) {
    this.#options = options;
  }

  check(text: string): { addresses: string[]; problems: ProfileProblem[] } {
    const { profiles, problems } = parseProfiles(text);
    return { addresses: [...profiles.keys()], problems: [...problems] };
  }

  async add(text: string): Promise<AddedProfiles> {
    const { book, history, watch } = this.#options;
    await this.removals();
    const added = await book.add(text);
    history.noteAdded(added.addresses);
    watch.changed();
    const missing = await Promise.all(added.addresses.map((address) => this.#missing(address)));
    return { ...added, missingSecrets: Object.fromEntries(missing.flat()) };
  }

  async #missing(address: Address): Promise<readonly (readonly [Address, readonly SecretMember[]])[]> {
    const { book, vault } = this.#options;
    const profile = book.current().profiles.get(address);
    // A damaged record is said where it is needed.
    const stored = await vault.members(address).catch(() => []);
    const missing = profile === undefined ? [] : missingSecrets(profile, stored);
    return missing.length === 0 ? [] : [[address, missing]];
  }

  show(address: string): { members: ProfileMembers } {
    return { members: this.#options.book.members(address) };
  }

  remove(address: string): Promise<void> {
    return this.#removal(this.#options.book.remove(address).then(() => this.#end(address)));
  }

  /** A profile is gone from the file: ends what goes on for it, and removes its secrets and tokens. */
  removed(address: string): Promise<void> {
    return this.#removal(this.#end(address));
  }

  /** Resolves when none is under way: it would take the secrets of a new profile of that address with it. */
  async removals(): Promise<void> {
    await Promise.allSettled(this.#removals);
  }

  #removal(removal: Promise<void>): Promise<void> {
    const noted = removal.finally(() => this.#removals.delete(noted));
    this.#removals.add(noted);
    return noted;
  }

  async #end(address: string): Promise<void> {
    const { access, book, history, holdings, keeper, ports, vault, watch } = this.#options;
    history.removed(address);
    const late = holdings.underWay(address);
    keeper.discard(address, { hasEnded: true });
    watch.changed();
    // What they bring is revoked, for which the client may need the secrets that go now (security.md R17).
    if (late.length > 0) await Promise.race([Promise.allSettled(late), sleep(ports.clock, WAIT_FOR_LATE_MS)]);
    // A person may have written it back by hand; in a file that cannot be read as a whole it may still be.
    await watch.refresh();
    const now = book.current();
    if (now.document === undefined || hasAddress(now, address)) return;
    await vault.remove(address);
    access.disconnect(address);
    access.trusted.forget(address);
  }

  async setSecret(address: string, member: SecretMember, value: string): Promise<void> {
    const { access, book, history, holdings, keeper, watch, unlocked, changed } = this.#options;
    await this.removals();
    await watch.refresh();
    const profile = book.profile(address);
    refuseUnused(profile, member);
    await unlocked();
    await access.checkKey(profile, member, value);
    access.beforeSecret(address);
    // Whoever sets a secret gives it to the profile as it is now: where the old one went does not matter any more.
    await keeper.forget(address, { [member]: value, [TRUSTED_MEMBER]: null });
    access.trusted.forget(address);
    history.note({ kind: 'secret_set', address: profile.address, member });
    await keeper.load(holdings.of(address, {}));
    void access.lookAtCertificate(profile);
    changed();
  }

  /** A person agrees to where the profile's secrets go now, as far as it is what they have `seen`. */
  async trust(
    address: string,
    seen: readonly EndpointChange[] | undefined,
  ): Promise<{ changes: EndpointChange[] }> {
    const { access, book, holdings, keeper, watch, unlocked } = this.#options;
    await watch.refresh();
    const profile = book.profile(address);
    await unlocked();
    try {
      const changes = await access.trusted.trust(profile, access.connection(profile), seen);
      keeper.agreed(address);
      return { changes: [...changes] };
    } catch (error) {
      if (error instanceof FobError && error.code === 'endpoints_changed')
        keeper.blocked(holdings.of(address, {}), error);
      throw error;
    }
  }

  async lendVariables(address: string, variables: Readonly<Record<string, string>>): Promise<void> {
    const { access, book, watch } = this.#options;
    await watch.refresh();
    access.lendVariables(book.profile(address), variables);
  }

  /** Forgets every token of an address, whose sessions ended. What cannot be written is not forgotten. */
  async endSessions(address: string): Promise<void> {
    await this.#options.keeper.forget(address, {}, { hasEnded: true });
    this.#options.history.signedOut(address);
    this.#options.changed();
  }
}
