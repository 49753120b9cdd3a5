/** A keyring that outlives the process: one file for each item. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeychainItems } from './keychain.ts';

export function fileItems(directory: string): KeychainItems {
  const pathOf = (id: string): string => join(directory, id);
  return {
    has: (id) => existsSync(pathOf(id)),
    get: (id) => (existsSync(pathOf(id)) ? Uint8Array.from(readFileSync(pathOf(id))) : undefined),
    set(id, value) {
      writeFileSync(`${pathOf(id)}.new`, value);
      renameSync(`${pathOf(id)}.new`, pathOf(id));
    },
    delete: (id) => rmSync(pathOf(id), { force: true }),
  };
}
