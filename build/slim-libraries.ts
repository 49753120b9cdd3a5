/**
 * Two libraries that cannot be tree-shaken (they are CommonJS, and their entry loads all they have), cut down to what Fob
 * imports of them. The desktop's main process is read and compiled at each start, so that half a megabyte is worth it.
 */
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const { resolve } = createRequire(import.meta.url);
const path = (file: string): string => JSON.stringify(resolve(file));

/** By the name of the package. An import of anything else from it fails the build. */
const ENTRIES: Readonly<Record<string, string>> = {
  undici: `
    import Agent from ${path('undici/lib/dispatcher/agent.js')};
    import Dispatcher from ${path('undici/lib/dispatcher/dispatcher.js')};
    import Pool from ${path('undici/lib/dispatcher/pool.js')};
    import ProxyAgent from ${path('undici/lib/dispatcher/proxy-agent.js')};
    import api from ${path('undici/lib/api/index.js')};
    Object.assign(Dispatcher.prototype, api); // as undici's own entry does
    export { Agent, Pool, ProxyAgent };`,
  'node-forge': `
    import forge from ${path('node-forge/lib/forge.js')};
    import ${path('node-forge/lib/md.all.js')};
    import ${path('node-forge/lib/pki.js')};
    export default forge;`,
};

export function slimLibraries(): Plugin {
  return {
    name: 'fob:slim-libraries',
    enforce: 'pre',
    // The words by which undici leaves out its second, experimental HTTP parser when it is bundled into Node.
    config: () => ({ define: { esbuildDetection: 'true' } }),
    resolveId: (id) => (id in ENTRIES ? `\0slim:${id}` : undefined),
    load: (id) => (id.startsWith('\0slim:') ? ENTRIES[id.slice('\0slim:'.length)] : undefined),
  };
}
