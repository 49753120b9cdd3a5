/**
 * `dist/electron/preload.cjs`: one CommonJS file, since a sandboxed preload is no ES module and can load nothing beside
 * itself. Runs after vite.electron.ts, which empties the folder.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    outDir: path('../dist/electron'),
    emptyOutDir: false,
    target: 'chrome150',
    minify: false,
    rolldownOptions: {
      input: { preload: path('../electron/preload/index.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});
