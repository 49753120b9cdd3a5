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

/** Loads the way to the host beside the page's other modules: it runs before they are there. */
function connectFirst(): Plugin {
  return {
    name: 'fob:connect-first',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const files = Object.values(bundle);
        const connect = files.find(
          (file) => file.type === 'chunk' && file.isEntry && file.name === 'connect',
        );
        if (connect === undefined) throw new Error('The build made no file of renderer/connect.ts.');
        const attrs = { type: 'module', async: true, crossorigin: true, src: `./${connect.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}

export default defineConfig({
  root: path('../renderer'),
  base: './',
  plugins: [spokenLanguages(), licences(), connectFirst(), react()],
  build: {
    outDir: path('../dist/renderer'),
    emptyOutDir: true,
    target: ['chrome128', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: { index: path('../renderer/index.html'), connect: path('../renderer/connect.ts') },
      // All that the first view needs is one file: each further one costs a request of its own.
      output: {
        codeSplitting: {
          groups: [
            { name: 'connect', test: /\/renderer\/(connect|bridge\/.+)\.ts$/ },
            { name: 'first', tags: ['$initial'] },
          ],
        },
      },
    },
    sourcemap: false,
    // The budget is 250 KB after compression, not the size of one file.
    chunkSizeWarningLimit: 1000,
  },
});
