/**
 * Builds the React UI into dist/renderer: the same files serve the desktop's window (app://fob/) and the browser UI.
 * Everything it needs is a file beside it, since the content security policy allows nothing inline and no other host.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const OTHER_LANGUAGE = /\/intl\/.+\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/;

/** The UI is English. React Aria carries the words of its controls in over thirty languages; only those are kept. */
function englishOnly(): Plugin {
  return {
    name: 'fob:english-only',
    enforce: 'pre',
    load: {
      filter: { id: OTHER_LANGUAGE },
      handler: () => 'export default {};',
    },
  };
}

export default defineConfig({
  root: path('../renderer'),
  base: './',
  plugins: [englishOnly(), react()],
  build: {
    outDir: path('../dist/renderer'),
    emptyOutDir: true,
    target: ['chrome128', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    // The budget is 250 KB after compression, not the size of one file.
    chunkSizeWarningLimit: 1000,
  },
});
