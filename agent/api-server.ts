/** The agent's HTTP API on a Unix socket or named pipe. Whoever gets here is the user: peer-check.ts saw to that. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock, Engine, Log } from '../core/index.ts';
import { dispatchTo, reportBugTo } from './dispatch.ts';
import type { Calls, ReportBug } from './dispatch.ts';
import type { EventStreams } from './event-stream.ts';
import { freshSnapshot } from './handlers.ts';
import { readJson } from './http-body.ts';
import { createLimitedServer, headerText, isGone, mayRefuse } from './http-server.ts';
import type { UiLaunch } from './launch-page.ts';
import { KEY_HEADER } from './pipe-record.ts';
import { isBug, problemOf, sendJson, sendProblem, thrownProblem } from './problem.ts';
import { findRoute, statusView } from './routes.ts';
import type { HostFacts, Route } from './routes.ts';
import { digest, isSecret } from './same-secret.ts';
import { answerToken, TOKEN_PREFIX } from './token-route.ts';

export interface ApiServices {
  readonly engine: Engine;
  /** What the UIs can call, and what only the socket answers. */
  readonly calls: Calls;
  readonly streams: EventStreams;
  readonly clock: Clock;
  readonly log: Log;
  readonly facts: HostFacts;
  /** Opens the browser UI's listener if needed and mints a launch token. */
  readonly openUi: () => Promise<UiLaunch>;
  readonly shutdown: () => void;
}

const LIMITS = { headersMs: 5_000, connections: 512, keepAliveMs: 60_000 };

/** `key` is what each request must carry on Windows; `undefined` on Unix. */
export function createApiServer(services: ApiServices, key: string | undefined): Server {
  const expected = key === undefined ? undefined : digest(key);
  const reportBug = reportBugTo(services.log);

  return createLimitedServer(LIMITS, services.log, (request, response) => {
    response.sendDate = false;
    if (expected !== undefined && !isSecret(headerText(request, KEY_HEADER), expected)) {
      sendProblem(response, NO_KEY);
      return;
    }
    const { method, url = '' } = request;
    const answered =
      method === 'GET' && url.startsWith(TOKEN_PREFIX)
        ? answerToken(services.engine, services.clock, request, response)
        : answer(services, request, response, reportBug);
    answered.catch((error: unknown) => {
      if (isBug(error) && !isGone(request)) reportBug(error);
      if (mayRefuse(request, response)) sendProblem(response, thrownProblem(error));
    });
  });
}

const NO_KEY = {
  status: 403,
  error: { code: 'peer_untrusted', message: 'The header X-Fob-Key is missing or wrong.' },
} as const;

async function answer(
  services: ApiServices,
  request: IncomingMessage,
  response: ServerResponse,
  reportBug: ReportBug,
): Promise<void> {
  const found = findRoute(request.method ?? '', request.url ?? '');
  if ('problem' in found) {
    if (found.allow !== undefined) response.setHeader('Allow', found.allow);
    sendProblem(response, found.problem);
    return;
  }
  const { route, address, member } = found;
  const body = (await readJson(request, 'call' in route ? route.maxBytes : undefined)) ?? {};
  if ('host' in route) {
    await answerHost(services, route.host, response);
    return;
  }
  const argument = route.argument({ address, member, body });
  const settled = await dispatchTo(services.calls, route.call, argument, reportBug);
  if (!settled.ok) sendProblem(response, problemOf(settled.error));
  else if (settled.value === null) response.writeHead(204).end();
  else sendJson(response, 200, settled.value);
}

async function answerHost(
  services: ApiServices,
  what: Extract<Route, { host: unknown }>['host'],
  response: ServerResponse,
): Promise<void> {
  const snapshot = await freshSnapshot(services.engine);
  switch (what) {
    case 'profiles':
      sendJson(response, 200, { services: snapshot.services, problems: snapshot.problems });
      break;
    case 'status':
      sendJson(response, 200, statusView(services.facts, snapshot));
      break;
    case 'events':
      services.streams.serve(response);
      break;
    case 'ui': {
      const { url, launchFile } = await services.openUi();
      sendJson(response, 200, { url, launch_file: launchFile });
      break;
    }
    case 'shutdown':
      response.once('close', services.shutdown);
      sendJson(response, 202, { pid: services.facts.pid });
  }
}
