import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';

/** The services with those environments that match every word of the query, anywhere in what names them. */
export function searchServices(services: readonly ServiceView[], query: string): readonly ServiceView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return services;
  return services.flatMap((service) => {
    const environments = service.environments.filter((environment) => {
      const text = searchText(service, environment);
      return words.every((word) => text.includes(word));
    });
    return environments.length === 0 ? [] : [{ ...service, environments }];
  });
}

export function countEnvironments(services: readonly ServiceView[]): number {
  return services.reduce((sum, service) => sum + service.environments.length, 0);
}

function searchText(service: ServiceView, environment: EnvironmentView): string {
  const { address, tier, clientId, scope, audience } = environment;
  return [service.name, address, tier, clientId, scope, audience].join('\n').toLowerCase();
}
