/**
 * `dist/electron/main.js`: the desktop's main process as one ES module, and the icons beside it. `electron` is there at run
 * time; the keyring's native module stays what it is. The preload has a configuration of its own: vite.preload.ts.
 */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { slimLibraries } from './slim-libraries.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const OUT = path('../dist/electron');
/** Classes keep their names: they stand in traces and in messages of libraries. */
const KEEP_CLASSES = { keepNames: { class: true, function: false } };
const MINIFY = { compress: KEEP_CLASSES, mangle: KEEP_CLASSES };

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['electron', '@napi-rs/keyring'] },
  build: {
    ssr: true,
    outDir: OUT,
    emptyOutDir: true,
    target: 'node24',
    rolldownOptions: {
      input: { main: path('../electron/main/index.ts') },
      output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false, minify: MINIFY },
    },
  },
  plugins: [
    slimLibraries(),
    {
      name: 'fob:icons',
      writeBundle: ({ dir = OUT }) => cpSync(path('icons/png'), `${dir}/icons`, { recursive: true }),
    },
  ],
});
