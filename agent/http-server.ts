/** What our servers share: limits that a slow or greedy client cannot get around, and a way to stop. */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FobError } from '../core/index.ts';
import type { Clock, Log } from '../core/index.ts';

export interface ServerLimits {
  /** Milliseconds for the request line and headers. */
  readonly headersMs: number;
  readonly connections: number;
  /** Milliseconds that an idle connection is kept. */
  readonly keepAliveMs: number;
}

/** Milliseconds for a whole request, and what running answers get when the server stops. */
const REQUEST_MS = 15_000;
const STOP_GRACE_MS = 2_000;

export function createLimitedServer(limits: ServerLimits, log: Log, listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: limits.headersMs,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: limits.keepAliveMs,
      // Node looks for late requests every 30 s unless told otherwise; a limit of 5 s would mean little.
      connectionsCheckingInterval: 1000,
    },
    listener,
  );
  server.maxConnections = limits.connections;
  // Without a listener an error on accepting one connection (too many open files) would end the process.
  server.on('error', (error) => log.warn(`A local server met an error: ${error.message}`));
  return server;
}

/** Listens on a free port of 127.0.0.1; answers it. Rejects with `runtime_unsupported`, which names the `purpose`. */
export async function listenOnLoopback(server: Server, purpose: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
    server.listen(0, '127.0.0.1');
  }).catch((cause: unknown) => {
    throw new FobError('runtime_unsupported', `Cannot listen on 127.0.0.1 for ${purpose}.`, { cause });
  });
  return (server.address() as AddressInfo).port;
}

/** Takes no new connections, lets running answers finish for a moment, then drops what is left. */
export async function closeServer(server: Server, clock: Clock): Promise<void> {
  if (!server.listening) return;
  const cancel = clock.setTimer(() => server.closeAllConnections(), STOP_GRACE_MS);
  await new Promise((resolve) => server.close(resolve));
  cancel();
}

/** A header's text. Node joins repeated ones with a comma or semicolon, so that they equal no secret of ours. */
export function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether nobody is left to answer: what a request failed with then is no bug. */
export const isGone = (request: IncomingMessage): boolean => request.socket.destroyed;

/** Whether a request can still be refused; where it cannot, its connection is dropped. */
export function mayRefuse(request: IncomingMessage, response: ServerResponse): boolean {
  if (isGone(request) || response.headersSent) {
    response.destroy();
    return false;
  }
  // What is left of a refused body is not worth reading.
  if (!request.complete) response.setHeader('Connection', 'close');
  return true;
}
