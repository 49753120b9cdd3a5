/** The tray's menu for a snapshot. Pure; `now` is in milliseconds since 1970. */
import { printable } from '../../../core/index.ts';
import type { Address } from '../../../shared/profile.ts';
import type { EnvironmentView, ServiceView, Snapshot } from '../../../shared/snapshot.ts';
import type { CopyFormat } from '../../../shared/token-view.ts';
import type { TrayWords } from '../words/en.ts';
import { armedFor, statusText } from './tray-status.ts';

/** What a click does; with an address where it is about one. */
export type TrayCommand =
  | { readonly do: 'open' | 'palette' | 'lock' | 'quit' | 'update' }
  | { readonly do: 'refresh' | 'signIn' | 'show' | 'disarm'; readonly address: Address }
  | { readonly do: 'copy'; readonly address: Address; readonly format: CopyFormat };

export type TrayItem =
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'command';
      readonly label: string;
      readonly enabled: boolean;
      readonly command: TrayCommand;
    }
  | { readonly kind: 'menu'; readonly label: string; readonly items: readonly TrayItem[] };

/** Of more environments than these a menu is no list any more: the window has the rest. */
const MOST_LISTED = 60;
const MOST_COPIES = 10;
const MAX_LABEL = 60;
const FORMATS = ['raw', 'header', 'curl'] as const satisfies readonly CopyFormat[];
const SEPARATOR: TrayItem = { kind: 'separator' };

export function trayMenu(
  snapshot: Snapshot,
  now: number,
  words: TrayWords,
  update: string | undefined,
): readonly TrayItem[] {
  const all = snapshot.services.flatMap(({ environments }) => environments);
  return groups(
    all.filter((environment) => armedFor(environment, now) !== undefined).map((one) => disarm(one, words)),
    copies(all).map((environment) => copyItem(environment, now, words)),
    all.length > MOST_LISTED
      ? [command(words.tray.all, { do: 'open' })]
      : snapshot.services.flatMap((service) => serviceItems(service, now, words)),
    [
      command(words.tray.open, { do: 'open' }),
      command(words.tray.palette, { do: 'palette' }, all.length > 0),
      command(words.tray.lock, { do: 'lock' }, snapshot.vault.state === 'unlocked'),
    ],
    [
      ...(update === undefined ? [] : [command(words.tray.update(update), { do: 'update' })]),
      command(words.tray.quit, { do: 'quit' }),
    ],
  );
}

function groups(...all: readonly (readonly TrayItem[])[]): readonly TrayItem[] {
  return all
    .filter((items) => items.length > 0)
    .flatMap((items, index) => (index === 0 ? items : [SEPARATOR, ...items]));
}

/** What a person works with: pinned first, then what was used last. One click copies. */
function copies(all: readonly EnvironmentView[]): readonly EnvironmentView[] {
  return all
    .filter(({ pinned, lastUsedAt }) => pinned || lastUsedAt !== undefined)
    .toSorted(
      (one, other) =>
        Number(other.pinned) - Number(one.pinned) || (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0),
    )
    .slice(0, MOST_COPIES);
}

function copyItem(environment: EnvironmentView, now: number, words: TrayWords): TrayItem {
  const { address } = environment;
  const label = words.tray.copy(menuText(address), statusText(environment, now, words));
  return command(label, { do: 'copy', address, format: 'raw' }, isUsable(environment));
}

function serviceItems(
  { name, environments }: ServiceView,
  now: number,
  words: TrayWords,
): readonly TrayItem[] {
  return [
    { kind: 'heading', label: menuText(name) },
    ...environments.map((environment): TrayItem => {
      const label = `${menuText(environment.id)}: ${statusText(environment, now, words)}`;
      return { kind: 'menu', label, items: environmentItems(environment, words) };
    }),
  ];
}

function environmentItems(environment: EnvironmentView, words: TrayWords): readonly TrayItem[] {
  const { address, grantType, status } = environment;
  const usable = isUsable(environment);
  const said = words.tray;
  const needsPerson =
    grantType === 'authorization_code' || grantType === 'urn:ietf:params:oauth:grant-type:device_code';
  return groups(
    FORMATS.map((format) => command(said.formats[format], { do: 'copy', address, format }, usable)),
    [
      command(said.refresh, { do: 'refresh', address }, usable && status !== 'sign_in_needed'),
      ...(needsPerson ? [command(said.signIn, { do: 'signIn', address }, usable)] : []),
    ],
    [command(said.show, { do: 'show', address })],
  );
}

function disarm({ address }: EnvironmentView, words: TrayWords): TrayItem {
  return command(words.tray.disarm(menuText(address)), { do: 'disarm', address });
}

function isUsable({ status }: EnvironmentView): boolean {
  return status !== 'locked' && status !== 'invalid';
}

function command(label: string, wanted: TrayCommand, enabled = true): TrayItem {
  return { kind: 'command', label, enabled, command: wanted };
}

/** Names come from a file that others may have written. In a menu `&` marks the next letter as its key. */
function menuText(text: string): string {
  const shown = printable(text);
  const short = shown.length <= MAX_LABEL ? shown : `${shown.slice(0, MAX_LABEL - 1)}\u2026`;
  return short.replaceAll('&', '&&');
}
