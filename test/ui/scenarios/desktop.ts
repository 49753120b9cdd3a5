/** The desktop app as a host: what only it has is in the snapshot. */
import { normalServices, snapshotOf } from '../../e2e/renderer-scenarios.ts';
import type { Scenario } from '../../e2e/renderer-scenarios.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings-view.ts';

/** With a shortcut that another program has, a newer version that waits, and a file in the way of the command. */
export const desktopApp = (at: number): Scenario => ({
  snapshot: snapshotOf(at, normalServices(at), {
    settings: {
      ...DEFAULT_SETTINGS,
      shortcuts: {
        show: 'CommandOrControl+Shift+F',
        palette: 'Alt+Space',
        copy: { 'salus/beta': 'CommandOrControl+Alt+1' },
      },
    },
    desktop: {
      refusedShortcuts: ['Alt+Space'],
      update: { version: '2.0.0', notes: 'Rings that run down more smoothly.\nFewer words.' },
      command: { state: 'other', path: '/home/dana/.local/bin/fob', inPath: true },
    },
  }),
  claims: {},
});
