/** What of the desktop app is no part of the engine, as its windows see it in each snapshot, and what they can do about it. */
import type { DesktopHost } from '../../agent/handlers.ts';
import type { Clock, Log } from '../../core/index.ts';
import type { CommandLineView } from '../../shared/desktop-view.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { installCommand, lookAtCommand } from './command-line.ts';
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

export async function createDesktopState(options: DesktopStateOptions): Promise<DesktopState> {
  const { clock, log, terminal, updater, stopThen, changed } = options;
  let command: CommandLineView = await lookAtCommand(terminal);
  // A newer app brings a newer command, where that is a copy.
  if (command.state === 'installed' && terminal.copyTo !== undefined)
    command = await installCommand(terminal).catch(() => command);
  let refusedShortcuts: readonly string[] = [];
  const updates = updater && watchUpdates({ clock, log, load: updater, changed });
  return {
    host: {
      installCommand: async () => {
        command = await installCommand(terminal);
        changed();
        return command;
      },
      restart: () => stopThen(() => updates?.install()),
    },
    with: (snapshot) => {
      const update = updates?.ready();
      return {
        ...snapshot,
        desktop: { refusedShortcuts, command, ...(update === undefined ? {} : { update }) },
      };
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
