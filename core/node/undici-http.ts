/**
 * The engine's way to an IdP over undici (routes.ts says which). Nothing is retried and no redirect is followed here.
 */
import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { FobError } from '../errors/fob-error.ts';
import type { HttpAnswer, HttpClient, HttpClientFactory, HttpLimits, HttpRequest } from '../ports/http.ts';
import { tooLate, unreachable } from './http-errors.ts';
import { createRoutes } from './routes.ts';
import type { Routes } from './routes.ts';
import { secureContextFor, tlsStamp } from './tls-material.ts';
import { createTrustedRoots } from './trusted-roots.ts';
import type { TrustedRoots } from './trusted-roots.ts';

const CONNECTIONS = 4;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes clients that honour the usual proxy variables of `env` where the profile names no proxy of its own. Certificates
 * are verified against the `roots` and the profile's own CA; nothing switches that off.
 */
export function createUndiciHttp(
  env: Environment,
  roots: TrustedRoots = createTrustedRoots(env.NODE_EXTRA_CA_CERTS),
): HttpClientFactory {
  // To read the roots takes far longer than all else, so profiles that add nothing to them share one context.
  let plain: SecureContext | undefined;
  const plainContext = (): SecureContext => (plain ??= createSecureContext({ ca: [...roots()] }));
  return ({ tls, proxy }, secrets) => {
    const routes = createRoutes({
      connections: CONNECTIONS,
      proxy,
      env,
      proxyContext: plainContext,
      stamp: () => tlsStamp(tls),
      secureContext: async () =>
        tls === undefined ? plainContext() : secureContextFor(tls, await secrets(), roots),
    });
    return Promise.resolve({
      request: (url, request, limits) => exchange(routes, url, request, limits),
      close: () => routes.close(),
    } satisfies HttpClient);
  };
}

async function exchange(
  routes: Routes,
  url: string,
  { method, headers, body }: HttpRequest,
  limits: HttpLimits,
): Promise<HttpAnswer> {
  const target = new URL(url);
  const { origin, pathname, search } = target;
  const route = await routes.to(target).catch((error: unknown) => {
    throw error instanceof FobError ? error : unreachable(url, error);
  });
  const options = {
    origin,
    path: `${pathname}${search}`,
    method,
    headers: { 'accept-encoding': 'identity', ...headers },
    ...(body === undefined ? {} : { body }),
  };
  return new Promise((resolve, reject) => {
    route.dispatcher.dispatch(options, gather(url, route.proxy, limits, resolve, reject));
  });
}

/**
 * Takes an answer as it comes, within the limits. undici's `request` would make a stream of the body first, which takes
 * longer than all else that Fob does to an answer.
 */
function gather(
  url: string,
  proxy: URL | undefined,
  { deadlineMs, maxBytes }: HttpLimits,
  resolve: (answer: HttpAnswer) => void,
  reject: (error: FobError) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let length = 0;
  let status = 0;
  let headers = new Headers();
  let failed: FobError | undefined;
  let controller: Dispatcher.DispatchController | undefined;

  const fail = (error: unknown): void => {
    clearTimeout(deadline);
    failed ??= error instanceof FobError ? error : unreachable(url, error, proxy);
    reject(failed);
  };
  const stop = (error: FobError): void => {
    fail(error);
    controller?.abort(error);
  };
  const deadline = setTimeout(() => stop(tooLate(url, deadlineMs, proxy)), deadlineMs);

  return {
    onRequestStart(started) {
      controller = started;
      // The deadline passed while it waited for a connection.
      if (failed !== undefined) started.abort(failed);
    },
    onResponseStart(_, statusCode, raw) {
      status = statusCode;
      headers = toHeaders(raw);
    },
    onResponseData(_, chunk) {
      length += chunk.length;
      if (length > maxBytes) stop(tooLarge(url, maxBytes));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      clearTimeout(deadline);
      try {
        const raw = new Uint8Array(Buffer.concat(chunks));
        const body = decompress(raw, headers.get('content-encoding'), maxBytes, url);
        resolve({ status, headers, body });
      } catch (error) {
        fail(error);
      }
    },
    onResponseError: (_, error) => fail(error),
  };
}

const DECODERS = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
} as const;

/** We ask for `identity`; some servers compress all the same. What is no larger than the cap is decompressed, once. */
function decompress(
  raw: Uint8Array<ArrayBuffer>,
  encoding: string | null,
  maxBytes: number,
  url: string,
): Uint8Array<ArrayBuffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '' || raw.length === 0) return raw;
  const decode = DECODERS[name as keyof typeof DECODERS] as (typeof DECODERS)['gzip'] | undefined;
  if (decode === undefined) {
    throw new FobError(
      'idp_response_invalid',
      `${origin(url)} answered in a content encoding that Fob does not read.`,
    );
  }
  try {
    return new Uint8Array(decode(raw, { maxOutputLength: maxBytes }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(url, maxBytes);
    throw new FobError('idp_response_invalid', `${origin(url)} answered with broken compression.`, {
      cause: error,
    });
  }
}

function toHeaders(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function tooLarge(url: string, maxBytes: number): FobError {
  return new FobError(
    'idp_response_invalid',
    `${origin(url)} answered more than ${Math.round(maxBytes / 1024)} KB, which no such answer needs.`,
    { hint: 'Check that the endpoint in the profile is the right one.' },
  );
}

function origin(url: string): string {
  return new URL(url).origin;
}
