import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ActivityEvent } from '../../shared/history-view.ts';
import { EventLine } from '../history/event-line.tsx';
import { useWords } from '../language/language.tsx';
import { useNavigation } from '../navigation/navigation.tsx';

/** Before it is measured. */
const ROW_PX = 41;
const SPARE_ROWS = 12;

interface ActivityListProps {
  readonly events: readonly ActivityEvent[];
  /** What the list scrolls in. */
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Events, of which only those in sight are drawn. */
export function ActivityList({ events, scroller }: ActivityListProps) {
  const words = useWords().activity;
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [events.length]);
  // It hands out functions that change without telling React; nothing here memoizes them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: SPARE_ROWS,
    scrollMargin: top,
  });
  return (
    <ol
      ref={list}
      className="activity-list"
      aria-label={words.list}
      style={{ blockSize: rows.getTotalSize() }}
    >
      {rows.getVirtualItems().map(({ index, start }) => {
        const event = events[index];
        if (event === undefined) return null;
        return (
          <li
            key={index}
            ref={rows.measureElement}
            data-index={index}
            className="event activity-row"
            aria-setsize={events.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            <EventLine event={event} />
            <Where event={event} />
          </li>
        );
      })}
    </ol>
  );
}

function Where({ event: { address } }: { readonly event: ActivityEvent }) {
  const words = useWords().activity;
  const { go } = useNavigation();
  if (address === undefined) return <span />;
  return (
    <button
      type="button"
      className="event-where"
      aria-label={words.details(address)}
      onClick={() => go({ kind: 'environments', address })}
    >
      <bdi>{address}</bdi>
    </button>
  );
}
