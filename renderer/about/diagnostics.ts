import type { Snapshot } from '../../shared/snapshot.ts';
import { VERSION } from '../../shared/version.ts';

export interface Surroundings {
  readonly host: 'desktop' | 'browser';
  readonly connection: string;
  /** As the browser names itself, with the system it runs on. */
  readonly userAgent: string;
  readonly language: string;
}

/**
 * What helps to find out what is wrong, to be pasted into a report. It names no service, no address and nobody: only
 * versions, settings, and how many environments are in which state.
 */
export function diagnostics(snapshot: Snapshot, surroundings: Surroundings): string {
  const environments = snapshot.services.flatMap((service) => service.environments);
  const report = {
    fob: VERSION,
    ...surroundings,
    at: new Date(snapshot.at).toISOString(),
    revision: snapshot.revision,
    vault: { state: snapshot.vault.state, slots: snapshot.vault.slots },
    services: snapshot.services.length,
    environments: environments.length,
    status: countBy(environments.map(({ status }) => status)),
    problems: countBy(environments.flatMap(({ problem }) => problem?.code ?? [])),
    grants: countBy(environments.flatMap(({ grantType }) => grantType ?? [])),
    profileProblems: snapshot.problems.length,
    settings: snapshot.settings,
  };
  return JSON.stringify(report, null, 2);
}

function countBy(values: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(values, (value) => value);
  return Object.fromEntries([...groups].map(([value, { length }]) => [value, length]));
}
