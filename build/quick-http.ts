/**
 * `import … from 'node:http'` has Node read every member of that module, and three of them, which Fob does not use, load a whole
 * second HTTP client, which a start has to wait for. Asked for as a built-in module it comes without them.
 */
import http from 'node:http';
import type { Plugin } from 'vite';

const ID = '\0quick:http';
const LAZY = ['CloseEvent', 'MessageEvent', 'WebSocket'];

export function quickHttp(): Plugin {
  const names = Object.keys(http).filter((name) => !LAZY.includes(name));
  return {
    name: 'fob:quick-http',
    enforce: 'pre',
    resolveId: (id) => (id === 'node:http' || id === 'http' ? ID : undefined),
    load: (id) =>
      id === ID
        ? `const http = process.getBuiltinModule('node:http');
           export const { ${names.join(', ')} } = http;
           export default http;`
        : undefined,
  };
}
