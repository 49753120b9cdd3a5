/** What `fob import` is given: files, folders with a collection, standard input, an issuer's URL. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { FobError } from '../core/index.ts';
import { LARGEST_IMPORT, LARGEST_IMPORT_BYTES, MOST_IMPORT_FILES } from '../shared/import-view.ts';
import type { ImportFile } from '../shared/import-view.ts';
import type { Terminal } from './terminal.ts';

/** What collections in folders are made of. */
const OF_COLLECTIONS = /\.(?:bru|ya?ml|json)$/i;
const NOT_LOOKED_INTO = ['node_modules', '.git'];

/** Rejects with `usage` for what is not there, or is too large. */
export async function importFiles(
  given: readonly string[],
  terminal: Terminal,
): Promise<readonly ImportFile[]> {
  const files: ImportFile[] = [];
  for (const one of given) {
    if (one === '-')
      files.push({ text: (await terminal.readBytes('The import', LARGEST_IMPORT_BYTES)).toString('utf8') });
    else if (/^https?:\/\//i.test(one)) files.push({ text: one });
    else files.push(...(await filesAt(one)));
  }
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  if (size > LARGEST_IMPORT || files.length > MOST_IMPORT_FILES) throw tooLarge();
  return files;
}

async function filesAt(path: string): Promise<readonly ImportFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [await fileAt(path, basename(path))];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const found = entries
      .filter((entry) => entry.isFile() && OF_COLLECTIONS.test(entry.name))
      .map((entry) => relative(path, join(entry.parentPath, entry.name)))
      .filter((name) => !NOT_LOOKED_INTO.some((folder) => name.split(/[\\/]/).includes(folder)));
    return await Promise.all(
      found
        .sort()
        .slice(0, MOST_IMPORT_FILES + 1)
        .map((name) => fileAt(join(path, name), name)),
    );
  } catch (error) {
    if (error instanceof FobError) throw error;
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FobError('usage', `${path} ${absent ? 'does not exist' : 'cannot be read'}.`, {
      hint: 'Give a file, a folder with a collection, an issuer URL, or - for standard input.',
      cause: error,
    });
  }
}

async function fileAt(path: string, name: string): Promise<ImportFile> {
  const { size } = await stat(path);
  if (size > LARGEST_IMPORT_BYTES) throw tooLarge();
  return { name, text: await readFile(path, 'utf8') };
}

function tooLarge(): FobError {
  const most = `${MOST_IMPORT_FILES} files of ${LARGEST_IMPORT / 1024 / 1024} MB together`;
  return new FobError('usage', `Fob imports at most ${most}.`, {
    hint: 'Name only the files that have the authorization, and those of the environments.',
  });
}
