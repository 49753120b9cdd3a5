/**
 * `dist/electron/main.js`: the desktop's main process as one ES module for all that a start needs, and the icons beside it.
 * `electron` is there at run time; the keyring's native module stays what it is. The preload has a configuration of its own:
 * vite.preload.ts.
 */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { quickHttp } from './quick-http.ts';
import { slimLibraries } from './slim-libraries.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const OUT = path('../dist/electron');
/** Classes keep their names: they stand in traces and in messages of libraries. */
const KEEP_CLASSES = { keepNames: { class: true, function: false } };
/** Two libraries that few starts need are files of their own: what reads PKCS #12, and what looks for newer versions. */
const PACKAGE = /(?:node_modules\/|slim:)([\w-]+)/;
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
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: ({ name, facadeModuleId }) => `${PACKAGE.exec(facadeModuleId ?? '')?.[1] ?? name}.js`,
        minify: MINIFY,
      },
    },
  },
  plugins: [
    slimLibraries(),
    quickHttp(),
    {
      name: 'fob:icons',
      writeBundle: ({ dir = OUT }) => cpSync(path('icons/png'), `${dir}/icons`, { recursive: true }),
    },
  ],
});
