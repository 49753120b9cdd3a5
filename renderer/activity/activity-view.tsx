import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { TAKERS } from '../../shared/history-view.ts';
import type { ActivityEvent } from '../../shared/history-view.ts';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { Page } from '../page.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, Picker } from '../ui/fields.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { ActivityList } from './activity-list.tsx';
import { ExportMenu } from './export-menu.tsx';
import { filterEvents, GROUPS, NO_FILTER } from './filter.ts';
import type { ActivityFilter, Group } from './filter.ts';
import { useActivity } from './use-activity.ts';

interface ActivityViewProps {
  readonly snapshot: Snapshot;
  readonly address?: Address;
}

/** Who took which token when, and what became of the tokens. */
export function ActivityView({ snapshot, address }: ActivityViewProps) {
  return <Activity key={address} snapshot={snapshot} address={address} />;
}

interface ActivityProps {
  readonly snapshot: Snapshot;
  /** What the list is about at first. */
  readonly address: Address | undefined;
}

function Activity({ snapshot, address }: ActivityProps) {
  const words = useWords().activity;
  const scroller = useRef<HTMLElement>(null);
  const { events, error, reload } = useActivity(snapshot.revision);
  const [filter, setFilter] = useState<ActivityFilter>({ ...NO_FILTER, address: address ?? '' });
  const settled = useDeferredValue(filter);
  const found = useMemo(() => filterEvents(events ?? [], settled), [events, settled]);
  return (
    <Page ref={scroller} isBusy={events === undefined && error === undefined}>
      <div className="activity-head">
        <h1>{words.title}</h1>
        <IconButton icon="refresh" label={words.reload} onPress={reload} />
        <ExportMenu events={found} />
      </div>
      <p className="muted">{words.intro}</p>
      <ErrorNote error={error} />
      {events === undefined && error === undefined && <p className="muted">{words.reading}</p>}
      {events?.length === 0 && <Nothing />}
      {events !== undefined && events.length > 0 && (
        <>
          <Filters filter={filter} onChange={setFilter} />
          <Found found={found} all={events.length} scroller={scroller} onClear={() => setFilter(NO_FILTER)} />
        </>
      )}
    </Page>
  );
}

function Nothing() {
  const words = useWords().activity;
  return (
    <div className="activity-empty">
      <p>
        <strong>{words.empty}</strong>
      </p>
      <p className="muted">{words.emptyHelp}</p>
    </div>
  );
}

interface FiltersProps {
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const words = useWords().activity;
  const groups = Object.keys(GROUPS) as Group[];
  return (
    <div className="activity-filters" role="search" aria-label={words.filters}>
      <Field
        label={words.address}
        placeholder={words.addressPlaceholder}
        isCode
        value={filter.address}
        onChange={(address) => onChange({ ...filter, address })}
      />
      <Picker<Group | 'any'>
        label={words.kind}
        value={filter.group}
        choices={[
          { value: 'any', label: words.any },
          ...groups.map((value) => ({ value, label: words.groups[value] })),
        ]}
        onChange={(group) => onChange({ ...filter, group })}
      />
      <Picker<ActivityFilter['taker']>
        label={words.taker}
        value={filter.taker}
        choices={[
          { value: 'any', label: words.anyTaker },
          ...TAKERS.map((value) => ({ value, label: words.takers[value] })),
        ]}
        onChange={(taker) => onChange({ ...filter, taker })}
      />
    </div>
  );
}

interface FoundProps {
  readonly found: readonly ActivityEvent[];
  readonly all: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onClear: () => void;
}

function Found({ found, all, scroller, onClear }: FoundProps) {
  const words = useWords().activity;
  return (
    <>
      <div className="activity-count">
        <p className="muted" role="status">
          {found.length === 0 ? words.nothingFound : words.count(found.length, all)}
        </p>
        {found.length < all && <Button onPress={onClear}>{words.clear}</Button>}
      </div>
      {found.length > 0 && <ActivityList events={found} scroller={scroller} />}
    </>
  );
}
