/** Requests to a client's redirect URI as no browser would make them, byte by byte. */
import { connect } from 'node:net';
import type { Delivery } from './fault.ts';

/** A listener that does not answer is given no longer. */
const PATIENCE_MS = 1000;

/** Never rejects: a client may have closed its listener, and that is good. */
export async function deliver(redirectUri: string, delivery: Delivery): Promise<void> {
  const uri = new URL(redirectUri);
  const query = delivery.parameters?.toString() ?? '';
  const target = delivery.target?.(uri) ?? `${uri.pathname}${query === '' ? '' : `?${query}`}`;
  const { method = 'GET', headers = {}, body } = delivery;
  const lines = {
    Host: uri.host,
    Connection: 'close',
    ...(body === undefined
      ? {}
      : {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': String(Buffer.byteLength(body)),
        }),
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  await exchange(uri, `${method} ${target} HTTP/1.1\r\n${head.join('')}\r\n${body ?? ''}`);
}

function exchange({ hostname, port }: URL, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
    const done = (): void => {
      socket.destroy();
      resolve();
    };
    socket.setTimeout(PATIENCE_MS, done);
    socket
      .once('error', done)
      .once('close', done)
      .once('connect', () => socket.write(text));
    socket.resume();
  });
}
