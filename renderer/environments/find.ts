import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';

export interface FoundEnvironment {
  readonly service: ServiceView;
  readonly environment: EnvironmentView;
}

/** The environment of an address, as long as there is one. */
export function findEnvironment(
  services: readonly ServiceView[],
  address: Address | undefined,
): FoundEnvironment | undefined {
  for (const service of services) {
    const environment = service.environments.find((candidate) => candidate.address === address);
    if (environment !== undefined) return { service, environment };
  }
  return undefined;
}
