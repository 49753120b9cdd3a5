import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { storageFailed } from '../../core/node/storage-error.ts';

/**
 * Keeps Chromium's own files in a folder of Fob's data directory, where on Windows the key of safeStorage is among them. The
 * single-instance lock is there, too: one desktop app per data directory. Must run before the app is ready. Throws
 * `storage_failed`.
 */
export function keepChromiumFiles(dataDirectory: string): void {
  const folder = join(dataDirectory, 'chromium');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storageFailed('make', folder, cause);
  }
  app.setPath('userData', folder);
}
