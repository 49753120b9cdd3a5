/**
 * The engine's way to an IdP over undici. Every profile has its own connections, so that no certificate, proxy or
 * keep-alive socket is ever shared (security.md F07, P48). Nothing is retried and no redirect is followed here.
 */
import { readFile } from 'node:fs/promises';
import { getCACertificates } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { FobError } from '../errors/fob-error.ts';
import type { HttpAnswer, HttpClient, HttpClientFactory, HttpLimits, HttpRequest } from '../ports/http.ts';
import { unreachable } from './http-errors.ts';

const CONNECT_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;
const CONNECTIONS = 4;

type Environment = Readonly<Record<string, string | undefined>>;

/** Makes clients that honour the usual proxy variables of `env` where the profile names no proxy of its own. */
export function createUndiciHttp(env: Environment): HttpClientFactory {
  return async (profile, secrets) => {
    const connect = { timeout: CONNECT_MS, ...(await tlsOptions(profile.tls, secrets)) };
    const dispatcher = dispatcherFor(profile.proxy, connect, env);
    return {
      request: (url, request, limits) => exchange(dispatcher, url, request, limits),
      close: () => dispatcher.close(),
    } satisfies HttpClient;
  };
}

type TlsOptions = Partial<Record<'ca' | 'cert' | 'key' | 'passphrase', string | string[]>> & { pfx?: Buffer };

function dispatcherFor(
  proxy: string | undefined,
  connect: TlsOptions & { timeout: number },
  env: Environment,
): Dispatcher {
  const options = { connections: CONNECTIONS, maxHeaderSize: MAX_HEADER_BYTES, pipelining: 1 };
  if (proxy !== undefined) return new ProxyAgent({ ...options, uri: proxy, requestTls: connect as never });
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY;
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY;
  if (httpProxy === undefined && httpsProxy === undefined)
    return new Agent({ ...options, connect: connect as never });
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? '';
  return new EnvHttpProxyAgent({
    ...options,
    connect: connect as never,
    requestTls: connect as never,
    noProxy,
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
  });
}

async function tlsOptions(
  tls: Parameters<HttpClientFactory>[0]['tls'],
  secrets: Parameters<HttpClientFactory>[1],
): Promise<TlsOptions> {
  if (tls === undefined) return {};
  const keyFile = typeof tls.key === 'string' ? tls.key : undefined;
  const key = secrets.key ?? (keyFile === undefined ? undefined : await pem(keyFile, 'key'));
  return {
    // A profile's CA comes on top of those that Node trusts; it never switches verification off.
    ...(tls.ca === undefined ? {} : { ca: [...getCACertificates('default'), await pem(tls.ca, 'ca')] }),
    ...(tls.cert === undefined ? {} : { cert: await pem(tls.cert, 'cert') }),
    ...(key === undefined ? {} : { key }),
    ...(tls.pfx === undefined ? {} : { pfx: await readTlsFile(tls.pfx, 'pfx') }),
    ...(secrets.passphrase === undefined ? {} : { passphrase: secrets.passphrase }),
  };
}

async function pem(path: string, member: string): Promise<string> {
  return (await readTlsFile(path, member)).toString('utf8');
}

async function readTlsFile(path: string, member: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new FobError('profile_invalid', `"tls.${member}" names ${path}, which cannot be read.`, {
      hint: 'Check the path and its permissions.',
      cause: error,
    });
  }
}

function exchange(
  dispatcher: Dispatcher,
  url: string,
  { method, headers, body }: HttpRequest,
  limits: HttpLimits,
): Promise<HttpAnswer> {
  const { origin, pathname, search } = new URL(url);
  const options = {
    origin,
    path: `${pathname}${search}`,
    method,
    headers: { 'accept-encoding': 'identity', ...headers },
    ...(body === undefined ? {} : { body }),
  };
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, gather(url, limits, resolve, reject));
  });
}

/**
 * Takes an answer as it comes, within the limits. undici's `request` would make a stream of the body first, which takes
 * longer than all else that Fob does to an answer.
 */
function gather(
  url: string,
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
    failed ??= error instanceof FobError ? error : unreachable(url, error, undefined);
    reject(failed);
  };
  const stop = (error: FobError): void => {
    fail(error);
    controller?.abort(error);
  };
  const deadline = setTimeout(() => stop(unreachable(url, undefined, deadlineMs)), deadlineMs);

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
