import type { ServiceView } from '../../shared/snapshot.ts';
import { Button } from '../ui/button.tsx';
import { ServiceCard } from './service-card.tsx';
import type { CellHandlers } from './environment-cell.tsx';
import { byTier } from './tiers.ts';
import type { GridNavigation } from './use-grid-navigation.ts';

/** The addresses of a list in the order they are shown. */
export function shownAddresses(services: readonly ServiceView[]): string[] {
  return services.flatMap(({ environments }) => byTier(environments).map(({ address }) => address));
}

interface ServiceListProps extends CellHandlers {
  readonly services: readonly ServiceView[];
  readonly navigation: GridNavigation;
  readonly selected: string | undefined;
}

export function ServiceList({ services, navigation, ...shared }: ServiceListProps) {
  const { ref, active, onKeyDown, onFocus } = navigation;
  return (
    <div ref={ref} className="services" onKeyDown={onKeyDown} onFocus={onFocus}>
      {services.map((service) => (
        <ServiceCard key={service.id} service={service} active={active} {...shared} />
      ))}
    </div>
  );
}

/** Shown when no environment matches the search. */
export function NothingFound({ query, onClear }: { readonly query: string; readonly onClear: () => void }) {
  return (
    <div className="empty">
      <h2>Nothing matches “{query}”</h2>
      <p>Search looks at service, environment, tier, client id, scope and audience.</p>
      <Button onPress={onClear}>Clear the search</Button>
    </div>
  );
}

/** Shown while there is no profile at all. */
export function NoProfiles({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <div className="empty">
      <h2>No profiles yet</h2>
      <p>
        A profile says where the tokens of one environment come from: its identity provider, the client id and
        the grant. Secrets are kept apart from it, in the encrypted vault.
      </p>
      <Button look="primary" icon="plus" autoFocus onPress={onAdd}>
        Add your first profile
      </Button>
      <p className="empty-aside">
        In a terminal: <code>fob profile add --file profiles.json</code>
      </p>
    </div>
  );
}
