/** A real HTTP proxy on loopback: tunnels by CONNECT, forwards plain requests, and counts both. */
import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, or https with `tls`. */
  readonly url: string;
  readonly host: string;
  /** What was asked to be tunnelled to, as `HOST:PORT`, and what was to be forwarded, as a URL. */
  readonly tunnels: readonly string[];
  readonly forwarded: readonly string[];
  /** The headers of every request that the proxy saw. */
  readonly heard: readonly IncomingMessage['headers'][];
}

export interface ConnectProxyOptions {
  /** `USER:PASSWORD` that it asks for (407). */
  readonly login?: string;
  /** Answers every CONNECT with this status. */
  readonly refuses?: number;
  readonly tls?: ServerOptions;
}

export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { login, refuses, tls } = options;
  const tunnels: string[] = [];
  const forwarded: string[] = [];
  const heard: IncomingMessage['headers'][] = [];
  const sockets = new Set<Duplex>();
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const mayPass = ({ headers }: IncomingMessage): boolean => {
    heard.push(headers);
    return wanted === undefined || headers['proxy-authorization'] === wanted;
  };
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!mayPass(request)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end('who are you');
      return;
    }
    forwarded.push(request.url ?? '');
    const { method, headers } = request;
    const onward = forward(request.url ?? '', { method, headers: onwardOf(headers) }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const status = mayPass(request) ? refuses : 407;
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = request.url ?? '';
    tunnels.push(target);
    const onward = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `${tls === undefined ? 'http' : 'https'}://${host}`,
    tunnels,
    forwarded,
    heard,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function onwardOf(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('proxy-')));
}
