import { useEffect, useEffectEvent, useState } from 'react';
import type { Address } from '../shared/profile.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { useCalls } from './bridge/host-context.tsx';
import { errorViewOf } from './bridge/call-error.ts';
import { DetailsPanel } from './claims/details-panel.tsx';
import { findEnvironment } from './environments/find.ts';
import { SearchBox } from './environments/search-box.tsx';
import { countEnvironments, searchServices } from './environments/search.ts';
import { NoProfiles, NothingFound, ServiceList, shownAddresses } from './environments/service-list.tsx';
import { useGridNavigation } from './environments/use-grid-navigation.ts';
import { AddProfileDialog } from './profiles/add-profile-dialog.tsx';
import { ProblemsBanner } from './profiles/problems-banner.tsx';
import { RemoveDialog } from './profiles/remove-dialog.tsx';
import { Page } from './page.tsx';
import { SignInDialog } from './sessions/sign-in-dialog.tsx';
import { SignOutDialog } from './sessions/sign-out-dialog.tsx';
import { useSignIns } from './sessions/use-sign-ins.ts';
import type { SignIns } from './sessions/use-sign-ins.ts';
import { TopBar } from './top-bar.tsx';
import { Button } from './ui/button.tsx';
import { ErrorNote } from './ui/note.tsx';
import { useNotify } from './ui/notify.tsx';

type OpenDialog =
  { readonly kind: 'add' } | { readonly kind: 'remove' | 'sign_out'; readonly address: Address };

interface WorkbenchProps {
  readonly snapshot: Snapshot;
  /** The view before it held the focus and is gone: the list takes it. */
  readonly takesFocus: boolean;
}

/** The unlocked app: the list, its search, and the details of one environment. */
export function Workbench({ snapshot, takesFocus }: WorkbenchProps) {
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState<Address>();
  const [dialog, setDialog] = useState<OpenDialog>();
  const found = searchServices(snapshot.services, query);
  const navigation = useGridNavigation(shownAddresses(found));
  const shown = findEnvironment(snapshot.services, selected);
  const signIns = useSignIns(navigation.focusDetails);
  useFocusOnArrival(takesFocus, navigation.focusFirst);
  const closeDetails = () => {
    setSelected(undefined);
    navigation.focusDetails(selected);
  };

  const addProfile = () => setDialog({ kind: 'add' });
  const askToRemove = (address: Address) => setDialog({ kind: 'remove', address });
  const closeDialog = (removed: boolean) => {
    setDialog(undefined);
    if (removed) navigation.focusFirst();
  };

  return (
    <>
      <TopBar>
        <SearchBox query={query} onChange={setQuery} onLeave={navigation.focusFirst} />
        <Button icon="plus" aria-label="Add profile" onPress={addProfile}>
          <span className="wide-only">Add profile</span>
        </Button>
        <LockButton />
      </TopBar>
      <div className="columns">
        <Page>
          <h1 className="visually-hidden">Profiles</h1>
          {snapshot.vault.state === 'damaged' && <DamagedVault hint={snapshot.vault.hint} />}
          <ProblemsBanner problems={snapshot.problems} />
          <SearchCount query={query} count={countEnvironments(found)} />
          {snapshot.services.length === 0 && <NoProfiles onAdd={addProfile} />}
          {snapshot.services.length > 0 && found.length === 0 && (
            <NothingFound query={query} onClear={() => setQuery('')} />
          )}
          <ServiceList
            services={found}
            navigation={navigation}
            selected={selected}
            onDetails={setSelected}
            onRemove={askToRemove}
            onSignIn={signIns.open}
            onSignOut={(address) => setDialog({ kind: 'sign_out', address })}
          />
          {found.length > 0 && <KeyboardHelp />}
        </Page>
        {shown !== undefined && (
          <DetailsPanel {...shown} onClose={closeDetails} onRemove={askToRemove} onSignIn={signIns.open} />
        )}
      </div>
      <ShownSignIn snapshot={snapshot} signIns={signIns} />
      <ShownDialog dialog={dialog} snapshot={snapshot} onClose={closeDialog} />
    </>
  );
}

interface ShownDialogProps {
  readonly dialog: OpenDialog | undefined;
  readonly snapshot: Snapshot;
  readonly onClose: (removed: boolean) => void;
}

function ShownDialog({ dialog, snapshot, onClose }: ShownDialogProps) {
  const close = () => onClose(false);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'add':
      return <AddProfileDialog snapshot={snapshot} onClose={close} />;
    case 'remove':
      return <RemoveDialog address={dialog.address} onClose={onClose} />;
    case 'sign_out':
      return <SignOutDialog address={dialog.address} onClose={close} />;
  }
}

interface ShownSignInProps {
  readonly snapshot: Snapshot;
  readonly signIns: SignIns;
}

function ShownSignIn({ snapshot, signIns }: ShownSignInProps) {
  const { shown, stateOf } = signIns;
  const found = findEnvironment(snapshot.services, shown);
  const state = shown === undefined ? undefined : stateOf(shown);
  if (found === undefined || state === undefined) return null;
  return <SignInDialog environment={found.environment} state={state} signIns={signIns} />;
}

function useFocusOnArrival(takesFocus: boolean, focus: () => void): void {
  const onArrival = useEffectEvent(() => {
    if (takesFocus) focus();
  });
  useEffect(() => onArrival(), []);
}

function DamagedVault({ hint }: { readonly hint: string | undefined }) {
  const message = 'The vault is damaged. It is kept as it is; what could be read keeps working.';
  return <ErrorNote error={{ code: 'vault_damaged', message, ...(hint === undefined ? {} : { hint }) }} />;
}

function LockButton() {
  const calls = useCalls();
  const notify = useNotify();
  const lock = () =>
    calls['vault.lock'](undefined).catch((error: unknown) =>
      notify({ kind: 'failed', error: errorViewOf(error) }),
    );
  return (
    <Button icon="lock" aria-label="Lock" onPress={() => void lock()}>
      <span className="wide-only">Lock</span>
    </Button>
  );
}

/** Says how many match, for those who do not see the list shrink. */
function SearchCount({ query, count }: { readonly query: string; readonly count: number }) {
  return (
    <p className="visually-hidden" role="status" aria-label="Search result">
      {query.trim() === '' ? '' : `${count} ${count === 1 ? 'environment' : 'environments'} found`}
    </p>
  );
}

function KeyboardHelp() {
  return (
    <p className="keyboard-help">
      <kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd> move · <kbd>Enter</kbd> copies · <kbd>/</kbd>{' '}
      searches · <kbd>Esc</kbd> closes
    </p>
  );
}
