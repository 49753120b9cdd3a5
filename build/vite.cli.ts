/**
 * `dist/cli/`: `fob.js` alone is what a fresh token needs; the whole program and the engine are chunks that it loads for
 * everything else. CommonJS, since Node starts it some milliseconds sooner than ES modules.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'vite';

const OUT = 'dist/cli';

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['@napi-rs/keyring'] },
  build: {
    ssr: true,
    outDir: OUT,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: { fob: 'cli/main.ts' },
      output: {
        format: 'cjs',
        banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
      },
    },
  },
  plugins: [
    {
      name: 'fob-cli-files',
      writeBundle() {
        writeFileSync(`${OUT}/package.json`, '{ "type": "commonjs" }\n');
        chmodSync(`${OUT}/fob.js`, 0o755);
      },
    },
  ],
});
