import { useId } from 'react';
import type { ServiceView } from '../../shared/snapshot.ts';
import { AttentionList } from './attention-list.tsx';
import { EnvironmentCell } from './environment-cell.tsx';
import type { CellHandlers } from './environment-cell.tsx';
import { byTier, hasOnePerTier } from './tiers.ts';

interface ServiceCardProps extends CellHandlers {
  readonly service: ServiceView;
  readonly active: string | undefined;
  readonly selected: string | undefined;
}

/** A service with its environments side by side. */
export function ServiceCard({ service, active, selected, ...actions }: ServiceCardProps) {
  const titleId = useId();
  const environments = byTier(service.environments);
  return (
    <section className="service" aria-labelledby={titleId}>
      <header className="service-header">
        <h2 id={titleId} className="service-name">
          {service.name}
        </h2>
        {service.name !== service.id && <code className="service-id">{service.id}</code>}
      </header>
      <ul className="cells" data-columns={hasOnePerTier(environments) ? 'tier' : 'flow'}>
        {environments.map((environment) => (
          <EnvironmentCell
            key={environment.address}
            environment={environment}
            isActive={environment.address === active}
            isSelected={environment.address === selected}
            {...actions}
          />
        ))}
      </ul>
      <AttentionList environments={environments} />
    </section>
  );
}
