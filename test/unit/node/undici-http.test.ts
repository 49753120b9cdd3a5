/** The engine's HTTP adapter against servers on loopback that answer well, badly, late or not at all. */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createUndiciHttp } from '../../../core/node/undici-http.ts';
import type { HttpAnswer, HttpClient, HttpLimits } from '../../../core/index.ts';

const LIMITS: HttpLimits = { deadlineMs: 5_000, maxBytes: 1_000 };
const open: { server: Server; client: HttpClient }[] = [];

afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
    // Closed already, where a test did so.
    await client.close().catch(() => undefined);
  }
});

interface Peer {
  readonly client: HttpClient;
  readonly url: string;
  readonly get: (limits?: Partial<HttpLimits>) => Promise<HttpAnswer>;
}

async function serve(listener: RequestListener, env: Record<string, string> = {}): Promise<Peer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = await createUndiciHttp(env)({ address: 's/e' }, () => Promise.resolve({}));
  open.push({ server, client });
  const get: Peer['get'] = (limits) =>
    client.request(`${url}/a?b=c`, { method: 'GET', headers: {} }, { ...LIMITS, ...limits });
  return { client, url, get };
}

const textOf = ({ body }: HttpAnswer): string => new TextDecoder().decode(body);

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => resolve(text));
  });
}

describe('a request', () => {
  it('arrives as it was given, and so does its answer', async () => {
    const { client, url } = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        response.writeHead(
          201,
          [
            ['set-cookie', 'a'],
            ['set-cookie', 'b'],
            ['x-seen', String(request.headers['x-a'])],
          ].flat(),
        );
        response.end(`${String(request.method)} ${String(request.url)} ${body}`);
      });
    });
    const answer = await client.request(
      `${url}/t/x?y=%2Bz`,
      { method: 'POST', headers: { 'x-a': '1' }, body: 'k=ü' },
      LIMITS,
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-seen')).toBe('1');
    expect(answer.headers.get('set-cookie')).toBe('a, b');
    expect(textOf(answer)).toBe('POST /t/x?y=%2Bz k=ü');
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const { get } = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await get()).status).toBe(302);
    expect(asked).toBe(1);
  });

  it('is not sent again when the connection breaks in its answer', async () => {
    let asked = 0;
    const { get } = await serve((_, response) => {
      asked += 1;
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(get()).rejects.toMatchObject({ code: 'idp_unreachable' });
    expect(asked).toBe(1);
  });
});

describe('an answer', () => {
  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('in %s is read, although nobody asked for it', async (encoding, encode) => {
    const { get } = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.writeHead(200, { 'content-encoding': encoding }).end(encode('x'.repeat(1_000)));
    });
    expect(textOf(await get())).toBe('x'.repeat(1_000));
  });

  it.each([
    ['plain', {}, Buffer.from('x'.repeat(1_001))],
    ['in pieces without a length', { 'transfer-encoding': 'chunked' }, Buffer.from('x'.repeat(1_001))],
    ['compressed to little', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(1_001))],
  ])('of more bytes than allowed, %s, is refused', async (_, headers, body) => {
    const { get } = await serve((__, response) => response.writeHead(200, headers).end(body));
    await expect(get()).rejects.toMatchObject({ code: 'idp_response_invalid' });
  });

  it('that never ends is cut off where it gets too long', async () => {
    const { get } = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(600)), 5);
      response.on('close', () => clearInterval(timer));
    });
    await expect(get()).rejects.toMatchObject({ code: 'idp_response_invalid' });
  });

  it.each([
    ['in an unknown encoding', 'zstd-9'],
    ['that is not what its encoding says', 'gzip'],
  ])('%s is refused', async (_, encoding) => {
    const { get } = await serve((__, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end('text'),
    );
    await expect(get()).rejects.toMatchObject({ code: 'idp_response_invalid' });
  });
});

describe('the deadline', () => {
  it.each([
    ['never begins', () => undefined],
    ['begins and stops', (response: { write: (text: string) => void }) => response.write('x')],
  ] as const)('ends a request whose answer %s', async (_, begin) => {
    const { get } = await serve((__, response) => {
      begin(response);
    });
    await expect(get({ deadlineMs: 100 })).rejects.toMatchObject({ code: 'idp_timeout' });
  });

  it('holds while a request waits for a free connection, and that one is never sent', async () => {
    let asked = 0;
    const { get } = await serve(() => {
      asked += 1;
    });
    const slow = Array.from({ length: 4 }, () => get({ deadlineMs: 400 }));
    await expect(get({ deadlineMs: 50 })).rejects.toMatchObject({ code: 'idp_timeout' });
    const outcomes = await Promise.allSettled(slow);
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
    expect(asked).toBe(4);
  });

  it('leaves the next request a connection that works', async () => {
    let answers = false;
    const { get } = await serve((_, response) => {
      if (answers) response.end('ok');
    });
    await Promise.allSettled(Array.from({ length: 4 }, () => get({ deadlineMs: 50 })));
    answers = true;
    expect(textOf(await get())).toBe('ok');
  });
});

it('says that nothing listens', async () => {
  const { client } = await serve(() => undefined);
  await expect(
    client.request('http://127.0.0.1:1/', { method: 'GET', headers: {} }, LIMITS),
  ).rejects.toMatchObject({
    code: 'idp_unreachable',
    message: expect.stringContaining('connection refused') as string,
  });
});

it('goes through the proxy that the environment names', async () => {
  const proxy = await serve((request, response) => response.end(`for ${String(request.url)}`));
  const { get, url } = await serve((_, response) => response.end('direct'), { HTTP_PROXY: proxy.url });
  expect(textOf(await get())).toBe(`for ${url}/a?b=c`);
});

it('takes no request once it is closed', async () => {
  const { client, get } = await serve((_, response) => response.end('ok'));
  expect(textOf(await get())).toBe('ok');
  await client.close();
  await expect(get()).rejects.toMatchObject({ code: 'idp_unreachable' });
});
