/**
 * Whether only this user can be at the other end of the socket. Checked by the host before and after it listens and by
 * the command line before it connects (security.md L15, L17), so it imports nothing but `lstatSync`. Answers what is
 * wrong, or `undefined`. On Windows modes mean nothing; the key of the pipe record takes their place.
 */
import { lstatSync } from 'node:fs';
import type { Stats } from 'node:fs';

/** What is wrong with the directory or the socket in it. A missing socket is wrong, too. */
export function checkEndpoint(directory: string, socket: string): string | undefined {
  return checkDirectory(directory) ?? checkSocket(socket);
}

/** What is wrong with the directory alone, for a host that has no socket yet. */
export function checkDirectory(directory: string): string | undefined {
  return check(directory, 'directory', (stats) => stats.isDirectory(), 0o700);
}

/** What is wrong with the socket alone. */
export function checkSocket(socket: string): string | undefined {
  return check(socket, 'socket', (stats) => stats.isSocket(), 0o600);
}

function check(
  path: string,
  what: string,
  isKind: (stats: Stats) => boolean,
  mode: number,
): string | undefined {
  const stats = statsOf(path);
  if (stats === undefined) return `${path} does not exist`;
  if (!isKind(stats)) return `${path} is not a ${what}`;
  if (stats.uid !== process.getuid?.()) return `${path} belongs to another user`;
  const actual = stats.mode & 0o777;
  if (actual !== mode) return `${path} has mode ${octal(actual)} and must have ${octal(mode)}`;
  return undefined;
}

/** Below a file there is nothing either. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
