import { app, powerMonitor } from 'electron';
import type { Engine } from '../../core/index.ts';

export interface PowerWatch {
  readonly wake: () => void;
  readonly leave: (how: Parameters<Engine['vault']['leave']>[0]) => void;
}

/**
 * Timers stop while the machine sleeps, so each way of coming back calls `wake` (security.md T01); each way of leaving
 * calls `leave`.
 */
export function watchPower({ wake, leave }: PowerWatch): void {
  powerMonitor.on('suspend', () => leave('sleep'));
  powerMonitor.on('lock-screen', () => leave('screen-lock'));
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);
  // The system ends: hold it up and quit in order (R16). Electron's declarations forget the event.
  powerMonitor.on('shutdown', (event?: { preventDefault: () => void }) => {
    event?.preventDefault();
    app.quit();
  });
}
