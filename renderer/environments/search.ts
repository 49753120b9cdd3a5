import type { EnvironmentView, ServiceView } from '../../shared/snapshot.ts';

/** The services with those environments that match every word of the query, anywhere in what names them. */
export function searchServices(services: readonly ServiceView[], query: string): readonly ServiceView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return services;
  return services.flatMap((service) => {
    const name = service.name.toLowerCase();
    const environments = service.environments.filter((environment) => {
      const text = searchText(environment);
      return words.every((word) => name.includes(word) || text.includes(word));
    });
    if (environments.length === 0) return [];
    return environments.length === service.environments.length ? [service] : [{ ...service, environments }];
  });
}

export function countEnvironments(services: readonly ServiceView[]): number {
  return services.reduce((sum, service) => sum + service.environments.length, 0);
}

// Made once for each environment: one that changed is another object.
const texts = new WeakMap<EnvironmentView, string>();

function searchText(environment: EnvironmentView): string {
  const known = texts.get(environment);
  if (known !== undefined) return known;
  const { address, tier, clientId, scope, audience } = environment;
  const text = [address, tier, clientId, scope, audience].join('\n').toLowerCase();
  texts.set(environment, text);
  return text;
}
