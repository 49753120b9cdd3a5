import type { Tier } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';

const RANK: Record<Tier, number> = { dev: 0, test: 1, prod: 2 };

/** Development first, production last, otherwise in the file's order: the same place in every row. */
export function byTier<View extends Pick<EnvironmentView, 'tier'>>(environments: readonly View[]): View[] {
  return environments.toSorted((left, right) => RANK[left.tier] - RANK[right.tier]);
}

/** Whether each tier occurs at most once, so that a row can give every tier its own column. */
export function hasOnePerTier(environments: readonly Pick<EnvironmentView, 'tier'>[]): boolean {
  return new Set(environments.map(({ tier }) => tier)).size === environments.length;
}
