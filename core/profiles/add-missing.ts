/** What the profile file of a backup adds to ours: addresses that are not here, meaning exactly what they meant there. */
import type { Address, EnvironmentEntry, ProfilesFile, ServiceEntry } from '../../shared/profile.ts';
import { mergeMembers } from './resolve.ts';

export interface WithMissing {
  readonly file: ProfilesFile;
  readonly added: readonly Address[];
  /** Left out: the defaults of the service here would change what they mean. */
  readonly unlike: readonly Address[];
}

/** Nothing that `own` has is changed, also not by new defaults. `isUsable` says which of the other's addresses count. */
export function withMissing(
  own: ProfilesFile,
  other: ProfilesFile,
  isUsable: (address: Address) => boolean,
): WithMissing {
  const file = structuredClone(own);
  const added: Address[] = [];
  const unlike: Address[] = [];
  for (const service of other.services) {
    for (const environment of service.environments) {
      const address: Address = `${service.id}/${environment.id}`;
      if (!isUsable(address) || has(file, service.id, environment.id)) continue;
      (add(file, service, environment) ? added : unlike).push(address);
    }
  }
  return { file, added, unlike };
}

function has({ services }: ProfilesFile, serviceId: string, environmentId: string): boolean {
  return services.some(
    ({ id, environments }) => id === serviceId && environments.some((entry) => entry.id === environmentId),
  );
}

function add(file: ProfilesFile, service: ServiceEntry, environment: EnvironmentEntry): boolean {
  const known = file.services.find(({ id }) => id === service.id);
  if (known === undefined) {
    file.services.push({ ...service, environments: [environment] });
    return true;
  }
  const defaults: Readonly<Record<string, unknown>> = known.defaults ?? {};
  const members = Object.entries(mergeMembers(service, environment));
  // A default can be replaced by an environment's own member, and not be taken away.
  if (Object.keys(defaults).some((name) => !members.some(([own]) => own === name))) return false;
  const needed = members.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]));
  known.environments.push({ id: environment.id, ...Object.fromEntries(needed) });
  return true;
}
