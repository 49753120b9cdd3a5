/**
 * The way from `fob ui` to the browser. A launch token on a command line could be read by every user of the machine, so
 * the browser is given the path of a private file that leads on to the real address (security.md L07).
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../core/index.ts';

export interface UiLaunch {
  /** Holds the launch token: to be shown to the user alone, never put in an argument list or a log. */
  readonly url: string;
  /** A file of the user's that leads a browser to `url`; gone after use or a minute. */
  readonly launchFile: string;
}

const NAME = /^launch-[\w-]+\.html$/;

/** Writes the page for a URL of ours, readable by the user alone, and answers its path. */
export function writeLaunchPage(directory: string, url: string, random: Random): string {
  const path = join(directory, `launch-${Buffer.from(random.bytes(12)).toString('base64url')}.html`);
  writeFileSync(path, launchPage(url), { mode: 0o600, flag: 'wx' });
  return path;
}

/** Nothing happens when it is gone already. */
export function removeLaunchPage(path: string): void {
  rmSync(path, { force: true });
}

/** Removes what a host that died has left. Its launch tokens died with it. */
export function sweepLaunchPages(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => NAME.test(entry)))
    removeLaunchPage(join(directory, name));
}

/** `url` consists of characters that need no escaping in HTML: a loopback origin and base64url. */
function launchPage(url: string): string {
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0;url=${url}">`,
    '<title>Fob</title>',
    `<p><a href="${url}">Open Fob</a></p>`,
    '',
  ].join('\n');
}
