/** What the tests need beyond npm's packages: a Chromium, and a Secret Service for the keyring slot. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './e2e/find-chromium.ts';

/** Finds it, installs it where it may (root on Debian), or throws an `Error` that says what to install. */
export function prepare(): void {
  const missing = [
    ...(has(findChromium) ? [] : ['chromium']),
    ...(process.platform !== 'linux' || onPath('gnome-keyring-daemon') ? [] : ['gnome-keyring']),
    ...(process.platform !== 'linux' || onPath('dbus-run-session') ? [] : ['dbus']),
    ...(process.platform === 'win32' || onPath('curl') ? [] : ['curl']),
  ];
  if (missing.length === 0) return;
  if (!mayInstall()) {
    throw new Error(
      `The tests need ${missing.join(', ')}. Install them with your system's package manager, then run npm test again.`,
    );
  }
  console.log(`installing ${missing.join(', ')} ...`);
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...missing);
}

function has(find: () => string): boolean {
  try {
    find();
    return true;
  } catch {
    return false;
  }
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((directory) => existsSync(`${directory}/${program}`));
}

function mayInstall(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

function apt(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stderr}`);
}
