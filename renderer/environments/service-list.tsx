import { useLayoutEffect, useRef } from 'react';
import type { CSSProperties, RefObject } from 'react';
import type { Tier } from '../../shared/profile.ts';
import type { ServiceView } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import type { CellHandlers } from './environment-cell.tsx';
import { ServiceRow } from './service-row.tsx';
import { TierMark } from './tier-mark.tsx';
import { TIER_KEYS } from './tiers.ts';
import type { GridNavigation } from './use-grid-navigation.ts';
import { useVisibleRows } from './use-visible-rows.ts';

interface ServiceListProps extends CellHandlers {
  readonly services: readonly ServiceView[];
  /** The columns, over all services. */
  readonly tiers: readonly Tier[];
  readonly navigation: GridNavigation;
  readonly selected: string | undefined;
  /** What scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Services as rows, their tiers as columns where there is room. Only the rows in sight are drawn. */
export function ServiceList(props: ServiceListProps) {
  const { services, tiers, navigation, selected, scroller, ...handlers } = props;
  const words = useWords().environments;
  const { ref, active, onKeyDown, onFocus, onDrawn } = navigation;
  const list = useRef<HTMLUListElement>(null);
  const keys = services.map(({ id }) => id);
  const kept = services.findIndex((service) => hasAddress(service, active));
  const { rows, height, measure } = useVisibleRows({
    ...{ keys, scroller, list },
    kept: kept === -1 ? undefined : kept,
  });
  useLayoutEffect(() => onDrawn());
  return (
    <div
      ref={ref}
      className="services"
      style={columnsOf(tiers)}
      data-columns={tiers.length}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <TierHeads tiers={tiers} />
      <ul ref={list} className="service-rows" aria-label={words.list} style={{ blockSize: height }}>
        {rows.map(({ index, start }) => {
          const service = services[index];
          if (service === undefined) return null;
          return (
            <ServiceRow
              key={service.id}
              ref={measure}
              service={service}
              index={index}
              start={start}
              count={services.length}
              active={hasAddress(service, active) ? active : undefined}
              selected={hasAddress(service, selected) ? selected : undefined}
              {...handlers}
            />
          );
        })}
      </ul>
    </div>
  );
}

/** What stands above the columns: their tier, and the key that leads there from within a row. */
function TierHeads({ tiers }: { readonly tiers: readonly Tier[] }) {
  const words = useWords().environments;
  return (
    <div className="tier-heads" aria-hidden="true">
      <span className="tier-head tier-head-service">{words.service}</span>
      {tiers.map((tier) => (
        <span key={tier} className="tier-head">
          <TierMark tier={tier} />
          {tier}
          <kbd>{TIER_KEYS[tier].letter.toUpperCase()}</kbd>
        </span>
      ))}
    </div>
  );
}

/** A service belongs to an address by its first part; searching the environments would take longer. */
const hasAddress = (service: ServiceView, address: string | undefined): boolean =>
  address?.startsWith(`${service.id}/`) ?? false;

function columnsOf(tiers: readonly Tier[]): CSSProperties {
  const places = tiers.map((tier, index) => [`--column-${tier}`, index + 1]);
  return Object.fromEntries([['--columns', tiers.length], ...places]) as CSSProperties;
}
