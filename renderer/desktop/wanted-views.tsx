/** What the tray, a shortcut, a notification or a link wants shown in this window. */
import { useEffect } from 'react';
import type { WantedView } from '../../shared/desktop-view.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useHost } from '../bridge/host-context.tsx';
import { findEnvironment } from '../environments/find.ts';
import { useAddressActions } from '../environments/use-environment-actions.ts';
import { useDialogs } from '../navigation/dialogs.tsx';
import { useNavigation } from '../navigation/navigation.tsx';
import { usePalette } from '../palette/use-palette.ts';
import { useSteady } from '../ui/use-steady.ts';

/** Draws nothing. */
export function WantedViews({ snapshot }: { readonly snapshot: Snapshot }) {
  usePopoverEscape();
  const { bridge } = useHost();
  const { go } = useNavigation();
  const palette = usePalette();
  const { signIn } = useDialogs();
  const actions = useAddressActions();
  const show = useSteady((wanted: WantedView) => {
    if (wanted.kind === 'palette') {
      palette.open();
      return;
    }
    const { address } = wanted;
    const environment = findEnvironment(snapshot.services, address)?.environment;
    // A link may name what is not there. Details over a question would take its place: both are modal where there is little room.
    const isShown = environment !== undefined && wanted.kind === 'profile';
    go(isShown ? { kind: 'environments', address } : { kind: 'environments' });
    if (environment === undefined) return;
    if (wanted.kind === 'sign_in') signIn(environment);
    if (wanted.kind === 'copy') void actions.copy(address, 'raw');
  });
  useEffect(
    () => (bridge.kind === 'desktop' ? bridge.listen('view.wanted', show) : undefined),
    [bridge, show],
  );
  return null;
}

/** The popover goes at Escape, unless something in it took the key. */
function usePopoverEscape(): void {
  useEffect(() => {
    if (location.search !== '?popover') return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) window.close();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
