/** An IdP with a private CA behind a real proxy: what goes through, and what never does. */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createUndiciHttp } from '../../../core/node/undici-http.ts';
import type { HttpAnswer, HttpClient, HttpClientFactory } from '../../../core/index.ts';
import { startConnectProxy } from '../../fakes/connect-proxy.ts';
import type { ConnectProxy, ConnectProxyOptions } from '../../fakes/connect-proxy.ts';
import { listen } from '../../provider/listen.ts';
import type { Listening } from '../../provider/listen.ts';
import { clientCertificate } from '../../provider/mutual-tls.ts';
import { makeCertificateFolder } from '../../provider/tls/certificate-folder.ts';
import type { CertificateFolder, IdentityFiles } from '../../provider/tls/certificate-folder.ts';

const LIMITS = { deadlineMs: 5_000, maxBytes: 10_000 };
const LOGIN = 'me:canary-of-the-proxy';

let folder: CertificateFolder;
let idp: Listening;
let client: IdentityFiles;
/** What the IdP saw of every request. */
const seen: { headers: IncomingMessage['headers']; subject: string | undefined }[] = [];

beforeAll(async () => {
  folder = await makeCertificateFolder('Proxied');
  const { certificate, privateKey } = folder.server();
  client = await folder.write(
    'client',
    folder.authority.issue({ commonName: 'api-client', purpose: 'client' }),
  );
  idp = await listen(
    () => (request, response) => {
      seen.push({ headers: request.headers, subject: clientCertificate(request)?.subject });
      response.end('from the IdP');
    },
    {
      cert: certificate,
      key: privateKey,
      ca: folder.authority.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    },
  );
});
afterAll(async () => {
  await idp.close();
  await folder.remove();
});

const open: { client: HttpClient; proxy?: ConnectProxy }[] = [];
afterEach(async () => {
  seen.length = 0;
  for (const { client: one, proxy } of open.splice(0)) {
    await proxy?.[Symbol.asyncDispose]();
    await one.close();
  }
});

async function ask(
  env: Record<string, string>,
  profile: Partial<Parameters<HttpClientFactory>[0]> = {},
  url = `${idp.origin}/token`,
): Promise<HttpAnswer> {
  const http = await createUndiciHttp(env)({ address: 's/e', tls: { ca: folder.caFile }, ...profile }, () =>
    Promise.resolve({}),
  );
  open.push({ client: http });
  return http.request(url, { method: 'POST', headers: { authorization: 'Basic Zm9i' }, body: 'a=b' }, LIMITS);
}

async function proxyWith(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  open.push({
    proxy,
    client: { request: () => Promise.reject(new Error('none')), close: () => Promise.resolve() },
  });
  return proxy;
}

const hostOf = (url: string): string => new URL(url).host;
const withLogin = (proxy: ConnectProxy, login = LOGIN): string => `http://${login}@${proxy.host}`;

async function failure(request: Promise<unknown>): Promise<{ code: string; message: string; hint: string }> {
  const error = await request.then(
    () => expect.unreachable('it went through'),
    (reason: unknown) => reason as { code: string; message: string; hint: string },
  );
  expect(JSON.stringify(error) + error.message).not.toContain('canary');
  return error;
}

describe('through a proxy', () => {
  it.each([
    ['the profile', (url: string) => [{}, { proxy: url }] as const],
    ['HTTPS_PROXY', (url: string) => [{ HTTPS_PROXY: url }, {}] as const],
    ['https_proxy', (url: string) => [{ https_proxy: url }, {}] as const],
    ['the profile in spite of NO_PROXY', (url: string) => [{ NO_PROXY: '*' }, { proxy: url }] as const],
  ])('that %s names, the IdP is reached by a tunnel', async (_who, settings) => {
    const proxy = await proxyWith();
    const [env, profile] = settings(proxy.url);
    expect(new TextDecoder().decode((await ask(env, profile)).body)).toBe('from the IdP');
    expect(proxy.tunnels).toEqual([hostOf(idp.origin)]);
    expect(proxy.forwarded).toEqual([]);
  });

  it('the proxy sees neither the request nor its credentials, and the IdP not those of the proxy', async () => {
    const proxy = await proxyWith({ login: LOGIN });
    await ask({ HTTPS_PROXY: withLogin(proxy) });
    expect(JSON.stringify(proxy.heard)).not.toContain('Zm9i');
    expect(proxy.heard.map((headers) => headers['proxy-authorization'])).toEqual([
      `Basic ${Buffer.from(LOGIN).toString('base64')}`,
    ]);
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Basic Zm9i', host: hostOf(idp.origin) });
    expect(Object.keys(seen[0]?.headers ?? {}).filter((name) => name.startsWith('proxy-'))).toEqual([]);
  });

  it('one tunnel carries several requests', async () => {
    const proxy = await proxyWith();
    const tls = { ca: folder.caFile };
    const http = await createUndiciHttp({})({ address: 's/e', tls, proxy: proxy.url }, () =>
      Promise.resolve({}),
    );
    open.push({ client: http });
    for (const path of ['/a', '/b', '/c']) {
      await http.request(idp.origin + path, { method: 'GET', headers: {} }, LIMITS);
      // The connection is free again when its last event is over.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(seen).toHaveLength(3);
    expect(proxy.tunnels).toHaveLength(1);
  });

  it('the client certificate reaches the IdP', async () => {
    const proxy = await proxyWith();
    await ask({}, { proxy: proxy.url, tls: { ca: folder.caFile, ...client } });
    expect(seen.map(({ subject }) => subject)).toEqual(['CN=api-client']);
  });

  it('the certificate of the IdP is verified', async () => {
    const proxy = await proxyWith();
    const { code, message } = await failure(ask({}, { proxy: proxy.url, tls: {} }));
    expect(code).toBe('idp_unreachable');
    expect(message).toBe(
      `${idp.origin} could not be reached: its certificate comes from an authority that is not trusted.`,
    );
    expect(seen).toEqual([]);
  });

  it('the certificate of an https proxy is verified too', async () => {
    const { certificate: cert, privateKey: key } = folder.server();
    const tls = { cert, key, ca: folder.authority.certificate, requestCert: true, rejectUnauthorized: false };
    const proxy = await proxyWith({ tls });
    const { code, message } = await failure(
      ask({}, { proxy: proxy.url, tls: { ca: folder.caFile, ...client } }),
    );
    expect(code).toBe('idp_unreachable');
    expect(message).toBe(
      `The proxy ${proxy.url} could not be reached: its certificate comes from an authority that is not trusted.`,
    );
    expect(proxy.heard).toEqual([]);
  });

  it('an IdP on this machine without TLS is reached by a proxy on this machine', async () => {
    const plain = createServer((_, response) => response.end('plain'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(plain.address() as AddressInfo).port}/token`;
    const proxy = await proxyWith();
    expect(new TextDecoder().decode((await ask({ HTTP_PROXY: proxy.url }, {}, url)).body)).toBe('plain');
    expect(proxy.forwarded).toEqual([url]);
    plain.close();
  });
});

it.each([['*'], ['127.0.0.1'], ['127.0.0.0/8'], ['example.com,127.0.0.1']])(
  'NO_PROXY=%s goes past the proxy',
  async (noProxy) => {
    const proxy = await proxyWith();
    await ask({ HTTPS_PROXY: proxy.url, NO_PROXY: noProxy });
    expect(seen).toHaveLength(1);
    expect(proxy.heard).toEqual([]);
  },
);

describe('a proxy', () => {
  it('that is down is named, without its login', async () => {
    const proxy = await proxyWith();
    await proxy[Symbol.asyncDispose]();
    const { code, message, hint } = await failure(ask({ HTTPS_PROXY: withLogin(proxy) }));
    expect(code).toBe('idp_unreachable');
    expect(message).toBe(
      `The proxy ${proxy.url} could not be reached: nothing listens there (connection refused).`,
    );
    expect(hint).toContain('"proxy" in the profile');
  });

  it('whose name is not known is named', async () => {
    const { code, message } = await failure(
      ask({ HTTPS_PROXY: 'http://me:canary@no-such-proxy.invalid:3128' }),
    );
    expect(code).toBe('idp_unreachable');
    expect(message).toContain(
      'The proxy http://no-such-proxy.invalid:3128 could not be reached: the host name',
    );
  });

  it.each([
    ['no login', (proxy: ConnectProxy) => proxy.url],
    ['a wrong one', (proxy: ConnectProxy) => withLogin(proxy, 'me:canary-wrong')],
  ])('that asks for a login and gets %s says so (407)', async (_what, url) => {
    const proxy = await proxyWith({ login: LOGIN });
    const { code, message, hint } = await failure(ask({ HTTPS_PROXY: url(proxy) }));
    expect(code).toBe('idp_unreachable');
    expect(message).toBe(
      `${idp.origin} could not be reached: the proxy ${proxy.url} asks for a login (407).`,
    );
    expect(hint).toContain('HTTPS_PROXY');
    expect(seen).toEqual([]);
  });

  it('that asks for a login before it forwards says so as well', async () => {
    const proxy = await proxyWith({ login: LOGIN });
    const { message } = await failure(ask({ HTTP_PROXY: proxy.url }, {}, 'http://127.0.0.1:9/token'));
    expect(message).toContain(`the proxy ${proxy.url} asks for a login (407)`);
  });

  it.each([403, 502, 504])('that answers %i names itself and the status', async (refuses) => {
    const proxy = await proxyWith({ refuses });
    const { code, message } = await failure(ask({ HTTPS_PROXY: proxy.url }));
    expect(code).toBe('idp_unreachable');
    expect(message).toBe(
      `${idp.origin} could not be reached: the proxy ${proxy.url} answered status ${refuses}.`,
    );
  });
});
