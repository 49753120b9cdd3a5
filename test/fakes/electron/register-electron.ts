/** Gives `import ... from 'electron'` the double, in a process of its own. */
import { registerHooks } from 'node:module';

const url = new URL('./electron-process.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url, shortCircuit: true } : next(specifier, context),
});
