/** What the tray says of a snapshot at a moment. Pure; `now` is in milliseconds since 1970. */
import { printable } from '../../../core/index.ts';
import type { Address } from '../../../shared/profile.ts';
import type { EnvironmentView, Snapshot } from '../../../shared/snapshot.ts';

export type TrayItem =
  | { readonly kind: 'heading'; readonly label: string }
  /** A click copies the token. */
  | {
      readonly kind: 'environment';
      readonly address: Address;
      readonly label: string;
      readonly enabled: boolean;
    }
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'command';
      readonly command: TrayCommand;
      readonly label: string;
      readonly enabled: boolean;
    };

export type TrayCommand = 'open' | 'lock' | 'quit';

export interface TrayModel {
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MAX_LABEL = 60;

export function trayModel(snapshot: Snapshot, now: number): TrayModel {
  const services = snapshot.services.flatMap((service): TrayItem[] => [
    { kind: 'heading', label: menuText(service.name) },
    ...service.environments.map((environment) => environmentItem(environment, now)),
    { kind: 'separator' },
  ]);
  return { tooltip: tooltip(snapshot, now), items: [...services, ...commands(snapshot)] };
}

function environmentItem(environment: EnvironmentView, now: number): TrayItem {
  const { address, id, status } = environment;
  return {
    kind: 'environment',
    address,
    label: `${menuText(id)}: ${statusText(environment, now)}${guardText(environment, now)}`,
    enabled: status !== 'locked' && status !== 'invalid',
  };
}

function commands({ vault }: Snapshot): TrayItem[] {
  return [
    { kind: 'command', command: 'open', label: 'Open Fob', enabled: true },
    { kind: 'command', command: 'lock', label: 'Lock', enabled: vault.state === 'unlocked' },
    { kind: 'separator' },
    { kind: 'command', command: 'quit', label: 'Quit Fob', enabled: true },
  ];
}

function statusText(environment: EnvironmentView, now: number): string {
  const { status, expiresAt, missingSecrets } = environment;
  if (status === 'locked') return 'locked';
  if (status === 'invalid') return 'profile not usable';
  const left = expiresAt === undefined ? undefined : Math.max(0, expiresAt - now);
  const isAlive = left !== undefined && left > 0;
  if (missingSecrets.length > 0 && !isAlive) return 'secret missing';
  const tail = isAlive ? `, ${spanText(left)} left` : '';
  switch (status) {
    case 'sign_in_needed':
      return `sign-in needed${tail}`;
    case 'error':
      return `failed${tail}`;
    case 'refreshing':
      return `refreshing${tail}`;
    case 'idle':
      return left === 0 ? 'expired' : 'no token yet';
    case 'fresh':
      return left === 0 ? 'expired' : `valid${tail}`;
  }
}

/** What a click on an environment of prod would meet. */
function guardText({ guard }: EnvironmentView, now: number): string {
  if (guard === undefined) return '';
  const left = (guard.armedUntil ?? 0) - now;
  return left > 0 ? `, armed ${spanText(left)}` : ', not armed';
}

/** Rounded down, with nothing finer than minutes: the menu is not drawn anew each second. */
function spanText(span: number): string {
  if (span < MINUTE) return 'less than 1 min';
  if (span < 2 * HOUR) return `${Math.floor(span / MINUTE)} min`;
  return span < 2 * DAY ? `${Math.floor(span / HOUR)} h` : `${Math.floor(span / DAY)} d`;
}

function tooltip({ vault, services }: Snapshot, now: number): string {
  const environments = services.flatMap((service) => service.environments);
  if (vault.state === 'locked' || vault.state === 'damaged') return `Fob: vault ${vault.state}`;
  if (environments.length === 0) return 'Fob: no profiles yet';
  const valid = environments.filter(({ expiresAt }) => expiresAt !== undefined && expiresAt > now).length;
  const waiting = environments.filter(({ status }) => status === 'sign_in_needed').length;
  const failed = environments.filter(({ status }) => status === 'error').length;
  return [
    `Fob: ${valid} of ${environments.length} valid`,
    ...(waiting === 0 ? [] : [`${waiting} to sign in`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(', ');
}

/** Names come from a file that others may have written. In a menu `&` marks the next letter as its key. */
function menuText(text: string): string {
  const shown = printable(text);
  const short = shown.length <= MAX_LABEL ? shown : `${shown.slice(0, MAX_LABEL - 1)}\u2026`;
  return short.replaceAll('&', '&&');
}
