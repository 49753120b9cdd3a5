/** What only the desktop app has, as its windows see it. */
import type { Address } from './profile.ts';

/** Something outside of a window asks that it is shown there: the tray, a shortcut, a notification or a link. */
export type WantedView =
  | { readonly kind: 'palette' }
  | { readonly kind: 'profile'; readonly address: Address }
  /** A person wanted the token and may not have it yet: the prod guard asks, and copies when it is armed. */
  | { readonly kind: 'copy'; readonly address: Address }
  | { readonly kind: 'sign_in'; readonly address: Address };

export interface DesktopView {
  /** Shortcuts of the settings that the system did not give: another program has them. */
  readonly refusedShortcuts: readonly string[];
  /** A newer version that was fetched and waits for a restart, with its release notes as text. */
  readonly update?: { readonly version: string; readonly notes: string };
  /** Absent until it was looked for, right after the start. */
  readonly command?: CommandLineView;
}

/** The `fob` command that the app can install for a terminal. */
export interface CommandLineView {
  /** `none`: there is no such file; `other`: there is one that Fob did not write, and it stays. */
  readonly state: 'installed' | 'none' | 'other';
  readonly path: string;
  /** Whether a terminal finds it: its folder is in PATH. */
  readonly inPath: boolean;
}
