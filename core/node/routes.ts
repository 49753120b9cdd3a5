/**
 * One profile's ways to its IdP: direct or through a proxy, each with connections of its own, so that no certificate, proxy
 * or keep-alive socket is ever shared (security.md F07, P48). A way is made when a request first needs it: what concerns
 * TLS is not even read for an IdP on this machine that is reached without it.
 */
import type { SecureContext } from 'node:tls';
import { Agent, Pool, ProxyAgent } from 'undici';
import type { Dispatcher, buildConnector } from 'undici';
import { ProxyFailure } from './http-errors.ts';
import { proxyFor } from './proxy-choice.ts';

const CONNECT_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;

export interface Route {
  readonly dispatcher: Dispatcher;
  /** What the request goes through; may hold credentials. */
  readonly proxy: URL | undefined;
}

export interface Routes {
  /** Rejects with what the TLS contexts reject with, and with `profile_invalid` for a proxy that is none. */
  to(url: URL): Promise<Route>;
  /** Lets requests under way finish; whatever comes after is refused. */
  close(): Promise<void>;
}

export interface RouteOptions {
  /** To one origin at a time, what is more waits; `null` for as many as are asked for. */
  readonly connections: number | null;
  /** The profile's own proxy. */
  readonly proxy: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Changes when a file behind `secureContext` does: a certificate that was replaced is used without a restart. */
  readonly stamp: () => string;
  /** With the profile's client certificate and CA. */
  readonly secureContext: () => Promise<SecureContext>;
  /** For the proxy, which the client certificate is none of its business. */
  readonly proxyContext: () => SecureContext;
}

export function createRoutes(options: RouteOptions): Routes {
  const known = new Map<string, { readonly route: Promise<Route>; readonly stamp: string }>();
  const open = (url: URL, proxy: URL | undefined): Promise<Route> => {
    const key = `${url.protocol} ${proxy?.href ?? ''}`;
    const stamp = url.protocol === 'https:' ? options.stamp() : '';
    const old = known.get(key);
    if (old?.stamp === stamp) return old.route;
    // Whoever is on the old way still finishes there.
    old?.route.then(({ dispatcher }) => dispatcher.close()).catch(() => undefined);
    const made = { route: makeRoute(url, proxy, options), stamp };
    known.set(key, made);
    made.route.catch(() => {
      // What could not be read now may be there for the next request.
      if (known.get(key) === made) known.delete(key);
    });
    return made.route;
  };
  let closed = false;
  return {
    to: async (url) => {
      if (closed) throw new Error('closed');
      return open(url, proxyFor(url, options.proxy, options.env));
    },
    close: async () => {
      closed = true;
      const opened = await Promise.allSettled([...known.values()].map(({ route }) => route));
      const made = opened.flatMap((route) => (route.status === 'fulfilled' ? [route.value] : []));
      await Promise.all(made.map(({ dispatcher }) => dispatcher.close()));
    },
  };
}

async function makeRoute(url: URL, proxy: URL | undefined, options: RouteOptions): Promise<Route> {
  const shared = { connections: options.connections, maxHeaderSize: MAX_HEADER_BYTES, pipelining: 1 };
  const endpoint = url.protocol === 'https:' ? verified(await options.secureContext()) : {};
  if (proxy === undefined) {
    const connect = { timeout: CONNECT_MS, ...endpoint };
    return { proxy, dispatcher: new Agent({ ...shared, connect }) };
  }
  const dispatcher = new ProxyAgent({
    ...shared,
    uri: proxy.href,
    requestTls: { timeout: CONNECT_MS, ...endpoint },
    proxyTls: {
      timeout: CONNECT_MS,
      ...(proxy.protocol === 'https:' ? verified(options.proxyContext()) : {}),
    },
    clientFactory: (origin, { connect }: { connect?: buildConnector.connector }) =>
      new Pool(origin, connect === undefined ? {} : { connect: namingProxy(connect) }),
  });
  return { proxy, dispatcher };
}

/** Whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED): certificates are always verified. */
const verified = (secureContext: SecureContext) => ({ secureContext, rejectUnauthorized: true });

function namingProxy(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(new ProxyFailure('the proxy could not be reached', { cause: error }), null);
    });
  };
}
