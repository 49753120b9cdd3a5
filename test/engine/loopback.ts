/** A client's end of a sign-in on loopback (RFC 8252 section 7.3). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const PATIENCE_MS = 5000;

export interface Loopback extends Disposable {
  readonly redirectUri: string;
  readonly callback: Promise<URL>;
}

/** Takes the one request that comes, and answers with the page that a person would see. */
export async function listenOnLoopback(): Promise<Loopback> {
  const server = createServer((_request, response) => response.end('You can close this page'));
  const redirectUri = await start(server);
  const callback = once(server, 'request').then(
    ([request]: IncomingMessage[]) => new URL(request?.url ?? '', redirectUri),
  );
  return { redirectUri, callback, [Symbol.dispose]: () => server.close() };
}

/** Takes the first GET that carries this state, and nothing else, for five seconds. */
export async function listenForState(
  state: string,
): Promise<Loopback & { readonly cancel: (reason: unknown) => void }> {
  const found = Promise.withResolvers<URL>();
  found.promise.catch(() => undefined);
  const server = createServer((request, response) => {
    const url = URL.canParse(request.url ?? '', redirectUri)
      ? new URL(request.url ?? '', redirectUri)
      : undefined;
    const isOurs =
      request.method === 'GET' &&
      request.headers.host === new URL(redirectUri).host &&
      url?.origin === new URL(redirectUri).origin &&
      url.pathname === '/callback' &&
      url.searchParams.getAll('state').includes(state);
    response.writeHead(isOurs ? 200 : 404, { connection: 'close' }).end('You can close this page');
    if (isOurs) found.resolve(url);
  });
  const redirectUri = await start(server);
  const timer = setTimeout(() => {
    found.reject(new Error('nobody came back from the IdP'));
  }, PATIENCE_MS);
  return {
    redirectUri,
    callback: found.promise,
    cancel: found.reject,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      server.close();
    },
  };
}

async function start(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
}
