import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Undici from 'undici';
import { slimLibraries } from '../../../build/slim-libraries.ts';
import * as pkcs12 from '../../../core/node/pkcs12.ts';
import { startConnectProxy } from '../../fakes/connect-proxy.ts';
import { PASSPHRASE, pkcs12File, pkcs12Path } from '../../fakes/pkcs12-files.ts';

type Slim = Pick<typeof Undici, 'Agent' | 'Pool' | 'ProxyAgent'> & typeof pkcs12;

const PEM = { type: 'pkcs8', format: 'pem' } as const;
const folder = mkdtempSync(join(tmpdir(), 'fob-slim-'));
const root = new URL('../../../', import.meta.url).pathname;
let slim: Slim;

beforeAll(async () => {
  const entry = join(root, '.cache', `slim-${process.pid}.ts`);
  writeFileSync(
    entry,
    `export { Agent, Pool, ProxyAgent } from 'undici';\nexport * from '${root}core/node/pkcs12.ts';\n`,
  );
  await build({
    ...{ configFile: false, root, logLevel: 'error', publicDir: false },
    ssr: { noExternal: true },
    build: {
      ...{ ssr: true, outDir: folder, target: 'node24', minify: true },
      rolldownOptions: { input: { slim: entry }, output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
    plugins: [slimLibraries()],
  });
  rmSync(entry);
  slim = (await import(pathToFileURL(join(folder, 'slim.mjs')).href)) as Slim;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the parts of undici and node-forge that are shipped', () => {
  it('make requests directly, by a pool, and through a proxy', async () => {
    await using cleanup = new AsyncDisposableStack();
    const server = createServer((request, response) => response.end(`answer to ${request.url ?? ''}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanup.defer(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = cleanup.use(await startConnectProxy());
    const { Agent, Pool, ProxyAgent } = slim;
    for (const dispatcher of [
      new Agent(),
      new Pool(origin),
      new ProxyAgent({ uri: proxy.url, proxyTunnel: true }),
    ]) {
      const { statusCode, body } = await dispatcher.request({ origin, path: '/a', method: 'GET' });
      expect([statusCode, await body.text()]).toEqual([200, 'answer to /a']);
      await dispatcher.close();
    }
    expect(proxy.tunnels).toHaveLength(1);
  });

  it.each(readdirSync(pkcs12Path('')).filter((name) => name.endsWith('.p12')))('open %s', async (name) => {
    const open = async ({ openPkcs12 }: typeof pkcs12): Promise<unknown> => {
      const passphrase = name.includes('empty') ? '' : PASSPHRASE;
      const opened = openPkcs12(pkcs12File(name.replace('.p12', '')), passphrase, 'It');
      return opened.then(
        ({ keys, ...rest }) => ({ keys: keys.map((key) => key.export(PEM)), ...rest }),
        (error: unknown) => String(error),
      );
    };
    expect(await open(slim)).toEqual(await open(pkcs12));
  });
});
