import { useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { ViewBoundary } from '../navigation/view-boundary.tsx';
import { later } from '../ui/later.tsx';
import { PaletteContext } from './use-palette.ts';

const Palette = later(async () => (await import('./palette.tsx')).Palette);
const KeysDialog = later(async () => (await import('../about/keys-list.tsx')).KeysDialog);

interface PaletteProviderProps {
  readonly snapshot: Snapshot;
  readonly children: ReactNode;
}

/** Ctrl-K or Cmd-K opens the palette from anywhere, `?` shows every key. */
export function PaletteProvider({ snapshot, children }: PaletteProviderProps) {
  const [shown, setShown] = useState<'palette' | 'keys'>();
  const [uses] = useState(() => new Map<string, number>());
  const [control] = useState(() => ({ open: () => setShown('palette'), openKeys: () => setShown('keys') }));
  useShortcuts((key) => setShown(shown === key ? undefined : key));
  const close = () => setShown(undefined);
  return (
    <PaletteContext value={control}>
      {children}
      <ViewBoundary key={shown}>
        {shown === 'palette' && (
          <Palette snapshot={snapshot} uses={uses} onClose={close} onKeys={control.openKeys} />
        )}
        {shown === 'keys' && <KeysDialog onClose={close} />}
      </ViewBoundary>
    </PaletteContext>
  );
}

const TYPING = 'input, textarea, select, [contenteditable]';
const BUSY = `${TYPING}, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]`;

function useShortcuts(onShortcut: (shown: 'palette' | 'keys') => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const isPalette = isCommand && event.key.toLowerCase() === 'k';
    const isKeys = event.key === '?' && !event.ctrlKey && !event.metaKey && target.closest(BUSY) === null;
    // A question that waits for its answer comes first.
    if (isPalette && document.querySelector('[role="alertdialog"]') !== null) return;
    if (!isPalette && !isKeys) return;
    event.preventDefault();
    onShortcut(isPalette ? 'palette' : 'keys');
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listener, { capture: true });
    return () => document.removeEventListener('keydown', listener, { capture: true });
  }, []);
}
