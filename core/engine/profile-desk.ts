/** What a person changes about profiles and their secrets, and the tokens that have to go with the change. */
import type { AddedProfiles, ProfileMembers, SecretMember } from '../../shared/profile.ts';
import type { EndpointChange, ProfileProblem } from '../../shared/snapshot.ts';
import { FobError } from '../errors/fob-error.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import { parseProfiles } from '../profiles/profiles-file.ts';
import type { Changes } from '../vault/record-store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { ProfileAccess } from './profile-access.ts';
import type { ProfileWatch } from './profile-watch.ts';
import { refuseUnused } from './secrets.ts';
import { TRUSTED_MEMBER } from './trusted-places.ts';

export interface ProfileDeskOptions {
  readonly book: ProfileBook;
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

  constructor(options: ProfileDeskOptions) {
    this.#options = options;
  }

  check(text: string): { addresses: string[]; problems: ProfileProblem[] } {
    const { profiles, problems } = parseProfiles(text);
    return { addresses: [...profiles.keys()], problems: [...problems] };
  }

  async add(text: string): Promise<AddedProfiles> {
    const { book, watch } = this.#options;
    const added = await book.add(text);
    watch.changed();
    return added;
  }

  show(address: string): { members: ProfileMembers } {
    return { members: this.#options.book.members(address) };
  }

  async remove(address: string): Promise<void> {
    const { book, keeper, vault, watch } = this.#options;
    await book.remove(address);
    keeper.discard(address);
    await vault.remove(address);
    watch.changed();
  }

  async setSecret(address: string, member: SecretMember, value: string): Promise<void> {
    const { access, book, holdings, keeper, watch, unlocked, changed } = this.#options;
    await watch.refresh();
    const profile = book.profile(address);
    refuseUnused(profile, member);
    await unlocked();
    await access.checkKey(profile, member, value);
    // Whoever sets a secret gives it to the profile as it is now: where the old one went does not matter any more.
    await this.forgetTokens(address, { [member]: value, [TRUSTED_MEMBER]: null });
    await keeper.load(holdings.of(profile, {}));
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
        keeper.blocked(holdings.of(profile, {}), error);
      throw error;
    }
  }

  async lendVariables(address: string, variables: Readonly<Record<string, string>>): Promise<void> {
    const { access, book, watch } = this.#options;
    await watch.refresh();
    access.lendVariables(book.profile(address), variables);
  }

  /** Forgets every token of an address; in the same write keeps what came in their place. */
  async forgetTokens(address: string, instead: Changes): Promise<void> {
    const { keeper, vault, changed } = this.#options;
    const tokens = (await vault.members(address)).filter(isOfTokens);
    keeper.discard(address);
    await vault.write(address, {
      ...Object.fromEntries(tokens.map((name) => [name, null])),
      ...instead,
    });
    // What was loaded while the write ran knows neither what is new nor that the tokens went.
    keeper.discard(address);
    changed();
  }
}

function isOfTokens(member: string): boolean {
  return member.startsWith('tokens.') || member.startsWith('intent.');
}
