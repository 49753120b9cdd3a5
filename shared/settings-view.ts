/** The settings of settings.json as every UI sees them: each member by the name it has in the file, defaults filled in. */
export const THEMES = ['system', 'light', 'dark'] as const;
export const LANGUAGE_SETTINGS = ['system', 'en', 'de'] as const;

export interface GuardSettings {
  /** Whether profiles of tier `prod` are handed out only while they are armed. */
  readonly on: boolean;
  /** For how many minutes arming opens one. */
  readonly minutes: number;
}

export interface LockSettings {
  /** How long without use until the vault locks itself, such as `15m`, or `never`. */
  readonly idle: string;
  readonly on_screen_lock: boolean;
  readonly on_sleep: boolean;
}

/** Keys that the desktop takes from the whole system, as Electron writes them: `CommandOrControl+Shift+F`; empty for none. */
export interface ShortcutSettings {
  readonly show: string;
  readonly palette: string;
  /** Copy the token of an address. */
  readonly copy: Readonly<Record<string, string>>;
}

export interface SettingsView {
  readonly theme: (typeof THEMES)[number];
  readonly language: (typeof LANGUAGE_SETTINGS)[number];
  /** Seconds until a copied token is taken out of the clipboard again; 0 means never. */
  readonly clipboard_seconds: number;
  /** How long before expiry a token is refreshed where its profile does not say, such as `60s`. */
  readonly early_refresh: string;
  readonly guard: GuardSettings;
  readonly lock: LockSettings;
  readonly shortcuts: ShortcutSettings;
  /** Whether the desktop app starts with the session. */
  readonly start_at_login: boolean;
  /** Whether the desktop app tells what needs a person. */
  readonly notifications: boolean;
}

export const DEFAULT_SETTINGS: SettingsView = {
  theme: 'system',
  language: 'system',
  clipboard_seconds: 30,
  early_refresh: '60s',
  guard: { on: true, minutes: 15 },
  lock: { idle: 'never', on_screen_lock: false, on_sleep: false },
  shortcuts: { show: '', palette: '', copy: {} },
  start_at_login: false,
  notifications: true,
};
