import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { FobError } from '../core/index.ts';

export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The renderer's files by URL path, all in memory: a request can name nothing that is not in this list, so there is no
 * path to climb out of. Files of other types than a page needs are left out. Throws `runtime_unsupported`.
 */
export function readStaticFiles(directory: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const name of listFiles(directory)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const path = `/${name.split(sep).join('/')}`;
    files.set(path === '/index.html' ? '/' : path, { type, bytes: readFileSync(join(directory, name)) });
  }
  if (!files.has('/'))
    throw new FobError('runtime_unsupported', `The browser UI is not in ${directory}.`, {
      hint: 'Build it with: npm run build',
    });
  return files;
}

/** Paths relative to the directory; none when it does not exist. Links are not followed. */
function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}
