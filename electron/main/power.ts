import { app, powerMonitor } from 'electron';

/** Timers stop while the machine sleeps, so each way of coming back calls `wake` (security.md T01). */
export function watchPower(wake: () => void): void {
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);
  // The system ends: hold it up and quit in order (R16). Electron's declarations forget the event.
  powerMonitor.on('shutdown', (event?: { preventDefault: () => void }) => {
    event?.preventDefault();
    app.quit();
  });
}
