import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Listening {
  /** Such as `http://127.0.0.1:40123`, without a slash at its end. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/**
 * An HTTP server on a free port of this machine, an HTTPS server with `tls`. The handler is made when the port is known,
 * because an issuer's name holds its own port. `onConnection` hears of each connection, before any handshake. Rejects when
 * no port can be had.
 */
export async function listen(
  makeHandler: (origin: string) => Promise<Handler> | Handler,
  tls?: ServerOptions,
  onConnection: () => void = () => undefined,
): Promise<Listening> {
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connection', onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  server.on('request', await makeHandler(origin));
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
