import { useEffect, useState } from 'react';
import type { Snapshot } from '../shared/snapshot.ts';
import { errorViewOf } from './bridge/call-error.ts';
import { useCalls } from './bridge/host-context.tsx';
import { useBackKeys } from './desktop/back-keys.ts';
import { WantedViews } from './desktop/wanted-views.tsx';
import { ArmedBar } from './guard/armed-bar.tsx';
import { GuardProvider } from './guard/guard-provider.tsx';
import { useWords } from './language/language.tsx';
import { useDialogs } from './navigation/dialogs.tsx';
import { NavigationContext } from './navigation/navigation.tsx';
import type { View } from './navigation/navigation.tsx';
import { DialogsProvider } from './navigation/open-dialogs.tsx';
import { usePlaces } from './navigation/use-places.ts';
import { ViewMenu, ViewRail } from './navigation/view-list.tsx';
import { CurrentView } from './navigation/views.tsx';
import { PaletteProvider } from './palette/palette-provider.tsx';
import { usePalette } from './palette/use-palette.ts';
import { TopBar, TopBarToolsContext } from './top-bar.tsx';
import { loadTheRest } from './ui/later.tsx';
import { LightButton } from './ui/light-button.tsx';
import { LightIconButton } from './ui/light-icon-button.tsx';
import { useNotify } from './ui/notify.tsx';

/** The unlocked app: the way to every view, the view that is shown, and the dialogs over it. */
export function Workbench({ snapshot }: { readonly snapshot: Snapshot }) {
  const navigation = usePlaces();
  const { view } = navigation;
  const [tools, setTools] = useState<HTMLElement | null>(null);
  useTitle(view.kind);
  useTheRest();
  useBackKeys();
  return (
    <NavigationContext value={navigation}>
      <GuardProvider snapshot={snapshot}>
        <DialogsProvider snapshot={snapshot}>
          <PaletteProvider snapshot={snapshot}>
            <WantedViews snapshot={snapshot} />
            <TopBarToolsContext value={tools}>
              <TopBar start={<ViewMenu />}>
                <div ref={setTools} className="top-bar-tools" />
                <PaletteButton />
                <AddProfileButton />
                <LockButton />
              </TopBar>
              <ArmedBar snapshot={snapshot} />
              <div className="workbench">
                <ViewRail />
                <CurrentView view={view} snapshot={snapshot} />
              </div>
            </TopBarToolsContext>
          </PaletteProvider>
        </DialogsProvider>
      </GuardProvider>
    </NavigationContext>
  );
}

/** The window is named after the view, which is also how a screen reader hears of a new one. */
function useTitle(kind: View['kind']): void {
  const words = useWords().navigation;
  const title = words[kind];
  useEffect(() => {
    document.title = `${title} · Fob`;
    return () => {
      document.title = 'Fob';
    };
  }, [title]);
}

/** What is not needed for the first picture is loaded as soon as that is there. */
function useTheRest(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => void loadTheRest());
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
}

function PaletteButton() {
  const words = useWords().palette;
  const { open } = usePalette();
  return <LightIconButton icon="command" label={words.open} className="palette-button" onClick={open} />;
}

function AddProfileButton() {
  const words = useWords().shell;
  const { addProfile } = useDialogs();
  return (
    <LightButton look="plain" icon="plus" aria-label={words.addProfile} onClick={addProfile}>
      <span className="wide-only">{words.addProfile}</span>
    </LightButton>
  );
}

function LockButton() {
  const words = useWords().shell;
  const calls = useCalls();
  const notify = useNotify();
  const lock = () =>
    calls['vault.lock'](undefined).catch((error: unknown) =>
      notify({ kind: 'failed', error: errorViewOf(error) }),
    );
  return (
    <LightButton look="plain" icon="lock" aria-label={words.lock} onClick={() => void lock()}>
      <span className="wide-only">{words.lock}</span>
    </LightButton>
  );
}
