import type { Tier } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';

const RANK: Record<Tier, number> = { dev: 0, test: 1, prod: 2 };

const TIERS = Object.keys(RANK) as Tier[];

/** Development first, production last, otherwise in the file's order: the same place in every row. */
export function byTier<View extends Pick<EnvironmentView, 'tier'>>(environments: readonly View[]): View[] {
  return environments.toSorted((left, right) => RANK[left.tier] - RANK[right.tier]);
}

/** The tiers that occur at all, in their order: every one gets a column of its own in all rows. */
export function tiersOf(services: readonly ServiceView[]): Tier[] {
  const found = new Set(services.flatMap(({ environments }) => environments.map(({ tier }) => tier)));
  return TIERS.filter((tier) => found.has(tier));
}

/** Services with something pinned come first, otherwise in the file's order. */
export function pinnedFirst(services: readonly ServiceView[]): readonly ServiceView[] {
  const isPinned = ({ environments }: ServiceView) => environments.some(({ pinned }) => pinned);
  const pinned = services.filter(isPinned);
  return pinned.length === 0 ? services : [...pinned, ...services.filter((service) => !isPinned(service))];
}

/** The keys that lead to a tier of the row in which the focus is. */
export const TIER_KEYS: Readonly<Record<Tier, { readonly letter: string; readonly digit: string }>> = {
  dev: { letter: 'd', digit: '1' },
  test: { letter: 'b', digit: '2' },
  prod: { letter: 'p', digit: '3' },
};

/** The tier that a key stands for, upper or lower case. */
export function tierOfKey(key: string): Tier | undefined {
  const pressed = key.toLowerCase();
  return TIERS.find((tier) => TIER_KEYS[tier].letter === pressed || TIER_KEYS[tier].digit === pressed);
}

/** The environment of a tier that comes after `current`: the same key pressed again goes on to the next one. */
export function nextOfTier<View extends Pick<EnvironmentView, 'tier' | 'address'>>(
  environments: readonly View[],
  tier: Tier,
  current: string | undefined,
): View | undefined {
  const candidates = environments.filter((environment) => environment.tier === tier);
  const index = candidates.findIndex(({ address }) => address === current);
  return candidates[(index + 1) % candidates.length];
}
