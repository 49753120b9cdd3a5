import { memo, useId } from 'react';
import type { Ref } from 'react';
import type { ServiceView } from '../../shared/snapshot.ts';
import { AttentionList } from './attention-list.tsx';
import { EnvironmentCell } from './environment-cell.tsx';
import type { CellHandlers } from './environment-cell.tsx';
import { byTier } from './tiers.ts';

interface ServiceRowProps extends CellHandlers {
  readonly service: ServiceView;
  /** The address whose controls are in the tab order, when it is one of this service. */
  readonly active: string | undefined;
  /** The address whose details are shown, when it is one of this service. */
  readonly selected: string | undefined;
  /** Its place in the list, from 0, and where that begins, in pixels from the top of the list. */
  readonly index: number;
  readonly start: number;
  readonly count: number;
  readonly ref: Ref<HTMLLIElement>;
}

/** A service with its environments side by side. Drawn anew only when something of it changed. */
export const ServiceRow = memo(function ServiceRow(props: ServiceRowProps) {
  const { service, active, selected, index, start, count, ref, ...handlers } = props;
  const titleId = useId();
  const environments = byTier(service.environments);
  return (
    <li
      ref={ref}
      className="service"
      style={{ transform: `translateY(${start}px)` }}
      data-index={index}
      aria-labelledby={titleId}
      aria-posinset={index + 1}
      aria-setsize={count}
    >
      <div className="service-header">
        <h2 id={titleId} className="service-name">
          <bdi>{service.name}</bdi>
        </h2>
        {service.name !== service.id && <code className="service-id">{service.id}</code>}
      </div>
      <ul className="cells" aria-labelledby={titleId}>
        {environments.map((environment) => (
          <EnvironmentCell
            key={environment.address}
            environment={environment}
            isActive={environment.address === active}
            isSelected={environment.address === selected}
            {...handlers}
          />
        ))}
      </ul>
      <AttentionList environments={environments} />
    </li>
  );
});
