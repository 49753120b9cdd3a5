/** What the tray shows of a snapshot at a moment. Pure; `now` is in milliseconds since 1970. */
import type { EnvironmentView, Snapshot } from '../../../shared/snapshot.ts';
import type { TrayWords } from '../words/en.ts';
import { trayMenu } from './tray-menu.ts';
import type { TrayItem } from './tray-menu.ts';
import { armedFor, spanText, statusText } from './tray-status.ts';

export const RING_STEPS = 12;

export interface TrayIcon {
  /** How many twelfths of the token's life are left; `undefined` where there is no token to count down. */
  readonly ring?: number;
  /** A person is needed, a prod profile is open, or the vault is closed. */
  readonly mark?: 'attention' | 'armed' | 'locked';
}

export interface TrayModel {
  readonly icon: TrayIcon;
  /** Beside the icon, where the platform has room for it: for how long prod is armed. */
  readonly title: string;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** `update`: the version that a restart would bring. */
export function trayModel(snapshot: Snapshot, now: number, words: TrayWords, update?: string): TrayModel {
  const all = snapshot.services.flatMap(({ environments }) => environments);
  const armed = all.filter((environment) => armedFor(environment, now) !== undefined);
  const longest = Math.max(0, ...armed.map((environment) => armedFor(environment, now) ?? 0));
  const shown = environmentShown(all);
  return {
    icon: icon(snapshot, shown, armed.length > 0, now),
    title: armed.length === 0 ? '' : spanText(longest, words),
    tooltip: tooltip(snapshot, { all, shown, armed }, now, words),
    items: trayMenu(snapshot, now, words, update),
  };
}

/** The pinned one that was used last; where none is pinned, of all. */
function environmentShown(all: readonly EnvironmentView[]): EnvironmentView | undefined {
  const pinned = all.filter((environment) => environment.pinned);
  const from = pinned.length > 0 ? pinned : all.filter(({ lastUsedAt }) => lastUsedAt !== undefined);
  return from.toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))[0];
}

function icon(
  { vault }: Snapshot,
  shown: EnvironmentView | undefined,
  isArmed: boolean,
  now: number,
): TrayIcon {
  const ring = shown && ringOf(shown, now);
  const mark = isArmed ? 'armed' : markOf(vault.state, shown);
  return { ...(ring === undefined ? {} : { ring }), ...(mark === undefined ? {} : { mark }) };
}

function markOf(state: Snapshot['vault']['state'], shown: EnvironmentView | undefined): TrayIcon['mark'] {
  if (state === 'locked' || state === 'damaged') return 'locked';
  return shown?.status === 'sign_in_needed' || shown?.status === 'error' ? 'attention' : undefined;
}

/** Rounded up, so that a token that is still good is never shown as gone. */
function ringOf({ receivedAt, expiresAt, status }: EnvironmentView, now: number): number | undefined {
  if (status === 'locked' || receivedAt === undefined || expiresAt === undefined) return undefined;
  const share = (expiresAt - now) / Math.max(1, expiresAt - receivedAt);
  return Math.min(RING_STEPS, Math.max(0, Math.ceil(share * RING_STEPS)));
}

interface Told {
  readonly all: readonly EnvironmentView[];
  readonly shown: EnvironmentView | undefined;
  readonly armed: readonly EnvironmentView[];
}

function tooltip({ vault }: Snapshot, { all, shown, armed }: Told, now: number, words: TrayWords): string {
  const said = words.tooltip;
  const closed = said.vault[vault.state];
  if (closed !== '') return `Fob: ${closed}`;
  if (all.length === 0) return `Fob: ${said.empty}`;
  const valid = all.filter(({ expiresAt }) => expiresAt !== undefined && expiresAt > now).length;
  const waiting = all.filter(({ status }) => status === 'sign_in_needed').length;
  const failed = all.filter(({ status }) => status === 'error').length;
  const counts = [
    said.valid(valid, all.length),
    ...(waiting === 0 ? [] : [said.toSignIn(waiting)]),
    ...(failed === 0 ? [] : [said.failed(failed)]),
  ];
  const named = [...new Set([...(shown === undefined ? [] : [shown]), ...armed])].slice(0, 3);
  return [
    `Fob: ${counts.join(', ')}`,
    ...named.map((one) => `${one.address}: ${statusText(one, now, words)}`),
  ].join('\n');
}
