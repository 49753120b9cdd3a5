/**
 * Builds the React UI into dist/renderer: the same files serve the desktop's window (app://fob/) and the browser UI.
 * Everything it needs is a file beside it, since the content security policy allows nothing inline and no other host.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { licences } from './licences.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const OTHER_LANGUAGE = /\/intl\/.+\/(?!en-US|de-DE)[a-z]{2}-[A-Z]{2}\.mjs$/;

/** React Aria carries the words of its controls in over thirty languages; those that the UI speaks are kept. */
function spokenLanguages(): Plugin {
  return {
    name: 'fob:spoken-languages',
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
  plugins: [spokenLanguages(), licences(), react()],
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
