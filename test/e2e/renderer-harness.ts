/**
 * Serves dist/renderer with the product's content security policy over a scripted host. To look at the UI:
 * `node test/e2e/renderer-harness.ts [SCENARIO]` prints the address to open.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFakeHost, isCallName } from './renderer-fake-host.ts';
import type { FakeHost } from './renderer-fake-host.ts';
import { Refusal } from './renderer-refusal.ts';
import { SCENARIOS } from './renderer-scenarios.ts';
import type { Scenario, ScenarioName } from './renderer-scenarios.ts';

/** Where the built renderer is; `FOB_RENDERER_DIR` names another build of it. */
const FILES = process.env.FOB_RENDERER_DIR ?? fileURLToPath(new URL('../../dist/renderer', import.meta.url));

const securityPolicy = (framedBy: string) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  `connect-src 'self'; form-action 'none'; frame-ancestors ${framedBy}; base-uri 'none'`;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Harness {
  readonly host: FakeHost;
  readonly origin: string;
  /** The origin with a launch token that works once. */
  readonly launchUrl: string;
  /** Cuts the event streams, as a lost connection does; `isRefused` lets nobody in again. */
  cutStreams(isRefused?: boolean): void;
  close(): Promise<void>;
}

/** A scenario by its name, or one of the test's own, made for a moment (milliseconds since 1970). */
export type ScenarioSource = ScenarioName | ((at: number) => Scenario);

export interface HarnessOptions {
  /** The host's clock in milliseconds since 1970. */
  readonly now?: () => number;
  /** The origin of the one page that may show the UI in a frame. */
  readonly framedBy?: string;
}

/** Starts the harness. Throws when dist/renderer is not built. */
export async function startHarness(
  source: ScenarioSource,
  { now = Date.now, framedBy = "'none'" }: HarnessOptions = {},
): Promise<Harness> {
  if (!existsSync(join(FILES, 'index.html'))) throw new Error('dist/renderer is missing. Run: npm run build');
  const makeScenario = typeof source === 'string' ? SCENARIOS[source] : source;
  const host = createFakeHost(makeScenario(now()), now);
  const launch = randomBytes(16).toString('base64url');
  // Ports of one address share their cookies: each harness has its own name for it.
  const cookie = `fob-${randomBytes(4).toString('hex')}`;
  const session = {
    launch: launch as string | undefined,
    token: randomBytes(16).toString('base64url'),
    cookie,
  };
  const streams = new Set<ServerResponse>();
  let isRefused = false;

  const isSignedIn = (request: IncomingMessage) =>
    !isRefused &&
    request.headers['x-fob-session'] === session.token &&
    (request.headers.cookie ?? '').includes(`${session.cookie}=${session.token}`);

  const routes = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://fob').pathname;
    if (path === '/session') {
      signIn(await bodyOf(request), session, response);
      return;
    }
    if (!path.startsWith('/api/')) return sendFile(path, framedBy, response);
    if (!isSignedIn(request)) {
      sendJson(response, 401, {});
      return;
    }
    if (path === '/api/events') {
      stream(host, response, streams);
      return;
    }
    return answer(host, path.slice('/api/'.length), await bodyOf(request), response);
  };
  const server = createServer((request, response) => {
    routes(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin,
    launchUrl: `${origin}/#launch=${launch}`,
    cutStreams(refuse = false) {
      isRefused = refuse;
      for (const response of streams) response.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

function signIn(
  body: Record<string, unknown>,
  session: { launch: string | undefined; readonly token: string; readonly cookie: string },
  response: ServerResponse,
) {
  if (session.launch === undefined || body.launch !== session.launch) {
    sendJson(response, 403, {});
    return;
  }
  session.launch = undefined;
  const cookie = `${session.cookie}=${session.token}; HttpOnly; SameSite=Strict; Path=/`;
  sendJson(response, 200, { session: session.token }, { 'Set-Cookie': cookie });
}

async function sendFile(path: string, framedBy: string, response: ServerResponse) {
  const file = join(FILES, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(FILES) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': securityPolicy(framedBy),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  return response.end(await readFile(file));
}

function stream(host: FakeHost, response: ServerResponse, streams: Set<ServerResponse>) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = (snapshot: unknown) =>
    response.write(`event: snapshot.changed\ndata: ${JSON.stringify(snapshot)}\n\n`);
  send(host.snapshot());
  const stop = host.subscribe(send);
  streams.add(response);
  response.on('close', () => {
    stop();
    streams.delete(response);
  });
}

async function answer(host: FakeHost, name: string, body: Record<string, unknown>, response: ServerResponse) {
  if (!isCallName(name, host.handlers)) {
    sendJson(response, 404, {});
    return;
  }
  try {
    const handler = host.handlers[name] as (argument: unknown) => unknown;
    sendJson(response, 200, { ok: true, value: await handler(body.argument) });
    return;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendJson(response, 200, { ok: false, error: error.view });
    return;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const name = process.argv[2] ?? 'normal';
  if (!Object.hasOwn(SCENARIOS, name)) {
    throw new Error(`There is no scenario ${name}. Choose one of: ${Object.keys(SCENARIOS).join(', ')}`);
  }
  const { launchUrl } = await startHarness(name as ScenarioName);
  console.log(launchUrl);
}
