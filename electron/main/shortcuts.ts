/** The keys that the settings take from the whole system. */
import { globalShortcut } from 'electron';
import type { Engine, Log } from '../../core/index.ts';

export interface ShortcutOptions {
  readonly engine: Pick<Engine, 'snapshot' | 'subscribe'>;
  readonly log: Log;
  readonly show: () => void;
}

/** Follows the settings until the answer is called. A key that another program has stays with it. */
export function takeShortcuts({ engine, log, show }: ShortcutOptions): () => void {
  let taken = '';
  const release = (): void => {
    if (taken !== '') globalShortcut.unregister(taken);
    taken = '';
  };
  const follow = (): void => {
    const wanted = engine.snapshot().settings.shortcuts.show;
    if (wanted === taken) return;
    release();
    if (wanted === '') return;
    taken = wanted;
    if (!globalShortcut.register(wanted, show))
      log.warn(`The shortcut ${wanted} is not to be had: another program has it, or the system takes none.`);
  };
  const unsubscribe = engine.subscribe(follow);
  follow();
  return () => {
    unsubscribe();
    release();
  };
}
