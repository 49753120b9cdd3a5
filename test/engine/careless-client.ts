/**
 * A client that checks nothing: it follows redirects, believes every document, takes the first code that comes and the
 * first token. What even this client cannot get past is no test of a careful one.
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import type { GenerateKeyPairResult } from 'jose';
import { Agent, fetch } from 'undici';
import type { EnvironmentEntry } from '../../shared/profile.ts';
import type { Fault } from '../provider/faults/fault.ts';
import type { Json } from '../provider/faults/json.ts';
import type { FaultServer } from '../provider/faults/server.ts';

const PATIENCE_MS = 5000;
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** Trusts every certificate and speaks every version of TLS. */
const trusting = () =>
  new Agent({
    connect: { rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
  });

interface Run {
  readonly server: FaultServer;
  readonly fault: Fault;
  readonly entry: EnvironmentEntry;
  readonly agent: Agent;
  readonly metadata: Readonly<Record<string, string>>;
  readonly keys: GenerateKeyPairResult;
  nonce: string | undefined;
}

/** Goes through the flow of the fault and calls the API. Rejects when it cannot go on. */
export async function runCarelessly(server: FaultServer, fault: Fault): Promise<void> {
  const agent = trusting();
  try {
    const { issuer = '' } = server.profileFor(fault.id);
    const metadata = await getJson(agent, `${issuer}/.well-known/openid-configuration`).catch(() =>
      getJson(agent, issuer.replace(/\/([^/]*)$/, '/.well-known/oauth-authorization-server/$1')),
    );
    const keys = await generateKeyPair('ES256', { extractable: true });
    const entry = server.profileFor(fault.id);
    const run: Run = {
      server,
      fault,
      entry,
      agent,
      metadata: metadata as Run['metadata'],
      keys,
      nonce: undefined,
    };
    for (let round = 0; round < (fault.rounds ?? 1); round += 1) {
      const token = await getToken(run);
      await afterwards(run, token);
      await fetch(server.resourceFor(fault.id), {
        dispatcher: agent,
        headers: { authorization: `Bearer ${token}` },
      });
    }
  } finally {
    await agent.destroy();
  }
}

async function getJson(agent: Agent, url: string, headers: Record<string, string> = {}): Promise<Json> {
  const answer = await fetch(url, { dispatcher: agent, headers });
  return JSON.parse(await answer.text()) as Json;
}

async function getToken(run: Run): Promise<string> {
  const { fault, entry } = run;
  const scope = entry.scope ?? '';
  const password = { grant_type: 'password', username: 'person', password: secretOf(run, 'password'), scope };
  switch (fault.flow) {
    case 'client_credentials':
    case 'claims':
    case 'introspection':
    case 'revocation':
      return accessToken(await post(run, 'token_endpoint', { grant_type: 'client_credentials', scope }));
    case 'password':
      return accessToken(await post(run, 'token_endpoint', password));
    case 'refresh_token': {
      const { refresh_token } = await post(run, 'token_endpoint', password);
      return accessToken(
        await post(run, 'token_endpoint', {
          grant_type: 'refresh_token',
          refresh_token: String(refresh_token),
        }),
      );
    }
    case 'authorization_code':
    case 'userinfo':
      return byBrowser(run);
    case 'device_code':
      return byDevice(run);
  }
}

const accessToken = ({ access_token }: Json): string => {
  if (typeof access_token !== 'string' || access_token === '') throw new Error('no token');
  return access_token;
};

async function byDevice(run: Run): Promise<string> {
  const { device_code, expires_in } = await post(run, 'device_authorization_endpoint', { scope: 'openid' });
  const end = Date.now() + Math.min(Number(expires_in) || 60, 2) * 1000;
  for (;;) {
    const answer = await post(run, 'token_endpoint', {
      grant_type: DEVICE_CODE,
      device_code: String(device_code),
    });
    if (answer.access_token !== undefined || Date.now() > end) return accessToken(answer);
  }
}

async function byBrowser(run: Run): Promise<string> {
  const { entry, agent } = run;
  const verifier = 'v'.repeat(43);
  using listener = await listenForAnything();
  const request = {
    client_id: entry.client_id ?? '',
    response_type: 'code',
    redirect_uri: listener.redirectUri,
    scope: entry.scope ?? '',
    state: 's'.repeat(43),
    nonce: 'n'.repeat(43),
    code_challenge: Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString(
      'base64url',
    ),
    code_challenge_method: 'S256',
  };
  const pushed =
    entry.par === 'always' ? await post(run, 'pushed_authorization_request_endpoint', request) : undefined;
  const query =
    pushed === undefined
      ? request
      : { client_id: request.client_id, request_uri: String(pushed.request_uri) };
  const url = new URL(run.metadata.authorization_endpoint ?? '');
  url.search = new URLSearchParams(query).toString();
  const [code] = await Promise.all([listener.code, fetch(url, { dispatcher: agent })]);
  const exchange = { grant_type: 'authorization_code', code, redirect_uri: listener.redirectUri };
  return accessToken(await post(run, 'token_endpoint', { ...exchange, code_verifier: verifier }));
}

/** Takes the first code that comes, however it comes. */
async function listenForAnything() {
  const found = Promise.withResolvers<string>();
  found.promise.catch(() => undefined);
  const server = createServer({ maxHeaderSize: 4 * 1024 * 1024 }, (request, response) => {
    void codeIn(request).then((code) => {
      response.end('ok');
      if (code !== undefined) found.resolve(code);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const timer = setTimeout(() => {
    found.reject(new Error('no code came'));
  }, 1500);
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  return {
    redirectUri,
    code: found.promise,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

async function codeIn(request: IncomingMessage): Promise<string | undefined> {
  const everything = `${request.url ?? ''}&${await text(request)}`.replaceAll(/[?#]/g, '&');
  const parameters = new URLSearchParams(everything.slice(everything.indexOf('&') + 1));
  return parameters.getAll('code').at(-1);
}

async function afterwards(run: Run, token: string): Promise<void> {
  const { fault, metadata, agent } = run;
  const ignore = (): undefined => undefined;
  if (fault.flow === 'claims') await getJson(agent, metadata.jwks_uri ?? '').catch(ignore);
  if (fault.flow === 'userinfo')
    await getJson(agent, metadata.userinfo_endpoint ?? '', { authorization: `Bearer ${token}` }).catch(
      ignore,
    );
  if (fault.flow === 'introspection') await post(run, 'introspection_endpoint', { token }).catch(ignore);
  if (fault.flow === 'revocation') await post(run, 'revocation_endpoint', { token }).catch(ignore);
}

/** Sends a form with the client's authentication, as often as the IdP wants another nonce. */
async function post(run: Run, endpoint: string, parameters: Record<string, string>): Promise<Json> {
  const url = run.metadata[endpoint] ?? '';
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(url, {
      dispatcher: run.agent,
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...basic(run),
        ...(run.entry.dpop === true ? { dpop: await proof(run, url) } : {}),
      },
      body: new URLSearchParams({ ...parameters, ...(await inBody(run)) }).toString(),
    });
    const body = JSON.parse(await answer.text()) as Json;
    run.nonce = answer.headers.get('dpop-nonce') ?? run.nonce;
    if (body.error !== 'use_dpop_nonce' || tries > 9) return body;
  }
}

function basic({ entry, server, fault }: Run): Record<string, string> {
  if (entry.token_endpoint_auth_method !== 'client_secret_basic') return {};
  const pair = [entry.client_id ?? '', secretOf({ server, fault }, 'client_secret')];
  const encoded = pair.map((part) => new URLSearchParams([['', part]]).toString().slice(1)).join(':');
  return { authorization: `Basic ${Buffer.from(encoded).toString('base64')}` };
}

async function inBody(run: Run): Promise<Record<string, string>> {
  const { entry } = run;
  const client_id = entry.client_id ?? '';
  switch (entry.token_endpoint_auth_method) {
    case 'none':
      return { client_id };
    case 'client_secret_post':
      return { client_id, client_secret: secretOf(run, 'client_secret') };
    case 'private_key_jwt':
      return {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(run, client_id),
      };
    default:
      return {};
  }
}

async function assertion(run: Run, client: string): Promise<string> {
  const key = await importPKCS8(secretOf(run, 'private_key'), 'RS256');
  return new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(client)
    .setSubject(client)
    .setAudience(run.entry.issuer ?? '')
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(key);
}

async function proof({ keys, nonce }: Run, url: string): Promise<string> {
  const claims = {
    jti: crypto.randomUUID(),
    htm: 'POST',
    htu: url,
    ...(nonce === undefined ? {} : { nonce }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(keys.publicKey) })
    .setIssuedAt()
    .sign(keys.privateKey);
}

function secretOf({ server, fault }: Pick<Run, 'server' | 'fault'>, member: string): string {
  return server.secretsFor(fault.id).find((each) => each.member === member)?.value ?? '';
}
