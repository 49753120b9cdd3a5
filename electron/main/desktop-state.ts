/** What of the desktop app is no part of the engine, as its windows see it in each snapshot, and what they can do about it. */
import type { DesktopHost } from '../../agent/handlers.ts';
import { FobError } from '../../core/index.ts';
import type { Clock, Log } from '../../core/index.ts';
import type { CommandLineView } from '../../shared/desktop-view.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { installCommand, mendCommand } from './command-line.ts';
import type { CommandLineOptions } from './command-line.ts';
import { watchUpdates } from './updates.ts';
import type { Updater } from './updates.ts';

export interface DesktopStateOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly terminal: CommandLineOptions;
  /** Where the app can be replaced by a newer one. */
  readonly updater: (() => Promise<Updater>) | undefined;
  /** Stops the engine in order, then runs what it is given. */
  readonly stopThen: (then: () => void) => void;
  /** Ends the app and starts the version that there is. */
  readonly startAgain: () => void;
  readonly changed: () => void;
}

export interface DesktopState {
  readonly host: DesktopHost;
  with: (snapshot: Snapshot) => Snapshot;
  /** The version that a restart would bring. */
  update: () => string | undefined;
  refuseShortcuts: (keys: readonly string[]) => void;
  close: () => void;
}

export function createDesktopState(options: DesktopStateOptions): DesktopState {
  const { clock, log, terminal, updater, stopThen, startAgain } = options;
  let changes = 0;
  const changed = (): void => {
    changes += 1;
    options.changed();
  };
  let command: CommandLineView | undefined;
  const look = async (): Promise<void> => {
    command = await mendCommand(terminal);
    changed();
  };
  // Nobody waits for it at the start: the settings alone show it.
  void look();
  let refusedShortcuts: readonly string[] = [];
  const updates = updater && watchUpdates({ clock, log, load: updater, changed });
  return {
    host: {
      installCommand: async () => {
        command = await installCommand(terminal);
        changed();
        return command;
      },
      restart: () => {
        if (updates?.ready() === undefined)
          throw new FobError('usage', 'There is no newer version of Fob to start.', {
            hint: 'Look at the page About: it says when there is one.',
          });
        stopThen(() => updates.install(startAgain));
      },
    },
    with: (snapshot) => {
      const update = updates?.ready();
      const desktop = {
        refusedShortcuts,
        ...(command === undefined ? {} : { command }),
        ...(update === undefined ? {} : { update }),
      };
      // A window shows nothing that is not newer than what it shows, and the engine knows of no change of these.
      return { ...snapshot, revision: snapshot.revision + changes, desktop };
    },
    update: () => updates?.ready()?.version,
    refuseShortcuts: (keys) => {
      const isNews = keys.join() !== refusedShortcuts.join();
      refusedShortcuts = keys;
      if (isNews) changed();
    },
    close: () => updates?.close(),
  };
}
