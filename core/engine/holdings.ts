/** All token identities in memory, by identity and by address. */
import type { Address, Profile } from '../../shared/profile.ts';
import { tokenIdentity, withWish } from '../tokens/token-identity.ts';
import type { TokenWish } from '../tokens/token-identity.ts';
import { createHolding } from './holding.ts';
import type { Holding } from './holding.ts';

export interface Holdings {
  /** The address's own token identity, when it was asked for before and its profile did not change since. */
  ownOf(address: string): Holding | undefined;
  /** The identity that the address's profile, as it is now, and the caller's wish make; created when it is new. Throws as `profileOf`. */
  of(address: string, wish: TokenWish): Holding;
  byIdentity(identity: string): Holding | undefined;
  all(): readonly Holding[];
  /** Those of one address or of all, and of the profiles that were there before as far as anything goes on for them. */
  withFormer(address?: string): readonly Holding[];
  /** Refreshes that were begun, of one address or of all. */
  underWay(address?: string): readonly Promise<void>[];
  /** Drops what the address's new profile does not mean any more (everything without one); answers what was dropped. */
  replace(address: string, profile: Profile | undefined): readonly Holding[];
  /** Drops everything, for good. */
  clear(): void;
}

/** `profileOf`: the profile as the file has it now, so that nobody makes a holding of one that they read before they waited. */
export function createHoldings(profileOf: (address: string) => Profile): Holdings {
  const byIdentity = new Map<string, Holding>();
  const own = new Map<Address, Holding>();
  const former = createFormer();

  const withFormer = (address?: string): readonly Holding[] =>
    [...byIdentity.values(), ...former.all()].filter(
      ({ discarded, profile }) =>
        discarded !== true && (address === undefined || profile.address === address),
    );

  const create = (profile: Profile, isDefault: boolean): Holding => {
    const identity = tokenIdentity(profile);
    const holding =
      byIdentity.get(identity) ??
      former.revived(identity, profile, isDefault) ??
      createHolding(identity, profile, isDefault);
    byIdentity.set(identity, holding);
    if (isDefault) own.set(profile.address, holding);
    return holding;
  };

  return {
    ownOf: (address) => own.get(address as Address),
    of: (address, wish) => {
      const profile = profileOf(address);
      const plain = wish.scope === undefined && wish.audience === undefined && wish.resource === undefined;
      return plain
        ? (own.get(profile.address) ?? create(profile, true))
        : create(withWish(profile, wish), false);
    },
    byIdentity: (identity) => byIdentity.get(identity),
    all: () => [...byIdentity.values()],
    withFormer,
    underWay: (address) => withFormer(address).flatMap(({ renewal }) => renewal ?? []),
    replace: (address, profile) => {
      const held = [...byIdentity.values()].filter((holding) => holding.profile.address === address);
      const identity = profile === undefined ? undefined : tokenIdentity(profile);
      const dropped = held.filter((holding) => holding.identity !== identity);
      for (const holding of dropped) {
        byIdentity.delete(holding.identity);
        former.add(holding);
      }
      const kept = held.find((holding) => holding.identity === identity);
      if (kept?.isDefault !== true) own.delete(address as Address);
      if (kept !== undefined && profile !== undefined) kept.profile = profile;
      return dropped;
    },
    clear: () => {
      for (const holding of withFormer()) holding.discarded = true;
      byIdentity.clear();
      former.clear();
      own.clear();
    },
  };
}

interface Former {
  add(holding: Holding): void;
  all(): readonly Holding[];
  /**
   * A profile that is back as it was, such as after an editor saved the file in two steps, goes on with what is under way and
   * with tokens that no disk took yet: beside it, the same refresh token would be sent a second time.
   */
  revived(identity: string, profile: Profile, isDefault: boolean): Holding | undefined;
  clear(): void;
}

/** What was dropped, for as long as somebody works with it. */
function createFormer(): Former {
  const dropped = new Map<string, WeakRef<Holding>>();
  return {
    add: (holding) => void dropped.set(holding.identity, new WeakRef(holding)),
    all: () =>
      [...dropped].flatMap(([identity, one]) => {
        const holding = one.deref();
        if (holding === undefined) dropped.delete(identity);
        return holding ?? [];
      }),
    revived: (identity, profile, isDefault) => {
      const holding = dropped.get(identity)?.deref();
      dropped.delete(identity);
      if (holding === undefined || holding.discarded === true) return undefined;
      Object.assign(holding, { profile, isDefault, loaded: false, failures: 0 });
      delete holding.tokens;
      delete holding.problem;
      return holding;
    },
    clear: () => dropped.clear(),
  };
}
