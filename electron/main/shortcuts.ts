/** The keys that the settings take from the whole system. */
import { globalShortcut } from 'electron';
import type { Engine } from '../../core/index.ts';
import type { Address } from '../../shared/profile.ts';
import type { ShortcutSettings } from '../../shared/settings-view.ts';

export interface ShortcutOptions {
  readonly engine: Pick<Engine, 'snapshot' | 'subscribe'>;
  readonly show: () => void;
  readonly palette: () => void;
  readonly copy: (address: Address) => void;
  /** Hears of the keys that are not to be had, each time these are others: another program has them. */
  readonly refused: (keys: readonly string[]) => void;
}

/** Follows the settings until the answer is called. */
export function takeShortcuts({ engine, refused, ...actions }: ShortcutOptions): () => void {
  let followed = '';
  let taken: readonly string[] = [];
  const release = (): void => {
    for (const keys of taken) globalShortcut.unregister(keys);
    taken = [];
  };
  const follow = (): void => {
    const { shortcuts } = engine.snapshot().settings;
    if (JSON.stringify(shortcuts) === followed) return;
    followed = JSON.stringify(shortcuts);
    release();
    const wanted = wantedKeys(shortcuts, actions);
    const got = [...wanted].filter(([keys, run]) => globalShortcut.register(keys, run));
    taken = got.map(([keys]) => keys);
    refused([...wanted.keys()].filter((keys) => !taken.includes(keys)));
  };
  const unsubscribe = engine.subscribe(follow);
  follow();
  return () => {
    unsubscribe();
    release();
  };
}

/** Of two that want the same keys the first one has them: showing Fob, then the palette, then copies. */
function wantedKeys(
  { show, palette, copy }: ShortcutSettings,
  actions: Pick<ShortcutOptions, 'show' | 'palette' | 'copy'>,
): ReadonlyMap<string, () => void> {
  const copies = Object.entries(copy).map(([address, keys]): [string, () => void] => [
    keys,
    () => actions.copy(address as Address),
  ]);
  const all: readonly [string, () => void][] = [[show, actions.show], [palette, actions.palette], ...copies];
  return new Map(all.filter(([keys]) => keys !== '').toReversed());
}
