import { Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { DEFAULT_SETTINGS } from '../shared/settings-view.ts';
import type { SettingsView } from '../shared/settings-view.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import type { Host } from './bridge/host.ts';
import { HostProvider, useConnection, useHost, useSnapshotState } from './bridge/host-context.tsx';
import { languageOf, LanguageProvider } from './language/language.tsx';
import type { Language } from './language/language.tsx';
import { LostBar } from './lost-bar.tsx';
import { ViewBoundary } from './navigation/view-boundary.tsx';
import { FailedView, LoadingView, SignedOutView } from './plain-views.tsx';
import { Page } from './page.tsx';
import { TopBar } from './top-bar.tsx';
import { later } from './ui/later.tsx';
import { NotifyProvider } from './ui/notify.tsx';
import { Workbench } from './workbench.tsx';

const VaultGate = later(async () => (await import('./vault/vault-gate.tsx')).VaultGate);

/** The whole UI over a host; without one, the page is signed out. */
export function App({ host }: { readonly host: Host | undefined }) {
  if (host === undefined) {
    return (
      <Spoken language={browserLanguage()}>
        <SignedOutView />
      </Spoken>
    );
  }
  return (
    <HostProvider value={host}>
      <Connected />
    </HostProvider>
  );
}

const browserLanguage = () => languageOf(navigator.languages);

interface SpokenProps {
  readonly language: Language;
  readonly children: ReactNode;
}

/** One language for everything below, and for what reads the page out or hyphenates it. */
export function Spoken({ language, children }: SpokenProps) {
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <Suspense>
      <LanguageProvider language={language}>
        <NotifyProvider>{children}</NotifyProvider>
      </LanguageProvider>
    </Suspense>
  );
}

function Connected() {
  const state = useSnapshotState();
  const settings = state.kind === 'ready' ? state.snapshot.settings : DEFAULT_SETTINGS;
  const language = settings.language === 'system' ? browserLanguage() : settings.language;
  useTheme(settings.theme);
  return (
    <Spoken language={language}>
      <State />
    </Spoken>
  );
}

/** The style sheet follows the system unless it is told otherwise. */
function useTheme(theme: SettingsView['theme']): void {
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}

function State() {
  const { snapshots } = useHost();
  const connection = useConnection();
  const state = useSnapshotState();
  if (connection === 'signed_out') return <SignedOutView wasSignedIn />;
  if (state.kind === 'loading') return <LoadingView />;
  if (state.kind === 'failed')
    return <FailedView error={state.error} onRetry={() => void snapshots.refresh()} />;
  return (
    <>
      <LostBar isLost={connection === 'lost'} />
      <Unlocked snapshot={state.snapshot} />
    </>
  );
}

/** Profiles are shown once the vault is open. A damaged one is reported there, beside what still works. */
function Unlocked({ snapshot }: { readonly snapshot: Snapshot }) {
  const { vault } = snapshot;
  const [isSkipped, skip] = useState(false);
  const isOpen = vault.state === 'unlocked' || vault.state === 'damaged';
  if (isOpen || (vault.state === 'absent' && isSkipped)) return <Workbench snapshot={snapshot} />;
  return (
    <>
      <TopBar />
      <ViewBoundary>
        <Page>
          <VaultGate key={vault.state} vault={vault} onSkip={() => skip(true)} />
        </Page>
      </ViewBoundary>
    </>
  );
}
