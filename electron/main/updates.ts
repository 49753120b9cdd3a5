/**
 * Newer versions of the app: looked for at the start and once a day, fetched in the background, started when a person says so
 * or the app quits anyway. Releases are signed; electron-updater refuses others.
 */
import type { UpdateDownloadedEvent } from 'electron-updater';
import { errorView, printable } from '../../core/index.ts';
import type { Clock, Log } from '../../core/index.ts';
import type { DesktopView } from '../../shared/desktop-view.ts';

const DAY_MS = 24 * 3_600_000;
/** The start of the app is for people. */
const FIRST_MS = 60_000;
const MAX_NOTES = 4_000;

/** What of electron-updater's `AppUpdater` is used. */
export interface Updater {
  autoInstallOnAppQuit: boolean;
  logger: unknown;
  checkForUpdates(): Promise<unknown>;
  quitAndInstall(isSilent: boolean, isForceRunAfter: boolean): void;
  on(event: 'update-downloaded', listener: (update: UpdateDownloadedEvent) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface UpdateOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** electron-updater is loaded when it is needed, which is not at the start. */
  readonly load: () => Promise<Updater>;
  readonly changed: () => void;
}

export interface Updates {
  ready(): DesktopView['update'];
  /**
   * Starts the version that was fetched. The engine has to be stopped by then: an installer waits for no save. `failed` runs
   * when that does not come to pass.
   */
  install(failed: () => void): void;
  close(): void;
}

export function watchUpdates({ clock, log, load, changed }: UpdateOptions): Updates {
  let updater: Promise<Updater> | undefined;
  let ready: DesktopView['update'];
  let start: Updates['install'] = () => undefined;
  let failed = (): void => undefined;

  const prepare = async (): Promise<Updater> => {
    const loaded = await load();
    // What it logs may name files of the person.
    loaded.logger = null;
    loaded.autoInstallOnAppQuit = true;
    loaded.on('error', () => failed()); // of a look, the promise rejects with the same
    loaded.on('update-downloaded', (update) => {
      ready = { version: printable(update.version), notes: notesOf(update) };
      start = (onFailure) => {
        failed = onFailure;
        loaded.quitAndInstall(true, true);
      };
      changed();
    });
    return loaded;
  };
  const look = (): void => {
    cancel = clock.setTimer(look, DAY_MS);
    updater ??= prepare();
    updater
      .then((loaded) => loaded.checkForUpdates())
      .catch((error: unknown) => log.warn(`No look for a newer Fob: ${errorView(error).message}`));
  };
  let cancel = clock.setTimer(look, FIRST_MS);
  return { ready: () => ready, install: (onFailure) => start(onFailure), close: () => cancel() };
}

/** Notes may come as HTML; a page of ours shows text. */
function notesOf({ releaseNotes }: UpdateDownloadedEvent): string {
  const notes = Array.isArray(releaseNotes)
    ? releaseNotes.map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n')
    : (releaseNotes ?? '');
  return notes
    .replaceAll(/<[^>]*>/g, '')
    .trim()
    .slice(0, MAX_NOTES);
}
