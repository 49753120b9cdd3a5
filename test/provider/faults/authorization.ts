/** The authorization endpoint of the fault server and what leads to it: RFC 6749 section 4.1, RFC 9126. */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { refusal } from './answer.ts';
import { clientProblem } from './client-check.ts';
import type { Conversation } from './conversation.ts';
import { deliver } from './deliver.ts';
import { changed, finish, page } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Delivery, RawAnswer } from './fault.ts';

/** RFC 9126 section 2. */
export async function push(exchange: Exchange): Promise<void> {
  const { conversation, request, response } = exchange;
  const parameters = new URLSearchParams(await text(request));
  const problem =
    (await clientProblem(conversation, request, parameters)) ??
    authorizationProblem(conversation, parameters);
  if (problem !== undefined) return finish(response, problem);
  if (parameters.has('request_uri')) return finish(response, refusal('invalid_request', 'request_uri'));
  const request_uri = `urn:ietf:params:oauth:request_uri:${randomBytes(9).toString('hex')}`;
  conversation.pushed.set(request_uri, parameters);
  return changed(exchange, 'par', { request_uri, expires_in: 60 }, { status: 201, parameters });
}

/** Signs the person in at once: the fault server has no pages. */
export async function authorize(exchange: Exchange): Promise<void> {
  const { conversation, response } = exchange;
  const parameters = requested(exchange);
  const problem =
    parameters === undefined
      ? refusal('invalid_request', 'a pushed request takes client_id and request_uri alone, once')
      : authorizationProblem(conversation, parameters);
  if (parameters === undefined || problem !== undefined) return page(response, 'Not a good request', 400);
  const redirectUri = parameters.get('redirect_uri') ?? '';
  const good = new URLSearchParams({
    code: newCode(conversation, parameters),
    state: parameters.get('state') ?? '',
    iss: conversation.places.issuer,
  });
  const { callback } = conversation.fault.change;
  if (callback === undefined) {
    response.writeHead(302, { location: `${redirectUri}?${good.toString()}` }).end();
    return;
  }
  const scene = conversation.scene(parameters);
  const answer = await callback(good, scene);
  conversation.carry();
  await deliverAll(
    conversation,
    redirectUri,
    answer instanceof URLSearchParams ? [{ parameters: answer }] : answer,
    good,
  );
  return page(response, 'Done');
}

/** M80: after a push the browser carries the reference alone; it is good for one use. */
function requested({ conversation, query }: Exchange): URLSearchParams | undefined {
  const reference = query.get('request_uri');
  if (reference === null) return query;
  const pushed = conversation.pushed.get(reference);
  conversation.pushed.delete(reference);
  const isBare = [...query.keys()].sort().join() === 'client_id,request_uri';
  return isBare ? pushed : undefined;
}

function newCode({ codes }: Conversation, parameters: URLSearchParams): string {
  const code = `code-${randomBytes(12).toString('base64url')}`;
  codes.set(code, { parameters, used: false });
  return code;
}

/**
 * One after the other, as they would come. A client may wait for another response after a bad one, so that the person's
 * refusal, in order in every way, ends the flow.
 */
async function deliverAll(
  conversation: Conversation,
  redirectUri: string,
  deliveries: readonly Delivery[],
  good: URLSearchParams,
): Promise<void> {
  const { codes, fault, places } = conversation;
  const known = codes.get(good.get('code') ?? '');
  for (const delivery of deliveries) {
    for (const code of delivery.parameters?.getAll('code') ?? [])
      if (known !== undefined) codes.set(code, known);
    await deliver(redirectUri, delivery);
  }
  if (fault.verdict === 'accept') return;
  const parameters = new URLSearchParams({
    error: 'access_denied',
    state: good.get('state') ?? '',
    iss: places.issuer,
  });
  await deliver(redirectUri, { parameters });
}

function authorizationProblem(
  { clientId }: Conversation,
  parameters: URLSearchParams,
): RawAnswer | undefined {
  const has = (name: string, value: string): boolean => parameters.get(name) === value;
  const duplicate = [...parameters.keys()].find((name) => parameters.getAll(name).length > 1);
  const wrong = [
    duplicate === undefined ? undefined : `${duplicate} twice`,
    has('response_type', 'code') ? undefined : 'response_type',
    has('client_id', clientId) ? undefined : 'client_id',
    has('code_challenge_method', 'S256') ? undefined : 'code_challenge_method',
    /^[\w-]{43}$/.test(parameters.get('code_challenge') ?? '') ? undefined : 'code_challenge',
    (parameters.get('state') ?? '').length >= 22 ? undefined : 'state',
    needsNonce(parameters) && (parameters.get('nonce') ?? '').length < 22 ? 'nonce' : undefined,
    /^http:\/\/(127\.0\.0\.1|\[::1\]):\d+\//.test(parameters.get('redirect_uri') ?? '')
      ? undefined
      : 'redirect_uri',
  ].find((problem) => problem !== undefined);
  return wrong === undefined ? undefined : refusal('invalid_request', wrong);
}

const needsNonce = (parameters: URLSearchParams): boolean =>
  (parameters.get('scope') ?? '').split(' ').includes('openid');
