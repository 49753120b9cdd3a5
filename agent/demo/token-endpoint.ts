/** The demo's token endpoint: client credentials (RFC 6749 section 4.4) for access tokens that are JWTs (RFC 9068). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import type { Clock, Random } from '../../core/index.ts';
import { readBytes } from '../http-body.ts';
import { sendJson } from '../problem.ts';
import { isSecret } from '../same-secret.ts';

export const ALGORITHM = 'ES256';
export const METHODS = ['client_secret_basic', 'client_secret_post'] as const;
export const SCOPES = ['demo:read', 'demo:write'] as const;

const MAX_BODY_BYTES = 8 * 1024;
/** Short enough that a refresh can be watched. */
const LIFETIME_S = 300;
const FORM = 'application/x-www-form-urlencoded';

export interface Issuer {
  readonly url: string;
  /** The API that its tokens are for. */
  readonly audience: string;
  readonly client: { readonly id: string; readonly secretDigest: Buffer };
  readonly key: CryptoKey;
  readonly keyId: string;
}

interface Sources {
  readonly clock: Clock;
  readonly random: Random;
}

/** An answer of RFC 6749 section 5.2. */
interface TokenError {
  readonly error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';
  readonly error_description: string;
}

export async function answerToken(
  issuer: Issuer,
  sources: Sources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBytes(request, MAX_BODY_BYTES);
  const { 'content-type': type = '', authorization } = request.headers;
  const form = new URLSearchParams(type.split(';')[0]?.trim().toLowerCase() === FORM ? body.toString() : '');
  const error = formProblem(form) ?? clientProblem(issuer, authorization, form) ?? grantProblem(form);
  if (error === undefined) {
    const scope = form.get('scope') ?? SCOPES[0];
    const access_token = await sign(issuer, sources, scope);
    sendJson(response, 200, { access_token, token_type: 'Bearer', expires_in: LIFETIME_S, scope });
  } else if (error.error === 'invalid_client') {
    response.setHeader('WWW-Authenticate', 'Basic realm="fob-demo"');
    sendJson(response, 401, error);
  } else {
    sendJson(response, 400, error);
  }
}

function formProblem(form: URLSearchParams): TokenError | undefined {
  if (form.has('grant_type') && new Set(form.keys()).size === form.size) return undefined;
  const error_description = `The body has to be ${FORM}, with a grant_type and no parameter twice.`;
  return { error: 'invalid_request', error_description };
}

/** RFC 6749 section 2.3.1, with one way to authenticate and not two (section 2.3). */
function clientProblem(
  { client }: Issuer,
  authorization: string | undefined,
  form: URLSearchParams,
): TokenError | undefined {
  const basic = authorization === undefined ? undefined : basicCredentials(authorization);
  if (authorization !== undefined && form.has('client_secret'))
    return { error: 'invalid_request', error_description: 'The client authenticates in two ways.' };
  const id = authorization === undefined ? form.get('client_id') : basic?.id;
  const secret = authorization === undefined ? form.get('client_secret') : basic?.secret;
  if (isSecret(secret ?? undefined, client.secretDigest) && id === client.id) return undefined;
  return { error: 'invalid_client', error_description: 'The client or its secret is another.' };
}

function basicCredentials(authorization: string): { id: string; secret: string } | undefined {
  const [, encoded = ''] = /^Basic ([\w+/=-]+)$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return id === undefined || secret === undefined
    ? undefined
    : { id: formDecoded(id), secret: formDecoded(secret) };
}

const formDecoded = (text: string): string => new URLSearchParams(`text=${text}`).get('text') ?? '';

function grantProblem(form: URLSearchParams): TokenError | undefined {
  if (form.get('grant_type') !== 'client_credentials')
    return { error: 'unsupported_grant_type', error_description: 'Only client_credentials is known here.' };
  const known: readonly string[] = SCOPES;
  const asked = form.get('scope')?.split(' ') ?? [];
  if (asked.every((scope) => known.includes(scope))) return undefined;
  return { error: 'invalid_scope', error_description: `Only ${SCOPES.join(' and ')} are known here.` };
}

function sign(
  { url, audience, client, key, keyId }: Issuer,
  { clock, random }: Sources,
  scope: string,
): Promise<string> {
  const iat = Math.floor(clock.now() / 1000);
  return new SignJWT({ client_id: client.id, scope })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: keyId })
    .setIssuer(url)
    .setSubject(client.id)
    .setAudience(audience)
    .setIssuedAt(iat)
    .setExpirationTime(iat + LIFETIME_S)
    .setJti(Buffer.from(random.bytes(16)).toString('base64url'))
    .sign(key);
}
