/**
 * What the desktop app is to the operating system. The keychain's item, the data of Chromium and the installed copy all
 * follow these: a change loses people their secrets or installs a second Fob beside the first (security.md E46).
 */

/** Bundle id on macOS, AppUserModelID on Windows. */
export const APP_ID = 'dev.fob.desktop';

/** The name of the app, of its executable on macOS and Windows and of its item in the keychain. */
export const PRODUCT_NAME = 'Fob';

/** Links of this scheme open a view of the desktop app and do nothing else. */
export const URL_SCHEME = 'fob';
