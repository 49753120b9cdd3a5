/** The token endpoint of the fault server: which requests are in order (RFC 6749 section 3.2). */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { refusal } from './answer.ts';
import { clientProblem, dpopThumbprint, nonceOf } from './client-check.ts';
import type { Conversation } from './conversation.ts';
import { finish } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { RawAnswer } from './fault.ts';
import { tokenAnswer } from './tokens.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

export async function token({ conversation, request, response, url }: Exchange): Promise<void> {
  const parameters = new URLSearchParams(await text(request));
  const problem =
    tokenShapeProblem(request, parameters) ?? (await clientProblem(conversation, request, parameters));
  if (problem !== undefined) return finish(response, problem);
  const jkt = await dpopThumbprint(conversation, request, url);
  if (jkt instanceof RawAnswer) return finish(response, jkt);
  if (jkt === undefined && conversation.fault.profile?.dpop === true)
    return finish(response, refusal('invalid_dpop_proof', 'no proof'));
  const asked = askedFor(conversation, parameters);
  if (asked instanceof RawAnswer) return finish(response, asked);
  const answer = await tokenAnswer(conversation, { parameters, jkt, proofNonce: nonceOf(request), asked });
  // Who is refused, because of a nonce perhaps, may come back with the same code.
  const isRefused = answer instanceof RawAnswer && answer.status >= 400;
  const known = conversation.codes.get(parameters.get('code') ?? '');
  if (known !== undefined && !isRefused) known.used = true;
  return finish(response, answer);
}

function tokenShapeProblem(
  { method, url = '' }: IncomingMessage,
  parameters: URLSearchParams,
): RawAnswer | undefined {
  if (method !== 'POST') return refusal('invalid_request', 'POST only', 405);
  if (url.includes('?')) return refusal('invalid_request', 'no query here');
  const duplicate = [...parameters.keys()].find((name) => parameters.getAll(name).length > 1);
  return duplicate === undefined ? undefined : refusal('invalid_request', `${duplicate} twice`);
}

/** What the tokens are for, or why the grant does not hold. */
function askedFor(conversation: Conversation, parameters: URLSearchParams): URLSearchParams | RawAnswer {
  const bad = (why: string): RawAnswer => refusal('invalid_grant', why);
  const { codes, refreshTokens, deviceCode, clientSecret } = conversation;
  switch (parameters.get('grant_type')) {
    case 'client_credentials':
      return parameters;
    case 'password': {
      const isPerson = parameters.get('username') === 'person' && parameters.get('password') === clientSecret;
      return isPerson ? parameters : bad('who is this?');
    }
    case 'refresh_token':
      return refreshTokens.has(parameters.get('refresh_token') ?? '')
        ? openidScope(parameters)
        : bad('spent');
    case DEVICE_CODE:
      return parameters.get('device_code') === deviceCode ? openidScope(parameters) : bad('device_code');
    case 'authorization_code': {
      const known = codes.get(parameters.get('code') ?? '');
      if (known === undefined || known.used) return bad('unknown or spent code');
      const verifier = parameters.get('code_verifier') ?? '';
      const isSame = hash('sha256', verifier, 'base64url') === known.parameters.get('code_challenge');
      if (!isSame || !/^[\w.~-]{43,128}$/.test(verifier)) return bad('code_verifier');
      return parameters.get('redirect_uri') === known.parameters.get('redirect_uri')
        ? known.parameters
        : bad('redirect_uri');
    }
    default:
      return refusal('unsupported_grant_type', 'unknown grant_type');
  }
}

function openidScope(parameters: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams(parameters);
  if (!asked.has('scope')) asked.set('scope', 'openid');
  return asked;
}
