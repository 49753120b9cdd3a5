import { useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { Snapshot } from '../shared/snapshot.ts';
import type { Host } from './bridge/host.ts';
import { HostProvider, useConnection, useHost, useSnapshotState } from './bridge/host-context.tsx';
import { FailedView, LoadingView, SignedOutView } from './plain-views.tsx';
import { Page } from './page.tsx';
import { TopBar } from './top-bar.tsx';
import { Icon } from './ui/icon.tsx';
import { NotifyProvider } from './ui/notify.tsx';
import { VaultGate } from './vault/vault-gate.tsx';
import { Workbench } from './workbench.tsx';

/** The whole UI over a host; without one, the page is signed out. */
export function App({ host }: { readonly host: Host | undefined }) {
  return (
    <I18nProvider locale="en-GB">
      <NotifyProvider>
        {host === undefined ? (
          <SignedOutView />
        ) : (
          <HostProvider value={host}>
            <Connected />
          </HostProvider>
        )}
      </NotifyProvider>
    </I18nProvider>
  );
}

function Connected() {
  const { snapshots } = useHost();
  const connection = useConnection();
  const state = useSnapshotState();
  if (connection === 'signed_out') return <SignedOutView wasSignedIn />;
  if (state.kind === 'loading') return <LoadingView />;
  if (state.kind === 'failed')
    return <FailedView error={state.error} onRetry={() => void snapshots.refresh()} />;
  return (
    <>
      {connection === 'lost' && <LostBar />}
      <Vault snapshot={state.snapshot} />
    </>
  );
}

function LostBar() {
  return (
    <p className="lost-bar" role="status">
      <Icon name="warning" size={14} />
      Connection to Fob lost. Retrying…
    </p>
  );
}

/** Profiles are shown once the vault is open. A damaged one is reported there, beside what still works. */
function Vault({ snapshot }: { readonly snapshot: Snapshot }) {
  const { vault } = snapshot;
  const isClosed = vault.state === 'locked' || vault.state === 'absent';
  const [wasClosed, setWasClosed] = useState(isClosed);
  if (isClosed && !wasClosed) setWasClosed(true);
  if (!isClosed) return <Workbench snapshot={snapshot} takesFocus={wasClosed} />;
  return (
    <>
      <TopBar />
      <Page>
        <VaultGate key={vault.state} vault={vault} />
      </Page>
    </>
  );
}
