/** The built command line and agent behind a proxy, with authorities that the environment names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../fakes/connect-proxy.ts';
import type { ConnectProxy } from '../fakes/connect-proxy.ts';
import { listen } from '../provider/listen.ts';
import type { Listening } from '../provider/listen.ts';
import { makeCertificateFolder } from '../provider/tls/certificate-folder.ts';
import type { CertificateFolder } from '../provider/tls/certificate-folder.ts';
import { makeFobHome } from './fob-home.ts';
import type { FobHome } from './fob-home.ts';
import { refusal } from './refusal.ts';

const LOGIN = 'me:canary-of-the-proxy';

let folder: CertificateFolder;
let idp: Listening;
beforeAll(async () => {
  folder = await makeCertificateFolder('Proxied');
  const { certificate: cert, privateKey: key } = folder.server();
  const answer = JSON.stringify({ access_token: 'through', token_type: 'Bearer', expires_in: 300 });
  const handler = (
    request: { url?: string | undefined },
    response: { end: (text: string) => void; setHeader: (name: string, value: string) => void },
  ): void => {
    response.setHeader('content-type', 'application/json');
    response.end(request.url === '/jwks' ? '{"keys":[]}' : answer);
  };
  idp = await listen(() => handler, { cert, key });
});
afterAll(async () => {
  await idp.close();
  await folder.remove();
});

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

async function homeBehind(
  env: (proxy: ConnectProxy) => Record<string, string>,
): Promise<{ home: FobHome; proxy: ConnectProxy }> {
  const proxy = await startConnectProxy({ login: LOGIN });
  const home = await makeFobHome({ env: { NODE_EXTRA_CA_CERTS: folder.caFile, ...env(proxy) } });
  open.push(home, proxy);
  const add = ['profile', 'add', 'acme/dev', `token_endpoint=${idp.origin}/token`, 'client_id=c'];
  await home.fob([...add, 'grant_type=client_credentials', 'token_endpoint_auth_method=none']);
  return { home, proxy };
}

const urlWith = (proxy: ConnectProxy, login: string): string => `http://${login}@${proxy.host}`;

describe('HTTPS_PROXY', () => {
  it('is gone through, for tokens and for keys', async () => {
    const { home, proxy } = await homeBehind((one) => ({ HTTPS_PROXY: urlWith(one, LOGIN) }));
    expect(await home.fob(['token', 'acme/dev'])).toBe('through\n');
    const host = new URL(idp.origin).host;
    expect(proxy.tunnels).toEqual([host]);
    // The token is none, but the keys were fetched before that is said.
    await home.run(['inspect', '--jwks', `${idp.origin}/jwks`], { input: 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln' });
    expect(proxy.tunnels).toEqual([host, host]);
  });

  it('is gone past where NO_PROXY says so', async () => {
    const { home, proxy } = await homeBehind((one) => ({ HTTPS_PROXY: one.url, NO_PROXY: '127.0.0.1' }));
    expect(await home.fob(['token', 'acme/dev'])).toBe('through\n');
    expect(proxy.heard).toEqual([]);
  });

  it.each([
    ['down', async (proxy: ConnectProxy) => proxy[Symbol.asyncDispose](), LOGIN, 'connection refused'],
    ['not content with the login', () => Promise.resolve(), 'me:canary-wrong', 'asks for a login (407)'],
  ] as const)('that is %s is named, and its login nowhere', async (_what, prepare, login, words) => {
    const { home, proxy } = await homeBehind((one) => ({ HTTPS_PROXY: urlWith(one, login) }));
    await prepare(proxy);
    const { message } = await refusal(home, ['token', 'acme/dev'], 'idp_unreachable');
    expect(message).toContain(`proxy ${proxy.url} `);
    expect(message).toContain(words);
    const told = JSON.stringify(await home.json(['list'])) + (await home.fob(['status'])) + logsOf(home);
    expect(message + told).not.toContain('canary');
  });
});

function logsOf({ data }: FobHome): string {
  const folder = join(data, 'run');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}
