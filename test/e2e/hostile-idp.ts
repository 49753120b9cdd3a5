/** A token endpoint per name, each of which answers as it was last told to: well, or in one of the ways that hurt. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { listen } from '../provider/listen.ts';

export type Behaviour = 'good' | Fault;
export type Fault = keyof typeof FAULTS;

export interface SeenRequest {
  readonly authorization: string | undefined;
  readonly parameters: URLSearchParams;
}

export interface HostileIdp extends AsyncDisposable {
  readonly origin: string;
  tokenEndpoint(name: string): string;
  /** Whatever is asked below this URL comes one byte a second. */
  readonly slowIssuer: string;
  behave(name: string, behaviour: Behaviour): void;
  /** What the token endpoint of that name was asked, oldest first. */
  requests(name: string): readonly SeenRequest[];
  /** Every access token and refresh token that was handed out. */
  issued(): readonly string[];
  /** How often the server was asked to which `redirect` points. */
  elsewhere(): number;
}

/** Colours, a bidirectional override, a window title and a bell: what a description must not do to a terminal. */
export const DECEIVING =
  '\u001b[31mred\u001b[0m \u202egnp.exe \u001b]0;title\u0007 \u009b2J \r\nfob: all is well';
const LONG_DESCRIPTION = DECEIVING + 'A'.repeat(10_000);

const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
const CHUNK = Buffer.alloc(64 * 1024, ' ');
const CHUNKS_OF_5_MB = 80;
const JSON_TYPE = { 'content-type': 'application/json' };

const refusal = (status: number, error: string) => (response: ServerResponse) => {
  json(response, status, { error, error_description: LONG_DESCRIPTION });
};

const FAULTS = {
  refuses: refusal(401, 'invalid_client'),
  refuses_with_200: refusal(200, 'invalid_client'),
  refuses_deceivingly: refusal(400, DECEIVING),
  ends_session: refusal(400, 'invalid_grant'),
  html: (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Welcome to the Wi-Fi</title>'),
  redirect: (response, elsewhere) => response.writeHead(302, { location: `${elsewhere}/token` }).end(),
  redirect_keeping_the_body: (response, elsewhere) =>
    response.writeHead(307, { location: `${elsewhere}/token` }).end(),
  huge: (response) => {
    response.writeHead(200, JSON_TYPE);
    for (let sent = 0; sent < CHUNKS_OF_5_MB; sent += 1) response.write(CHUNK);
    response.end();
  },
  bomb: (response) => response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(BOMB),
  drip: (response) => drip(response),
  unavailable: (response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>503</h1>'),
  wants_quiet: (response) => response.writeHead(429, { 'retry-after': '120' }).end(),
  hangs_up: (response) => response.destroy(),
  stops_halfway: (response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' }).write('{"access_token":"half');
    setTimeout(() => response.destroy(), 50);
  },
  null: (response) => response.writeHead(200, JSON_TYPE).end('null'),
  parrots: (response, _elsewhere, { authorization, parameters }) =>
    json(response, 401, {
      error: 'invalid_client',
      error_description: `Not good: Authorization: ${authorization ?? ''} with ${parameters.toString()}`,
    }),
  no_token: (response) => json(response, 200, { token_type: 'Bearer' }),
  smuggles: (response) =>
    json(response, 200, { access_token: 'abc\r\nX-Admin: yes', token_type: 'Bearer', expires_in: 3600 }),
} as const satisfies Record<
  string,
  (response: ServerResponse, elsewhere: string, request: SeenRequest) => unknown
>;

export async function startHostileIdp(): Promise<HostileIdp> {
  const behaviours = new Map<string, Behaviour>();
  const seen = new Map<string, SeenRequest[]>();
  const issued: string[] = [];
  const elsewhere = await startElsewhere();

  const token = (name: string, request: SeenRequest, response: ServerResponse): void => {
    const asked = [...(seen.get(name) ?? []), request];
    seen.set(name, asked);
    const behaviour = behaviours.get(name) ?? 'good';
    if (behaviour !== 'good') {
      FAULTS[behaviour](response, elsewhere.origin, request);
      return;
    }
    const [access_token, refresh_token] = [
      `access.${name}.${asked.length}`,
      `refresh.${name}.${asked.length}`,
    ];
    issued.push(access_token, refresh_token);
    json(response, 200, { access_token, refresh_token, token_type: 'bearer', expires_in: 3600 });
  };

  const { origin, close } = await listen(() => (request, response) => {
    const [, kind, name = ''] = (request.url ?? '').split('/');
    if (kind === 'slow') drip(response);
    else if (kind === 'token' && request.method === 'POST')
      void readRequest(request).then((read) => token(name, read, response));
    else response.writeHead(404).end();
  });
  return {
    origin,
    slowIssuer: `${origin}/slow`,
    tokenEndpoint: (name) => `${origin}/token/${name}`,
    behave: (name, behaviour) => void behaviours.set(name, behaviour),
    requests: (name) => seen.get(name) ?? [],
    issued: () => issued,
    elsewhere: elsewhere.requests,
    async [Symbol.asyncDispose]() {
      await Promise.all([close(), elsewhere.close()]);
    },
  };
}

/** A port of this machine on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startElsewhere() {
  let requests = 0;
  const { origin, close } = await listen(() => (_request, response) => {
    requests += 1;
    json(response, 200, { access_token: 'of-another-origin', token_type: 'Bearer', expires_in: 3600 });
  });
  return { origin, close, requests: () => requests };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  return {
    authorization: request.headers.authorization,
    parameters: new URLSearchParams(await text(request)),
  };
}

function drip(response: ServerResponse): void {
  response.writeHead(200, JSON_TYPE).write('{');
  const timer = setInterval(() => response.write(' '), 1000);
  response.once('close', () => clearInterval(timer));
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, JSON_TYPE).end(JSON.stringify(body));
}
