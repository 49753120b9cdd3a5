import { EventEmitter, once } from 'node:events';
import { createServer, get } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { apiRoutes } from '../../../cli/api-routes.ts';
import { createLoopbackProxy, ownHosts } from '../../../cli/loopback-proxy.ts';

async function urlOf(server: Server): Promise<URL> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** The proxy before an API that answers so. */
async function proxyTo(api: RequestListener): Promise<AsyncDisposable & { readonly url: URL }> {
  const server = createServer(api);
  const target = await urlOf(server);
  const authorization = (): Promise<string> => Promise.resolve('Bearer t');
  const proxy = createLoopbackProxy({ target, routes: apiRoutes({}, {}), authorization });
  const url = await urlOf(proxy);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      for (const each of [proxy, server]) {
        each.close().closeAllConnections();
        await once(each, 'close');
      }
    },
  };
}

async function answered(url: URL, headers = {}): Promise<IncomingMessage> {
  const [answer] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
  return answer;
}

it('answers however many streams are open, and ends those whose caller goes away', async () => {
  let open = 0;
  await using proxy = await proxyTo((request, response) => {
    if (request.url === '/short') return void response.end('short');
    open += 1;
    response.once('close', () => (open -= 1)).write('first');
  });
  const streams = await Promise.all(Array.from({ length: 6 }, () => answered(new URL('/stream', proxy.url))));
  expect(await text(await answered(new URL('/short', proxy.url)))).toBe('short');
  expect(open).toBe(6);
  for (const stream of streams) stream.on('error', () => undefined).destroy();
  await expect.poll(() => open).toBe(0);
});

it('gives up a request whose caller goes away before the API has answered', async () => {
  const api = new EventEmitter();
  await using proxy = await proxyTo((_, response) => void api.emit('asked', response));
  const request = get(proxy.url).on('error', () => undefined);
  const [response] = (await once(api, 'asked')) as [ServerResponse];
  request.destroy();
  await once(response, 'close');
  expect(response.writableEnded).toBe(false);
});

it('passes on no cookie, in neither direction', async () => {
  await using proxy = await proxyTo((request, response) => {
    response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'], 'x-other': 'kept' });
    response.end(JSON.stringify([request.headers.cookie ?? null, request.headers['x-own']]));
  });
  const answer = await answered(proxy.url, { cookie: 'session=of-another-port', 'x-own': 'kept' });
  expect(JSON.parse(await text(answer))).toEqual([null, 'kept']);
  expect([answer.headers['set-cookie'], answer.headers['x-other']]).toEqual([undefined, 'kept']);
});

it('is named without a port on port 80 alone', () => {
  expect(ownHosts(8080)).toEqual(['127.0.0.1:8080', 'localhost:8080']);
  expect(ownHosts(80)).toEqual(['127.0.0.1:80', 'localhost:80', '127.0.0.1', 'localhost']);
});
