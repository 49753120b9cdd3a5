/**
 * The browser UI's own listener on 127.0.0.1: the renderer's files, and the calls of the IPC contract for whoever has a
 * session. Other users and web pages can reach the port; without a session every byte they get is public (L14).
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock, Log } from '../core/index.ts';
import { LARGEST_IMPORT_BYTES } from '../shared/import-view.ts';
import type { IpcContract } from '../shared/ipc-contract.ts';
import type { Handlers } from '../shared/ipc-kit.ts';
import { dispatch, reportBugTo } from './dispatch.ts';
import type { EventStreams } from './event-stream.ts';
import { readJson, RequestRefused } from './http-body.ts';
import type { RefusalStatus } from './http-body.ts';
import { createLimitedServer, headerText, listenOnLoopback, mayRefuse } from './http-server.ts';
import { sendJson } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { StaticFile } from './static-files.ts';
import { isOwnRequest } from './ui-guard.ts';
import type { Launches } from './ui-launch.ts';
import type { Session, Sessions } from './ui-session.ts';

export interface UiServices {
  readonly handlers: Handlers<IpcContract>;
  readonly streams: EventStreams;
  readonly launches: Launches;
  readonly sessions: Sessions;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly clock: Clock;
  readonly log: Log;
}

const LIMITS = { headersMs: 10_000, connections: 100, keepAliveMs: 5_000 };

/** Listens on a free port of 127.0.0.1. Rejects with `runtime_unsupported`. */
export async function startUiServer(services: UiServices): Promise<{ server: Server; origin: string }> {
  let port = 0;
  const server = createLimitedServer(LIMITS, services.log, (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    answer(services, port, request, response).catch((error: unknown) =>
      refuse(services.log, request, response, error),
    );
  });
  port = await listenOnLoopback(server, 'the browser UI');
  return { server, origin: `http://127.0.0.1:${port}` };
}

async function answer(
  services: UiServices,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isOwnRequest(request, port)) throw new RequestRefused(403);
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (path === '/session' && request.method === 'POST') {
    await openSession(services, request, response);
  } else if (path === '/session' || path === '/sessions' || path.startsWith('/api/')) {
    const session = services.sessions.find(request.headers.cookie, headerText(request, 'x-fob-session'));
    if (session === undefined) throw new RequestRefused(401);
    await answerSession(services, session, path, request, response);
  } else {
    answerFile(services.files.get(path), request, response);
  }
}

function answerFile(file: StaticFile | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET') throw new RequestRefused(405);
  if (file === undefined) throw new RequestRefused(404);
  response.writeHead(200, {
    'Content-Type': file.type,
    'Content-Length': file.bytes.length,
    'Cache-Control': 'no-cache',
  });
  response.end(file.bytes);
}

async function openSession(
  { launches, sessions, clock }: UiServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const launch = member(await readJson(request), 'launch');
  if (typeof launch !== 'string' || !launches.use(launch)) {
    // The right token is let in at once, so that guessing slows down nobody but the one who guesses.
    await pause(clock, launches.refusalDelay(), response);
    throw new RequestRefused(401);
  }
  const { token, setCookie } = sessions.open();
  response.setHeader('Set-Cookie', setCookie);
  sendJson(response, 200, { session: token });
}

/** Waits so many milliseconds, or until the other side leaves. */
async function pause(clock: Clock, delay: number, response: ServerResponse): Promise<void> {
  if (delay === 0) return;
  await new Promise<void>((resolve) => {
    const cancel = clock.setTimer(resolve, delay);
    response.once('close', () => {
      cancel();
      resolve();
    });
  });
}

async function answerSession(
  services: UiServices,
  session: Session,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { sessions, launches, streams } = services;
  switch (`${request.method ?? ''} ${path}`) {
    case 'GET /api/events':
      streams.serve(response, () => sessions.isLive(session));
      break;
    case 'DELETE /session':
      sessions.close(session);
      signOut(session, response);
      break;
    case 'DELETE /sessions':
      launches.clear();
      sessions.closeAll();
      signOut(session, response);
      break;
    default:
      await answerCall(services, path, request, response);
  }
}

/** `POST /api/NAME` with `{"argument": ...}`: one call of the IPC contract, settled. */
async function answerCall(
  { handlers, log }: UiServices,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST' || !path.startsWith('/api/')) throw new RequestRefused(405);
  const name = path.slice('/api/'.length);
  const body = await readJson(request, name.startsWith('profiles.import') ? LARGEST_IMPORT_BYTES : undefined);
  // No body means no content type either, and a form of another site can send that.
  if (body === undefined) throw new RequestRefused(415);
  sendJson(response, 200, await dispatch(handlers, name, member(body, 'argument'), reportBugTo(log)));
}

function signOut(session: Session, response: ServerResponse): void {
  response.setHeader('Set-Cookie', `${session.cookieName}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`);
  response.writeHead(204).end();
}

/** Constant bytes for each status: what exists and what was wrong cannot be told apart further (L14). */
const REFUSALS: Readonly<Record<RefusalStatus | 500, string>> = {
  400: 'Bad request',
  401: 'No session',
  403: 'Refused',
  404: 'Not found',
  405: 'Method not allowed',
  413: 'Too large',
  415: 'Not JSON',
  500: 'Failed',
};

function refuse(log: Log, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!mayRefuse(request, response)) return;
  if (!(error instanceof RequestRefused)) reportBugTo(log)(error);
  const status = error instanceof RequestRefused ? error.status : 500;
  const body = `${REFUSALS[status]}\n`;
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? (body as Record<string, unknown>)[name]
    : undefined;
}
