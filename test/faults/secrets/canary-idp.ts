/**
 * An IdP of which every answer is a canary. It notes each URL that it is asked for, and when told to it refuses everything
 * and gives back all that it was sent, in the words of its refusal.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { listen } from '../../provider/listen.ts';

const LIFETIME_S = 3600;

export interface CanaryIdp extends AsyncDisposable {
  readonly issuer: string;
  /** What it gave out, and what it was sent that is a secret, by name. Grows. */
  readonly canaries: Map<string, string>;
  /** URLs as they were asked for. */
  readonly urls: string[];
  /** Lets it refuse everything and give all back. */
  echo: boolean;
}

/** Parameters that are secrets of the request (RFC 6749, 7523, 7636). Others are canaries of whoever gave them to Fob. */
const SECRET_PARAMETERS = ['code_verifier', 'client_assertion'];

export async function startCanaryIdp(): Promise<CanaryIdp> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' };
  const canaries = new Map<string, string>();
  const urls: string[] = [];
  const nonces = new Map<string, string>();
  const make = (kind: string): string => {
    const value = `canary-${kind}-${randomBytes(16).toString('hex')}`;
    canaries.set(`${kind} ${canaries.size}`, value);
    return value;
  };

  const tokens = async (sent: URLSearchParams, clientId: string): Promise<object> => {
    const isOfPerson =
      sent.has('code') || sent.has('device_code') || sent.get('grant_type') === 'refresh_token';
    const nonce = nonces.get(sent.get('code') ?? '');
    const idToken = new SignJWT({
      ...(nonce === undefined ? {} : { nonce }),
      marker: randomBytes(16).toString('hex'),
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(idp.issuer)
      .setSubject('person')
      .setAudience(clientId)
      .setIssuedAt()
      .setExpirationTime('1h');
    const id_token = isOfPerson ? await idToken.sign(privateKey) : undefined;
    if (id_token !== undefined) canaries.set(`id_token ${canaries.size}`, id_token);
    return {
      access_token: make('access_token'),
      refresh_token: make('refresh_token'),
      token_type: sent.get('token_type') ?? 'Bearer',
      expires_in: LIFETIME_S,
      ...(id_token === undefined ? {} : { id_token }),
    };
  };

  const answers: Readonly<Record<string, (sent: URLSearchParams, request: IncomingMessage) => unknown>> = {
    '/.well-known/openid-configuration': () => metadata(idp.issuer),
    '/jwks': () => ({ keys: [key] }),
    '/token': (sent, request) =>
      tokens(request.headers.dpop === undefined ? sent : withType(sent), clientOf(sent, request)),
    '/device': () => ({
      device_code: make('device_code'),
      user_code: 'ABCD-EFGH',
      verification_uri: `${idp.issuer}/verify`,
      expires_in: 600,
      interval: 1,
    }),
    '/userinfo': () => ({ sub: 'person', email: 'person@example.com' }),
    '/introspect': () => ({ active: true, scope: 'read' }),
    '/revoke': () => ({}),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', idp.issuer);
    urls.push(url.href);
    const sent = new URLSearchParams(await text(request));
    for (const [name, value] of sent)
      if (SECRET_PARAMETERS.includes(name)) canaries.set(`${name} ${canaries.size}`, value);
    if (url.pathname === '/authorize') {
      const code = make('code');
      nonces.set(code, url.searchParams.get('nonce') ?? '');
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    const isOpen = url.pathname === '/.well-known/openid-configuration' || url.pathname === '/jwks';
    if (idp.echo && !isOpen) {
      refuse(response, heardFrom(sent, request), canaries);
      return;
    }
    const body = await answers[url.pathname]?.(sent, request);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  };

  const { origin, close } = await listen(() => (request, response) => void answer(request, response));
  const idp: CanaryIdp = { issuer: origin, canaries, urls, echo: false, [Symbol.asyncDispose]: close };
  return idp;
}

/** What a request was sent with, as it came and as it was meant. */
function heardFrom(sent: URLSearchParams, { headers }: IncomingMessage): readonly string[] {
  const { authorization = '', dpop } = headers;
  const [, credentials = ''] = authorization.split(' ');
  const [, password = ''] = Buffer.from(credentials, 'base64').toString().split(':');
  const plain = new URLSearchParams(`x=${password}`).get('x') ?? '';
  return [
    ...sent.values(),
    credentials,
    password,
    plain,
    authorization,
    ...(typeof dpop === 'string' ? [dpop] : []),
  ];
}

let turns = 0;

function refuse(
  response: ServerResponse,
  heard: readonly string[],
  canaries: ReadonlyMap<string, string>,
): void {
  const named = [...canaries].slice(-2).map(([name, value]) => `${name.split(' ')[0] ?? ''}=${value}`);
  const all = [...heard, ...named].filter((value) => value !== '');
  // Each is at the beginning of some refusal: what is shown of one is cut.
  turns += 1;
  const turn = turns % all.length;
  const said = [...all.slice(turn), ...all.slice(0, turn)].join(' ');
  const quoted = said.replaceAll(/[^\x20-\x7e]|["\\]/g, '');
  response.writeHead(turns % 2 === 0 ? 400 : 401, {
    'content-type': 'application/json',
    'www-authenticate': `Bearer error="invalid_token", error_description="${quoted}"`,
  });
  response.end(JSON.stringify({ error: 'invalid_request', error_description: said, error_uri: said }));
}

function withType(sent: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(sent);
  copy.set('token_type', 'DPoP');
  return copy;
}

function clientOf(sent: URLSearchParams, request: IncomingMessage): string {
  const [, basic = ''] = (request.headers.authorization ?? '').split('Basic ');
  const [user = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return sent.get('client_id') ?? decodeURIComponent(user);
}

function metadata(issuer: string): object {
  const at = (path: string): string => `${issuer}/${path}`;
  return {
    issuer,
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    jwks_uri: at('jwks'),
    device_authorization_endpoint: at('device'),
    userinfo_endpoint: at('userinfo'),
    introspection_endpoint: at('introspect'),
    revocation_endpoint: at('revoke'),
    end_session_endpoint: at('logout'),
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    dpop_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
  };
}
