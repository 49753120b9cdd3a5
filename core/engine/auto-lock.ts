/** Locks the vault without anyone asking, as the settings say: when it is idle, when the person leaves the machine. */
import { errorView } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Leaving } from './contract.ts';
import { createIdleLock } from './idle-lock.ts';
import type { IdleLock } from './idle-lock.ts';
import type { Settings } from './settings.ts';

export interface AutoLock extends Pick<IdleLock, 'used' | 'recheck' | 'stop'> {
  /** The settings may be others now. */
  settingsRead(): void;
  leave(how: Leaving): Promise<void>;
}

export interface AutoLockOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Settings;
  readonly isOpen: () => boolean;
  readonly lock: () => Promise<void>;
}

export function createAutoLock({ clock, log, settings, isOpen, lock }: AutoLockOptions): AutoLock {
  const lockBecause = async (why: string): Promise<void> => {
    if (!isOpen()) return;
    log.info(`The vault was locked, as the settings say: ${why}.`);
    await lock();
  };
  const idle = createIdleLock(clock, () => {
    lockBecause('nobody used it').catch((error: unknown) => log.warn(errorView(error).message));
  });
  return {
    used: () => idle.used(),
    recheck: () => idle.recheck(),
    stop: () => idle.stop(),
    settingsRead: () => idle.limit(settings.idleMs()),
    leave: async (how) => {
      // A file that cannot be read now leaves the settings that are known.
      await settings.refresh().catch((error: unknown) => log.warn(errorView(error).message));
      const { on_screen_lock, on_sleep } = settings.view().lock;
      if (how === 'sleep' && on_sleep) await lockBecause('the machine sleeps');
      if (how === 'screen-lock' && on_screen_lock) await lockBecause('the screen is locked');
    },
  };
}
