/** What the fault server asks of a client, strictly: a client that passes here does what the conformance suite asserts. */
import { createPublicKey } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { Conversation } from './conversation.ts';
import type { RawAnswer } from './fault.ts';
import { refusal } from './answer.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_ASSERTION_S = 300;

/** Why the client is not who it should be, or `undefined`. */
export async function clientProblem(
  conversation: Conversation,
  request: IncomingMessage,
  parameters: URLSearchParams,
): Promise<RawAnswer | undefined> {
  const { clientId, clientSecret } = conversation;
  const { authorization } = request.headers;
  const shown = {
    basic: authorization === basicHeader(clientId, clientSecret),
    post: parameters.get('client_secret') === clientSecret && parameters.get('client_id') === clientId,
    named: parameters.get('client_id') === clientId,
  };
  switch (conversation.fault.profile?.token_endpoint_auth_method ?? 'client_secret_basic') {
    case 'client_secret_basic':
      return shown.basic && !parameters.has('client_secret') ? undefined : unknownClient();
    case 'client_secret_post':
      return shown.post && authorization === undefined ? undefined : unknownClient();
    case 'none':
      return shown.named && authorization === undefined ? undefined : unknownClient();
    case 'private_key_jwt':
      return assertionProblem(conversation, parameters);
    default:
      return unknownClient();
  }
}

const unknownClient = (why = 'who is this?'): RawAnswer => refusal('invalid_client', why, 401);

/** RFC 6749 section 2.3.1. Servers compare without decoding, so `-._*` may not be escaped either. */
function basicHeader(id: string, secret: string): string {
  const encoded = [id, secret].map((text) => new URLSearchParams([['', text]]).toString().slice(1));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}

/** RFC 7523 section 3, with the audience that the injection attacks leave: the issuer as a string, alone. */
async function assertionProblem(
  { clientId, keys, places, usedProofs }: Conversation,
  parameters: URLSearchParams,
): Promise<RawAnswer | undefined> {
  if (parameters.get('client_assertion_type') !== ASSERTION_TYPE) return unknownClient('assertion type');
  const assertion = parameters.get('client_assertion') ?? '';
  // The client's key pair is the IdP's second one: a test needs no more.
  const verified = await jwtVerify(assertion, createPublicKey(keys.rsa2.publicKey.export(PEM)), {
    issuer: clientId,
    subject: clientId,
    requiredClaims: ['exp', 'iat', 'jti'],
  }).catch((error: unknown) => String(error));
  if (typeof verified === 'string') return unknownClient(verified);
  const { aud, jti = '', exp = 0, iat = 0 } = verified.payload;
  if (aud !== places.issuer) return unknownClient('the audience must be the issuer as a string');
  if (exp - iat > LONGEST_ASSERTION_S) return unknownClient('the assertion lives too long');
  if (usedProofs.has(jti)) return unknownClient('the assertion was used before');
  usedProofs.add(jti);
  return undefined;
}

const PEM = { type: 'spki', format: 'pem' } as const;

/** The thumbprint of the key of a DPoP proof (RFC 9449 section 4.3), or why there is none; `undefined` without a proof. */
export async function dpopThumbprint(
  conversation: Conversation,
  request: IncomingMessage,
  url: string,
): Promise<string | RawAnswer | undefined> {
  const proof = request.headers.dpop;
  if (proof === undefined) return undefined;
  const problem = (why: string): RawAnswer => refusal('invalid_dpop_proof', why);
  const verified = await jwtVerify(String(proof), EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'],
    maxTokenAge: '60s',
    requiredClaims: ['jti', 'iat'],
  }).catch((error: unknown) => String(error));
  if (typeof verified === 'string') return problem(verified);
  const { htm, htu, jti = '' } = verified.payload;
  if (htm !== request.method) return problem('htm');
  if (htu !== url) return problem('htu');
  if (conversation.usedProofs.has(jti)) return problem('jti was used before');
  conversation.usedProofs.add(jti);
  const { jwk } = verified.protectedHeader;
  return jwk === undefined ? problem('jwk') : calculateJwkThumbprint(jwk);
}

/** The nonce in a proof, whether it holds or not. */
export function nonceOf(request: IncomingMessage): unknown {
  const [, payload = ''] = String(request.headers.dpop ?? '').split('.');
  try {
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { nonce?: unknown }).nonce;
  } catch {
    return undefined;
  }
}
