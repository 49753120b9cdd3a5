/**
 * The prod guard: a profile of tier `prod` is handed out only while a person has armed it. It stands between people and a
 * slip, and lives in this process alone: a restart and a lock disarm. Background refreshes are no way out and not its
 * business (docs/decisions/0013-prod-guard.md).
 */
import type { GuardView } from '../../shared/guard-view.ts';
import type { Address, Profile } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { History } from '../history/history.ts';
import { createArmed } from './armed.ts';
import type { GuardDesk } from './contract.ts';
import type { Settings } from './settings.ts';

const MINUTE_MS = 60_000;

export interface Guard extends GuardDesk {
  /** Does `hand` where that is allowed. Rejects with `refused_by_policy` when the profile is guarded and not armed. */
  pass<T>(profile: Profile, hand: () => Promise<T>): Promise<T>;
  /** `undefined` for a profile that needs no arming. */
  view(profile: Profile): GuardView | undefined;
  disarmAll(): void;
}

export interface GuardOptions {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly history: Pick<History, 'note'>;
  readonly changed: () => void;
  /** The profile as the file says now. Rejects with `address_unknown` or `profile_invalid`. */
  readonly profile: (address: string) => Promise<Profile>;
  /** The profile as it was read last; `undefined` when there is none that can be used. */
  readonly current: (address: Address) => Profile | undefined;
  /** Rejects with `vault_locked` or `vault_damaged`. */
  readonly ready: () => Promise<unknown>;
}

/** The cheap question, so that nobody else waits for the guard. */
export const isGuardable = ({ tier }: Pick<Profile, 'tier'>): boolean => tier === 'prod';

export function createGuard(options: GuardOptions): Guard {
  const { clock, settings, history, changed, profile, current, ready } = options;
  const ended = (address: Address): void => {
    history.note({ kind: 'disarmed', address });
    changed();
  };
  const armed = createArmed(clock, ended);

  const isOn = (wanted: Profile): boolean => isGuardable(wanted) && settings.view().guard.on;

  const admit = async (wanted: Profile): Promise<void> => {
    if (settings.isStale()) await settings.refresh();
    if (isOn(wanted) && armed.until(wanted.address) === undefined) throw notArmed(wanted.address, settings);
  };

  return {
    arm: async (asked) => {
      const wanted = await profile(asked);
      const { address } = wanted;
      await settings.refresh();
      await ready();
      if (!isOn(wanted)) return { address };
      const armedUntil = armed.arm(address, settings.view().guard.minutes * MINUTE_MS);
      history.note({ kind: 'armed', address, until: armedUntil });
      changed();
      return { address, armedUntil };
    },
    disarm: async (address) => {
      const wanted = await profile(address);
      if (armed.disarm(wanted.address)) ended(wanted.address);
    },
    pass: async (wanted, hand) => {
      if (isGuardable(wanted)) {
        await ready();
        await admit(wanted);
      }
      const handed = await hand();
      // It may have been disarmed while the IdP took its time, or have become one of tier prod.
      const now = isGuardable(wanted) ? wanted : current(wanted.address);
      if (now !== undefined && isGuardable(now)) await admit(now);
      return handed;
    },
    view: (wanted) => {
      if (!isOn(wanted)) return undefined;
      const armedUntil = armed.until(wanted.address);
      return armedUntil === undefined ? {} : { armedUntil };
    },
    disarmAll: () => armed.clear(),
  };
}

function notArmed(address: Address, settings: Settings): FobError {
  const { minutes } = settings.view().guard;
  return new FobError(
    'refused_by_policy',
    `${address} is guarded, since it is of tier prod, and not armed.`,
    {
      hint: `Arm it for ${minutes} min with: fob arm ${address} (or, on a machine without people, write "guard": {"on": false} into settings.json).`,
    },
  );
}
