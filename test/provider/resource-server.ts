import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { keysOf } from './idp-keys.ts';
import type { Idp } from './idp.ts';
import { listen } from './listen.ts';
import { clientCertificate, thumbprint, tlsServerOptions } from './mutual-tls.ts';
import type { Identity } from './tls/certificates.ts';

export interface ResourceServerOptions {
  readonly idp: Idp;
  /** Path of its one resource. */
  readonly path: string;
  /** The scope or role that a token is missing, or `undefined` when it may pass. */
  readonly missing: (claims: JWTPayload) => string | undefined;
  /**
   * Takes only clients with a certificate of this CA, and only tokens that are bound to the certificate of the
   * connection (RFC 8705 section 3).
   */
  readonly tls?: { readonly server: Identity; readonly ca: string };
}

export interface ResourceServer {
  /** What to call with a token. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * An API that checks its callers' tokens as the real one would: signature by the IdP's published keys, issuer,
 * audience, expiry, and scope or role. Answers 401 and 403 with the challenge of RFC 6750 section 3.
 */
export async function startResourceServer(options: ResourceServerOptions): Promise<ResourceServer> {
  const { idp, tls } = options;
  const jwks = keysOf(idp);
  const { origin, close } = await listen(
    () => (request, response) => {
      void verdict(options, jwks, request).then((answer) => {
        send(response, answer);
      });
    },
    tls === undefined ? undefined : tlsServerOptions({ ...tls, client: 'required' }),
  );
  return { url: origin + options.path, close };
}

interface Answer {
  readonly status: number;
  readonly challenge?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

async function verdict(
  { idp, path, missing, tls }: ResourceServerOptions,
  jwks: JWTVerifyGetKey,
  request: IncomingMessage,
): Promise<Answer> {
  if (request.url !== path) return { status: 404, body: { error: 'not_found' } };
  const token = /^Bearer ([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  // No error code when there was no token at all (RFC 6750 section 3.1).
  if (token === undefined) return { status: 401, challenge: 'Bearer', body: { error: 'unauthorized' } };
  try {
    const { payload } = await jwtVerify(token, jwks, {
      issuer: idp.issuer,
      audience: idp.audience,
      algorithms: [idp.algorithm],
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    if (tls !== undefined && !isBoundTo(payload, request))
      return refusal(401, 'invalid_token', 'The token is bound to another certificate');
    const scope = missing(payload);
    if (scope !== undefined) return refusal(403, 'insufficient_scope', `The token lacks ${scope}`);
    return { status: 200, body: { data: 'This is the protected data.', caller: payload.sub } };
  } catch (error) {
    return refusal(401, 'invalid_token', reason(error));
  }
}

function isBoundTo({ cnf }: JWTPayload, request: IncomingMessage): boolean {
  const certificate = clientCertificate(request);
  const bound = (cnf as { readonly 'x5t#S256'?: unknown } | undefined)?.['x5t#S256'];
  return certificate !== undefined && bound === thumbprint(certificate);
}

function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired';
  return error instanceof errors.JOSEError
    ? `The token is not valid (${error.code})`
    : 'The token is not valid';
}

function refusal(status: number, error: string, description: string): Answer {
  return {
    status,
    challenge: `Bearer error="${error}", error_description="${description}"`,
    body: { error, error_description: description },
  };
}

function send(response: ServerResponse, { status, challenge, body }: Answer): void {
  if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
