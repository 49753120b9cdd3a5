import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useWords } from '../language/language.tsx';
import { isFocusFree } from '../navigation/arrival.tsx';
import { useDialogs } from '../navigation/dialogs.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { Page } from '../page.tsx';
import { TopBarTools } from '../top-bar.tsx';
import { later } from '../ui/later.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useSteady } from '../ui/use-steady.ts';
import { findEnvironment } from './find.ts';
import { focusDetails } from './focus.ts';
import { SearchBox } from './search-box.tsx';
import { countEnvironments, searchServices } from './search.ts';
import { ServiceList } from './service-list.tsx';
import { pinnedFirst, tiersOf } from './tiers.ts';
import { useGridNavigation } from './use-grid-navigation.ts';

const DetailsPanel = later(async () => (await import('../claims/details-panel.tsx')).DetailsPanel);
const ProblemsBanner = later(async () => (await import('../profiles/problems-banner.tsx')).ProblemsBanner);
const NoProfiles = later(async () => (await import('./empty-lists.tsx')).NoProfiles);
const NothingFound = later(async () => (await import('./empty-lists.tsx')).NothingFound);

interface EnvironmentsViewProps {
  readonly snapshot: Snapshot;
  readonly address?: Address;
}

/** Home: every service with its environments, the search, and the details of one environment. */
export function EnvironmentsView({ snapshot, address }: EnvironmentsViewProps) {
  const { services } = snapshot;
  const { go } = useNavigation();
  const dialogs = useDialogs();
  const scroller = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const found = useMemo(() => pinnedFirst(searchServices(services, query)), [services, query]);
  // What was typed and how many it found are shown at once; the rows follow, and give way to the next key.
  const listed = useDeferredValue(found);
  const tiers = useMemo(() => tiersOf(services), [services]);
  const navigation = useGridNavigation(found);
  useFocusOnArrival(navigation.focusFirst, services.length === 0);
  const openDetails = useSteady((opened: Address) => go({ kind: 'environments', address: opened }));
  const remove = useSteady((removed: Address) => dialogs.remove(removed, navigation.focusFirst));
  const shown = findEnvironment(services, address);
  useFocusAfterDetails(address);
  const closeDetails = () => {
    go({ kind: 'environments' });
    if (address !== undefined) focusDetails(address);
  };
  return (
    <div className="columns">
      <TopBarTools>
        <SearchBox query={query} onChange={setQuery} onLeave={navigation.focusFirst} />
      </TopBarTools>
      <Page ref={scroller}>
        <Announcements snapshot={snapshot} query={query} count={countEnvironments(found)} />
        {services.length === 0 && <NoProfiles />}
        {services.length > 0 && listed.length === 0 && (
          <NothingFound query={query} onClear={() => setQuery('')} />
        )}
        {listed.length > 0 && (
          <ServiceList
            services={listed}
            tiers={tiers}
            navigation={navigation}
            selected={address}
            scroller={scroller}
            onDetails={openDetails}
            onRemove={remove}
            onSignIn={dialogs.signIn}
            onSignOut={dialogs.signOut}
          />
        )}
      </Page>
      {shown !== undefined && (
        <DetailsPanel {...shown} onClose={closeDetails} onRemove={remove} onSignIn={dialogs.signIn} />
      )}
    </div>
  );
}

/** Whatever held the focus is gone when it lies with nobody: the list takes it, also when it was empty until now. */
function useFocusOnArrival(focus: () => void, isEmpty: boolean): void {
  const onArrival = useEffectEvent(() => {
    if (isFocusFree()) focus();
  });
  useEffect(() => onArrival(), [isEmpty]);
}

/** Back takes the details away together with the focus in them: what opens them has it then. */
function useFocusAfterDetails(address: Address | undefined): void {
  const before = useRef(address);
  useEffect(() => {
    const left = before.current;
    before.current = address;
    if (left !== undefined && address === undefined && isFocusFree()) focusDetails(left);
  }, [address]);
}

interface AnnouncementsProps {
  readonly snapshot: Snapshot;
  readonly query: string;
  readonly count: number;
}

/** What stands above the list, most of it only when there is something to say. */
function Announcements({ snapshot, query, count }: AnnouncementsProps) {
  const words = useWords().environments;
  const { vault, problems } = snapshot;
  return (
    <>
      <h1 className="visually-hidden">{words.title}</h1>
      {vault.state === 'damaged' && (
        <ErrorNote
          error={{
            code: 'vault_damaged',
            message: '',
            title: () => words.vaultDamaged,
            ...(vault.hint === undefined ? {} : { hint: vault.hint }),
          }}
        />
      )}
      {problems.length > 0 && <ProblemsBanner problems={problems} />}
      {/* For those who do not see the list shrink. */}
      <p className="visually-hidden" role="status" aria-label={words.search.result}>
        {query.trim() === '' ? '' : words.found(count)}
      </p>
    </>
  );
}
