import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../test/provider/listen.ts';
import { makeAnswers, unsignedJwt } from './hostile-answers.ts';
import { HOSTILE_CASES } from './hostile-cases.ts';
import type { Ask } from './hostile-cases.ts';

/** The issuer whose every answer is good. */
export const GOOD = 'good';

const HOSTILE_ENDPOINT: Readonly<Record<Ask, string>> = {
  token: 'token',
  claims: 'token',
  metadata: '.well-known',
  keys: 'jwks',
  'sign-in': 'jwks',
  userinfo: 'userinfo',
  introspection: 'introspection',
};

/** An issuer for each case, by its number: `origin/3`. */
export async function startHostileServer(cleanup: AsyncDisposableStack): Promise<string> {
  const answers = await makeAnswers();
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'good' }] };
  const { origin, close } = await listen((origin) => (request, response) => {
    const [, name = '', endpoint = ''] = (request.url ?? '').split('/');
    const hostile = HOSTILE_CASES[Number(name)];
    if (hostile !== undefined && HOSTILE_ENDPOINT[hostile.ask] === endpoint)
      answers[hostile.answer](response);
    else void answerWell(`${origin}/${name}`, endpoint, keys, request, response);
  });
  cleanup.defer(close);
  return origin;
}

async function answerWell(
  issuer: string,
  endpoint: string,
  keys: object,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const members = await membersOf(issuer, endpoint, keys, request);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(members));
}

async function membersOf(
  issuer: string,
  endpoint: string,
  keys: object,
  request: IncomingMessage,
): Promise<object> {
  switch (endpoint) {
    case 'token':
      return goodToken(issuer, await text(request));
    case 'jwks':
      return keys;
    case 'userinfo':
      return { sub: 'person' };
    case 'introspection':
      return { active: true };
    default:
      return metadataOf(issuer);
  }
}

function metadataOf(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    introspection_endpoint: `${issuer}/introspection`,
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  };
}

/** The code of a sign-in is its nonce, so that the ID token can name it. */
function goodToken(issuer: string, form: string): object {
  const nonce = new URLSearchParams(form).get('code');
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: 'person', aud: 'bench', iat, exp: iat + 3600, nonce };
  const token = { access_token: 'good', token_type: 'Bearer', expires_in: 3600 };
  return nonce === null
    ? token
    : { ...token, id_token: unsignedJwt({ alg: 'ES256', kid: 'good' }, JSON.stringify(claims)) };
}
