/** The person's own browser, started as a program of its own; a URL never passes through a shell (security.md P12). */
import { spawn } from 'node:child_process';
import { withoutPassphrase } from './without-passphrase.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Programs with their arguments that open a URL, best first; none where there is no screen to open it on. */
export function browserCommands(platform: NodeJS.Platform, env: Environment): readonly (readonly string[])[] {
  // A list on Unix; elsewhere a colon is part of a path.
  const listed = (env.BROWSER ?? '').split(platform === 'win32' ? ';' : ':').map((part) => part.trim());
  const wanted = listed.filter((part) => part !== '').map((part) => part.split(/\s+/));
  if (wanted.length > 0) return wanted;
  if (platform === 'darwin') return [['open']];
  if (platform === 'win32') return [['rundll32', 'url.dll,FileProtocolHandler']];
  const screen = (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== '';
  return screen ? [['xdg-open']] : [];
}

/** Starts the first program that can be started with the URL. Answers whether one was; nobody waits for it. */
export async function openInBrowser(url: string, env: Environment): Promise<boolean> {
  for (const command of browserCommands(process.platform, env))
    if (await start(command, url, withoutPassphrase(env))) return true;
  return false;
}

function start(
  [program = '', ...args]: readonly string[],
  url: string,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const placed = args.map((arg) => arg.replaceAll('%s', () => url));
  const withUrl = args.some((arg) => arg.includes('%s')) ? placed : [...args, url];
  const child = spawn(program, withUrl, { env, stdio: 'ignore', detached: true });
  child.unref();
  return new Promise((settle) => {
    child.once('spawn', () => settle(true)).once('error', () => settle(false));
  });
}
