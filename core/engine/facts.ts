import type { Profile } from '../../shared/profile.ts';
import { errorView } from '../errors/fob-error.ts';
import type { EnvironmentFacts } from '../snapshot/project.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import type { SignIns } from './sign-ins.ts';

/** What the snapshot may know of an address; `undefined` when its profile cannot be used. */
export function factsOf(
  profile: Profile | undefined,
  holdings: Holdings,
  keeper: Keeper,
  signIns: SignIns,
): EnvironmentFacts | undefined {
  if (profile === undefined) return undefined;
  const holding = holdings.ownOf(profile.address);
  if (holding === undefined) return { profile, refreshing: false, missingSecrets: [] };
  const { tokens, problem, renewal, lastUsedAt, missingSecrets } = holding;
  return {
    profile,
    missingSecrets,
    signIn: signIns.view(profile.address),
    lastUsedAt,
    refreshing: renewal !== undefined,
    receivedAt: tokens?.received_at,
    expiresAt: tokens?.expires_at,
    refreshExpiresAt: tokens?.refresh_expires_at,
    refreshAt: keeper.refreshAt(holding),
    skewMs: tokens?.skew_ms,
    problem: problem === undefined ? undefined : errorView(problem),
  };
}
