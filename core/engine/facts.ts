import type { Address, Profile } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { errorView } from '../errors/fob-error.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import { project } from '../snapshot/project.ts';
import type { EnvironmentFacts } from '../snapshot/project.ts';
import type { Vault } from '../vault/vault.ts';
import type { Certificates } from './certificates.ts';
import type { Guard } from './guard-desk.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper } from './keeper.ts';
import { missingSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import type { SignIns } from './sign-ins.ts';

export interface SnapshotSources {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly book: ProfileBook;
  readonly vault: Vault;
  readonly settings: Settings;
  readonly guard: Guard;
  readonly holdings: Holdings;
  readonly keeper: Keeper;
  readonly signIns: SignIns;
  readonly certificates: Certificates;
}

export function snapshotOf(revision: number, sources: SnapshotSources): Snapshot {
  const { now, book, vault, settings } = sources;
  const { services, problems, profiles } = book.current();
  return project({
    revision,
    now,
    vault: vault.view(),
    services,
    problems,
    pinned: settings.pinned(),
    settings: settings.view(),
    facts: (address) => factsOf(profiles.get(address as Address), sources),
  });
}

/** What the snapshot may know of an address; `undefined` when its profile cannot be used. */
function factsOf(
  profile: Profile | undefined,
  { holdings, keeper, signIns, certificates, guard }: SnapshotSources,
): EnvironmentFacts | undefined {
  if (profile === undefined) return undefined;
  const known = { profile, certificate: certificates.of(profile), guard: guard.view(profile) };
  const holding = holdings.ownOf(profile.address);
  if (holding === undefined) return { ...known, refreshing: false, missingSecrets: [] };
  const { tokens, problem, renewal, lastUsedAt, inVault } = holding;
  return {
    ...known,
    missingSecrets: inVault === undefined ? [] : missingSecrets(profile, inVault),
    signIn: signIns.view(profile.address),
    lastUsedAt,
    refreshing: renewal !== undefined,
    receivedAt: tokens?.received_at,
    expiresAt: tokens?.expires_at,
    refreshExpiresAt: tokens?.refresh_expires_at,
    refreshAt: keeper.refreshAt(holding),
    skewMs: tokens?.skew_ms,
    problem: problem === undefined ? undefined : errorView(problem),
    endpointChanges: problem?.endpointChanges,
  };
}
