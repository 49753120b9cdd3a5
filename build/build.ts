/** `npm run build`: every bundle, one after the other. Prints a line for each; a failure ends it. */
import { existsSync } from 'node:fs';
import { build } from 'vite';

const BUNDLES = {
  'the browser UI': 'build/vite.renderer.ts',
  'the command line and agent': 'build/vite.cli.ts',
  'the desktop host': 'build/vite.electron.ts',
  'the desktop preload': 'build/vite.preload.ts',
} as const;

for (const [what, configFile] of Object.entries(BUNDLES)) {
  if (!existsSync(configFile)) continue;
  const started = performance.now();
  await build({ configFile, logLevel: 'warn' });
  console.error(`built ${what} in ${Math.round(performance.now() - started)} ms`);
}
