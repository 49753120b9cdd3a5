/** Who may enter the data directory: what was found, what should be, and what Fob has repaired meanwhile. */
import { lstatSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { AgentEndpoint } from '../../agent/socket-path.ts';
import { ok, problem } from './finding.ts';
import type { Finding } from './finding.ts';

const GROUP = 'Files';

interface Place {
  readonly path: string;
  readonly kind: 'directory' | 'file' | 'socket';
  readonly mode: number;
}

export interface Found extends Place {
  /** `undefined` when there is nothing, or nothing that can be looked at. */
  readonly found: { readonly mode: number; readonly isOwn: boolean; readonly isKind: boolean } | undefined;
}

/** Looks without touching. On Windows modes mean nothing, and the directory of the user is private already. */
export function lookAtDisk(
  dataDirectory: string,
  { directory, socket }: AgentEndpoint,
  platform: NodeJS.Platform,
): readonly Found[] {
  if (platform === 'win32') return [];
  const folder = (path: string): Place => ({ path, kind: 'directory', mode: 0o700 });
  const inside = ['vault', 'vault/records', 'vault/revisions', 'run'].map((name) =>
    join(dataDirectory, name),
  );
  const folders = [...new Set([dataDirectory, ...inside, directory])].map(folder);
  const files = ['vault/vault.json', 'profiles.json', 'settings.json'].map((name): Place => ({
    path: join(dataDirectory, name),
    kind: 'file',
    mode: 0o600,
  }));
  return [...folders, ...files, { path: socket, kind: 'socket' as const, mode: 0o600 }].map(look);
}

function look(place: Place): Found {
  // A socket behind a link is not the one that was made; a folder of ours may be kept elsewhere.
  const stats = statsOf(place);
  if (stats === undefined) return { ...place, found: undefined };
  const { kind } = place;
  const isKind =
    kind === 'directory' ? stats.isDirectory() : kind === 'socket' ? stats.isSocket() : stats.isFile();
  return {
    ...place,
    found: { mode: stats.mode & 0o777, isOwn: stats.uid === process.getuid?.(), isKind },
  };
}

/** What lies below a file, or below a directory that we may not enter, is said where it is needed. */
function statsOf({ kind, path }: Place): Stats | undefined {
  try {
    return (kind === 'socket' ? lstatSync : statSync)(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** `before` and `after` a host was asked, which repairs what it may. */
export function diskFindings(before: readonly Found[], after: readonly Found[]): readonly Finding[] {
  const findings = after.flatMap((now, index) => findingsOf(before[index], now));
  const present = after.filter(({ found }) => found !== undefined).length;
  const good = present - findings.filter(({ mark }) => mark === 'problem').length;
  const [root] = after;
  if (root?.found === undefined) return [ok(GROUP, `${root?.path ?? 'The data directory'} is not made yet`)];
  return [
    ok(GROUP, `${root.path}: ${good} of ${present} places are yours alone (directories 0700, files 0600)`),
    ...findings,
  ];
}

function findingsOf(before: Found | undefined, { path, kind, mode, found }: Found): readonly Finding[] {
  if (found === undefined) return [];
  const trouble = (message: string, hint: string): readonly Finding[] => [
    problem(GROUP, { code: kind === 'socket' ? 'peer_untrusted' : 'storage_failed', message, hint }),
  ];
  if (!found.isKind) return trouble(`${path} is not a ${kind}`, 'Find out who made it, then move it away.');
  if (!found.isOwn)
    return trouble(`${path} belongs to another user`, 'Set FOB_HOME to a directory of your own.');
  if (isOpen(found.mode)) {
    return trouble(
      `${path} has mode ${octal(found.mode)} and must have ${octal(mode)}`,
      `chmod ${octal(mode).slice(1)} ${path}`,
    );
  }
  const was = before?.found?.mode;
  return was !== undefined && isOpen(was)
    ? [{ group: GROUP, mark: 'warning', message: `${path} had mode ${octal(was)}, which was repaired` }]
    : [];
}

const isOpen = (mode: number): boolean => (mode & 0o077) !== 0;

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
