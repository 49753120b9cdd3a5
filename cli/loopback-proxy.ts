/** A server on 127.0.0.1 that sends each request on to one API, with a token that is asked for anew each time. */
import { createServer } from 'node:http';
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  OutgoingHttpHeaders,
  Server,
  ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { problemOf, sendProblem, thrownProblem } from '../agent/problem.ts';
import { FobError, printable } from '../core/index.ts';
import type { Routes } from '../core/node/routes.ts';

export interface ProxyTarget {
  readonly target: URL;
  /** The way to the target, with the profile's certificate. */
  readonly routes: Pick<Routes, 'to'>;
  /** The whole value of the `Authorization` header. */
  readonly authorization: () => Promise<string>;
}

export function createLoopbackProxy(options: ProxyTarget): Server {
  return createServer((request, response) => {
    forward(options, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendProblem(response, thrownProblem(error));
    });
  });
}

async function forward(
  { target, routes, authorization }: ProxyTarget,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isFromHere(request)) {
    sendProblem(response, problemOf(FOREIGN));
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const path = `${target.pathname.replace(/\/$/, '')}${request.url ?? '/'}`;
  const headers = { ...passedOn(request.headers), host: target.host, authorization: await authorization() };
  const { dispatcher } = await routes.to(target);
  const body = hasBody(request) ? request : null;
  const method = request.method as 'GET';
  const { origin } = target;
  const asked = dispatcher.request({ origin, path, method, headers, body, signal: gone.signal });
  const answer = await asked.catch((error: unknown) => {
    throw unreachable(target, error);
  });
  response.writeHead(answer.statusCode, passedOn(answer.headers));
  await pipeline(answer.body, response);
}

const FOREIGN = {
  code: 'refused_by_policy',
  message: 'This proxy answers programs on this machine, not the pages of web sites.',
} as const;

/**
 * A page of any web site can send requests here, and a name of its own can point here (security.md L01 to L04): what a
 * browser sends for another site says so, and its `Host` is not ours.
 */
function isFromHere({ headers, socket, url = '/' }: IncomingMessage): boolean {
  const own = ownHosts(socket.localPort);
  const { host = '', origin } = headers;
  const site = headers['sec-fetch-site'] ?? 'none';
  // A whole URL in place of a path is for proxies that one tells where to go.
  if (!own.includes(host.toLowerCase()) || !url.startsWith('/')) return false;
  if (origin !== undefined && !own.some((place) => origin === `http://${place}`)) return false;
  return site === 'none' || site === 'same-origin';
}

/** How a `Host` and an `Origin` name this server: port 80 goes without saying (RFC 9110 section 4.2.3). */
export function ownHosts(port = 0): readonly string[] {
  const names = ['127.0.0.1', 'localhost'];
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

/**
 * What is about one connection (RFC 9110 section 7.6.1), and what we say ourselves. Cookies are not bound to a port
 * (RFC 6265 section 8.5): a browser's for 127.0.0.1 are of every program here, and the API's would reach them all.
 */
const OWN_HEADERS = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade', 'expect', 'host', 'authorization'],
  ...['cookie', 'set-cookie'],
]);

function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name) && !named.includes(name)),
  );
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function unreachable({ origin }: URL, cause: unknown): FobError {
  const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : 'unknown';
  return new FobError('idp_unreachable', `${origin} could not be reached: ${printable(code)}.`, { cause });
}
