/** The API of the matrix: it accepts a token of exactly the cell whose path was called, bound as the cell says. */
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as send } from 'undici';
import { withTls } from '../client-tls.ts';
import type { Handler } from '../listen.ts';
import { clientCertificate, thumbprint } from '../mutual-tls.ts';
import type { MatrixCell } from './cell.ts';
import { clientIdOf } from './party.ts';
import { API_CLIENT, AUDIENCE } from './provider.ts';

export interface ApiOptions {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
  readonly ca: string;
  readonly cells: readonly MatrixCell[];
  readonly origin: string;
}

class Refusal extends Error {
  readonly challenge: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(challenge: string, headers: Readonly<Record<string, string>> = {}) {
    super(challenge);
    this.challenge = challenge;
    this.headers = headers;
  }
}

const invalid = (why: string, scheme = 'Bearer'): Refusal =>
  new Refusal(`${scheme} error="invalid_token", error_description="${why}"`);

export function makeApi(options: ApiOptions): Handler {
  const byPath = new Map(options.cells.map((cell) => [`/api/${cell.address}`, cell]));
  const proofs = proofChecker();
  return (request, response) => {
    const answer = (status: number, headers: Readonly<Record<string, string>>, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    const cell = byPath.get(request.url ?? '');
    if (cell === undefined) {
      answer(404, {}, { error: 'not_found' });
      return;
    }
    verdict(cell, request, options, proofs).then(
      (caller) => {
        answer(200, {}, { data: 'This is the protected data.', caller });
      },
      (error: unknown) => {
        const refusal = error instanceof Refusal ? error : invalid(String(error).replaceAll('"', "'"));
        answer(
          401,
          { 'www-authenticate': refusal.challenge, ...refusal.headers },
          { error: 'invalid_token' },
        );
      },
    );
  };
}

async function verdict(
  cell: MatrixCell,
  request: IncomingMessage,
  options: ApiOptions,
  checkProof: ProofCheck,
): Promise<unknown> {
  const [scheme = '', token] = (request.headers.authorization ?? '').split(' ');
  const wanted = cell.dpop === undefined ? 'Bearer' : 'DPoP';
  if (token === undefined || scheme.toLowerCase() !== wanted.toLowerCase()) throw new Refusal(wanted);
  const claims = await (cell.opaque === true ? introspected(token, options) : verified(token, cell, options));
  if (claims.client_id !== clientIdOf(cell)) throw invalid('the token is of another client');
  if (!String(claims.scope).split(' ').includes('api')) throw invalid('the token lacks the scope api');
  const bound = (claims.cnf ?? {}) as { readonly 'x5t#S256'?: string; readonly jkt?: string };
  const certificate = cell.mtls ? clientCertificate(request) : undefined;
  const expected = certificate === undefined ? undefined : thumbprint(certificate);
  if (bound['x5t#S256'] !== expected) throw invalid('the token is bound to another certificate');
  const jkt = cell.dpop === undefined ? undefined : await checkProof(cell, request, token, options.origin);
  if (bound.jkt !== jkt) throw invalid('the token is bound to another key', 'DPoP');
  return claims.sub;
}

async function verified(token: string, cell: MatrixCell, options: ApiOptions): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, options.keys, {
    issuer: options.issuer,
    audience: cell.resource ?? AUDIENCE,
    algorithms: [cell.signingAlg ?? 'RS256'],
    typ: 'at+jwt',
    requiredClaims: ['exp', 'iat', 'sub'],
  });
  return payload;
}

/** RFC 7662. */
async function introspected(token: string, { issuer, ca }: ApiOptions): Promise<JWTPayload> {
  if (token.includes('.')) throw invalid('the token should be opaque');
  const { client_id, client_secret } = API_CLIENT;
  const answer = await withTls({ ca }, async (dispatcher) => {
    const { body } = await send(`${issuer}/token/introspection`, {
      dispatcher,
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ token }).toString(),
    });
    return (await body.json()) as JWTPayload & { readonly active?: unknown };
  });
  if (answer.active !== true) throw invalid('the IdP does not know the token');
  return answer;
}

type ProofCheck = (
  cell: MatrixCell,
  request: IncomingMessage,
  token: string,
  origin: string,
) => Promise<string>;

/** RFC 9449 section 4.3, with a nonce of the API's own where the cell asks for one. Answers the key's thumbprint. */
function proofChecker(): ProofCheck {
  const used = new Set<string>();
  const nonce = randomBytes(12).toString('base64url');
  return async (cell, request, token, origin) => {
    const proof = request.headers.dpop;
    if (typeof proof !== 'string') throw new Refusal('DPoP error="invalid_dpop_proof"');
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
      maxTokenAge: '60s',
    });
    const { htm, htu, ath, jti = '' } = payload;
    if (htm !== request.method || htu !== `${origin}/api/${cell.address}`)
      throw invalid('the proof is for another request', 'DPoP');
    if (ath !== hash('sha256', token, 'base64url')) throw invalid('the proof is for another token', 'DPoP');
    if (used.has(jti)) throw invalid('the proof was used before', 'DPoP');
    used.add(jti);
    if (cell.dpop === 'nonce' && payload.nonce !== nonce)
      throw new Refusal('DPoP error="use_dpop_nonce"', { 'dpop-nonce': nonce });
    const { jwk } = protectedHeader;
    if (jwk === undefined || 'd' in jwk) throw invalid('the proof has no public key', 'DPoP');
    return calculateJwkThumbprint(jwk);
  };
}
