import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const RENDERER_FILES = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** What `import` and `export ... from` name in built modules; `import()` has a parenthesis. */
const STATIC_IMPORT = /\b(?:from|import)\s*["'`]\.\/([\w-]+\.js)["'`]/g;

/** Bytes after compression of all that the built page is made of. */
export function rendererBytes(): { readonly firstLoad: number; readonly all: number } {
  const files = readdirSync(RENDERER_FILES, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const all = files.map(({ parentPath, name }) => join(parentPath, name));
  const page = join(RENDERER_FILES, 'index.html');
  const named = [...readFileSync(page, 'utf8').matchAll(/\b(?:src|href)="\.\/([^"]+)"/g)];
  const loaded = new Set([page]);
  for (const [, name = ''] of named) follow(join(RENDERER_FILES, name), loaded);
  return { firstLoad: sum([...loaded]), all: sum(all) };
}

/** What has to be there before a view is: a module with all that it imports, but nothing that is loaded on demand. */
function follow(path: string, loaded: Set<string>): void {
  if (loaded.has(path)) return;
  loaded.add(path);
  if (!path.endsWith('.js')) return;
  for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(STATIC_IMPORT))
    follow(join(path, '..', name), loaded);
}

function sum(paths: readonly string[]): number {
  return paths.reduce((bytes, path) => bytes + gzipSync(readFileSync(path), { level: 9 }).length, 0);
}
