/**
 * `dist/electron/main.js`: the desktop's main process as one ES module, and the icons beside it. `electron` is there at run
 * time; the keyring's native module stays what it is. The preload has a configuration of its own: vite.preload.ts.
 */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const OUT = path('../dist/electron');

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['electron', '@napi-rs/keyring'] },
  build: {
    ssr: true,
    outDir: OUT,
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: { main: path('../electron/main/index.ts') },
      output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
    },
  },
  plugins: [
    {
      name: 'fob:icons',
      writeBundle: ({ dir = OUT }) => cpSync(path('icons/png'), `${dir}/icons`, { recursive: true }),
    },
  ],
});
