import type { AppUpdater, UpdateDownloadedEvent } from 'electron-updater';
import type { Updater } from '../../../electron/main/updates.ts';
import type { AppDouble } from './app-double.ts';

type Surface = Updater &
  Pick<AppUpdater, 'autoInstallOnAppQuit' | 'quitAndInstall'> & { checkForUpdates: () => Promise<null> };

/** electron-updater's `autoUpdater` with a release to offer: what it fetches is here at once, and installing is noted. */
export class UpdaterDouble implements Surface {
  autoInstallOnAppQuit = false;
  logger: unknown = console;
  /** What the next look finds. */
  offered: Pick<UpdateDownloadedEvent, 'releaseNotes' | 'version'> | undefined;
  /** Each start of the installer. */
  readonly installs: { readonly isSilent: boolean; readonly isForceRunAfter: boolean }[] = [];
  readonly #app: AppDouble;
  /** Installing fails: the error is told, and the app goes on. */
  isBroken = false;
  readonly #failed: (() => void)[] = [];
  readonly #downloaded: ((update: UpdateDownloadedEvent) => void)[] = [];

  constructor(app: AppDouble) {
    this.#app = app;
  }
  on(event: string, listener: (value: never) => void): this {
    if (event === 'update-downloaded') this.#downloaded.push(listener as (update: object) => void);
    if (event === 'error') this.#failed.push(listener as () => void);
    return this;
  }
  checkForUpdates(): Promise<null> {
    const { offered } = this;
    if (offered !== undefined)
      for (const listener of this.#downloaded) listener(offered as UpdateDownloadedEvent);
    return Promise.resolve(null);
  }
  /** As electron-updater does it: the installer is started first, and then the app quits. */
  quitAndInstall(isSilent = false, isForceRunAfter = false): void {
    this.installs.push({ isSilent, isForceRunAfter });
    if (!this.isBroken) setImmediate(() => this.#app.quit());
    else for (const listener of this.#failed) listener();
  }
}
