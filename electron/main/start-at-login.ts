/** Follows the setting `start_at_login`: the system's own list of what starts with a session, and on Linux its folder for that. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { app } from 'electron';

export interface LoginItemOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Rejects when the system does not take it. In development nothing is changed: the program would be Electron's own. */
export async function startAtLogin(isWanted: boolean, options: LoginItemOptions): Promise<void> {
  if (!app.isPackaged) return;
  if (options.platform === 'linux') return keepDesktopEntry(isWanted, options);
  const item = options.platform === 'win32' ? windowsItem(options) : {};
  const { openAtLogin } = app.getLoginItemSettings(item);
  if (openAtLogin !== isWanted) app.setLoginItemSettings({ ...item, openAtLogin: isWanted });
}

/** The app starts without its window. */
const HIDDEN = '--hidden';

/** Whether the session started the app, and no person. Programs that macOS starts get no arguments. */
export function isStartedAtLogin(platform: NodeJS.Platform, argv: readonly string[]): boolean {
  return argv.includes(HIDDEN) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

/** Windows finds an item again by all of it. A portable app is unpacked to another folder each time it runs. */
function windowsItem({ env }: LoginItemOptions): { args: string[]; path?: string } {
  const path = env.PORTABLE_EXECUTABLE_FILE;
  return { args: [HIDDEN], ...(path === undefined ? {} : { path }) };
}

/** The XDG autostart specification: a desktop entry in the person's folder. An AppImage has another path each time it runs. */
async function keepDesktopEntry(isWanted: boolean, { env, home }: LoginItemOptions): Promise<void> {
  const config =
    env.XDG_CONFIG_HOME === undefined || env.XDG_CONFIG_HOME === ''
      ? join(home, '.config')
      : env.XDG_CONFIG_HOME;
  const file = join(config, 'autostart', 'fob.desktop');
  const present = await readFile(file, 'utf8').catch(() => '');
  // One that a person wrote by hand starts Fob with its window, and is theirs.
  if (!isWanted) return present.includes(HIDDEN) ? rm(file) : undefined;
  const wanted = desktopEntry(env.APPIMAGE ?? process.execPath);
  if (present === wanted) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, wanted);
}

/** Desktop Entry Specification, "The Exec key": quoted, with four characters escaped, and `%` doubled. */
export function desktopEntry(program: string): string {
  const quoted = `"${program.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Fob',
    `Exec=${quoted} ${HIDDEN}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
