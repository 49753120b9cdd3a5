/**
 * The demo's identity provider: nothing listens before somebody asked for the demo, and then on 127.0.0.1 alone. One issuer
 * for each environment, with a key and a client of its own; metadata (OIDC Discovery 1.0 section 4), keys, and a token
 * endpoint for client credentials.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Clock, Log, Random, StartDemo } from '../../core/index.ts';
import { reportBugTo } from '../dispatch.ts';
import { RequestRefused } from '../http-body.ts';
import { closeServer, createLimitedServer, listenOnLoopback, mayRefuse } from '../http-server.ts';
import { sendJson } from '../problem.ts';
import { createSecret, digest } from '../same-secret.ts';
import { ALGORITHM, answerToken, METHODS, SCOPES } from './token-endpoint.ts';
import type { Issuer } from './token-endpoint.ts';

const LIMITS = { headersMs: 10_000, connections: 50, keepAliveMs: 5_000 };

interface Route {
  readonly method: 'GET' | 'POST';
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
}

/** By path. */
type Routes = Map<string, Route>;

export interface DemoOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export function createStartDemo(options: DemoOptions): StartDemo {
  const { clock, log, random } = options;
  return async (environments) => {
    const routes: Routes = new Map();
    let host = '';
    const server = createLimitedServer(LIMITS, log, (request, response) => {
      answer(routes, host, request, response).catch((error: unknown) =>
        refuse(log, request, response, error),
      );
    });
    host = `127.0.0.1:${await listenOnLoopback(server, 'the demo')}`;
    const clients = environments.map((environment) => ({
      environment,
      issuer: `http://${host}/fob-demo/${environment}`,
      clientId: `fob-demo-${environment}`,
      clientSecret: createSecret(random),
    }));
    for (const { environment, issuer: url, clientId: id, clientSecret } of clients) {
      const client = { id, secretDigest: digest(clientSecret) };
      await addIssuer(routes, options, { url, audience: `https://api.${environment}.example`, client });
    }
    return { clients, close: () => closeServer(server, clock) };
  };
}

async function addIssuer(
  routes: Routes,
  options: DemoOptions,
  parts: Omit<Issuer, 'key' | 'keyId'>,
): Promise<void> {
  const { privateKey: key, publicKey } = await generateKeyPair(ALGORITHM);
  const jwk = await exportJWK(publicKey);
  const keyId = await calculateJwkThumbprint(jwk);
  const keys = { keys: [{ ...jwk, kid: keyId, alg: ALGORITHM, use: 'sig' }] };
  const issuer: Issuer = { ...parts, key, keyId };
  const { pathname } = new URL(issuer.url);
  const json = (value: unknown): Route => ({
    method: 'GET',
    answer: (_request, response) => sendJson(response, 200, value),
  });
  routes.set(`${pathname}/.well-known/openid-configuration`, json(metadataOf(issuer.url)));
  routes.set(`${pathname}/jwks`, json(keys));
  routes.set(`${pathname}/token`, {
    method: 'POST',
    answer: (request, response) => answerToken(issuer, options, request, response),
  });
}

const metadataOf = (issuer: string): object => ({
  issuer,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  token_endpoint_auth_methods_supported: METHODS,
  scopes_supported: SCOPES,
});

async function answer(
  routes: Routes,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // Any other name is one that a web page made resolve to this machine (DNS rebinding).
  if (request.headers.host !== host) throw new RequestRefused(403, 'Another host is meant.');
  const route = routes.get(request.url ?? '');
  if (route === undefined) throw new RequestRefused(404, 'There is nothing here.');
  if (route.method !== request.method) {
    response.setHeader('Allow', route.method);
    throw new RequestRefused(405, `Only ${route.method} is answered here.`);
  }
  await route.answer(request, response);
}

function refuse(log: Log, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!mayRefuse(request, response)) return;
  if (error instanceof RequestRefused) {
    sendJson(response, error.status, { error: 'invalid_request', error_description: error.message });
  } else {
    reportBugTo(log)(error);
    sendJson(response, 500, { error: 'server_error' });
  }
}
