/**
 * The loopback end of a sign-in (RFC 8252 section 7.3): listens before the browser opens, takes exactly one response that
 * carries the right `state`, and answers with a page that is the same bytes for everyone (security.md P02 to P10).
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FobError } from '../errors/fob-error.ts';
import type { CallbackListener, ListenForCallback } from '../ports/callback.ts';
import { portHolder } from './port-holder.ts';

/** What a client without a `redirect_uri` of its own is registered with: IdPs let the port differ, never the path. */
const DEFAULT_PATH = '/callback';

const MAX_HEADER_BYTES = 16 * 1024;

export const listenForCallback: ListenForCallback = async ({ redirectUri, state }) => {
  const wish = redirectUri === undefined ? undefined : new URL(redirectUri);
  const path = wish?.pathname ?? DEFAULT_PATH;
  const hosts = wish === undefined ? ['127.0.0.1', '::1'] : hostsOf(wish.hostname);
  const response = Promise.withResolvers<URL>();
  response.promise.catch(() => undefined);
  const servers: Server[] = [];
  const close = (): void => {
    response.reject(new FobError('sign_in_cancelled', 'The sign-in was ended.'));
    for (const server of servers) server.close();
  };
  const { server, host } = await listenOnFirst(hosts, Number(wish?.port ?? 0));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  const origin = `http://${wish?.hostname ?? bracketed(host)}:${port}`;
  server.on('request', (request: IncomingMessage, answer: ServerResponse) => {
    const callback = acceptable(request, { origin, path, state });
    if (callback === undefined) {
      page(answer, 404, 'This is not the end of a sign-in.');
      return;
    }
    page(answer, 200, 'You can close this page and go back to Fob.');
    response.resolve(callback);
    server.close();
  });
  return { redirectUri: `${origin}${path}`, response: response.promise, close } satisfies CallbackListener;
};

function hostsOf(hostname: string): readonly string[] {
  if (hostname === 'localhost') return ['127.0.0.1', '::1'];
  return [hostname.replace(/^\[|\]$/g, '')];
}

/** A machine may lack IPv4 or IPv6: whichever works first is used. */
async function listenOnFirst(
  hosts: readonly string[],
  port: number,
): Promise<{ server: Server; host: string }> {
  let failure: unknown;
  for (const host of hosts) {
    try {
      return { server: await listen(host, port), host };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw await taken(port, error);
      failure = error;
    }
  }
  throw new FobError('runtime_unsupported', 'No loopback address can be listened on here.', {
    hint: 'Sign in with --device or --paste.',
    cause: failure,
  });
}

function listen(host: string, port: number): Promise<Server> {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    requestTimeout: 10_000,
    keepAliveTimeout: 1,
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

async function taken(port: number, cause: unknown): Promise<FobError> {
  const holder = await portHolder(port);
  return new FobError(
    'redirect_port_taken',
    `Port ${port} of the redirect_uri is held by ${holder ?? 'another program'}.`,
    {
      hint: 'End that program, or register a redirect_uri without a fixed port.',
      cause,
    },
  );
}

/** Only a GET of the exact path with our `state` once; anything else leaves the sign-in waiting. */
function acceptable(
  { method, url = '', headers }: IncomingMessage,
  { origin, path, state }: { origin: string; path: string; state: string },
): URL | undefined {
  if (method !== 'GET' || !url.startsWith('/') || headers.host !== new URL(origin).host) return undefined;
  if (!URL.canParse(url, origin)) return undefined;
  const callback = new URL(url, origin);
  const states = callback.searchParams.getAll('state');
  return callback.pathname === path && states.length === 1 && isSame(states[0] ?? '', state)
    ? callback
    : undefined;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function page(answer: ServerResponse, status: number, text: string): void {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Fob</title><p>${text}</p></html>\n`;
  answer.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  answer.end(body);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
