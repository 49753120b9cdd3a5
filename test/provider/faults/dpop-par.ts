/** Pushed authorization requests (RFC 9126) and proofs of possession (RFC 9449). */
import { redirect, refusal } from './answer.ts';
import { omit } from './claims.ts';
import { HANG_UP, RawAnswer } from './fault.ts';
import type { Answer, Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

const par =
  (verdict: Fault['verdict'], more: Partial<Fault> = {}) =>
  (id: string, title: string, change: (answer: Json, scene: Scene) => Answer): Fault => ({
    id,
    family: 'PAR',
    title,
    verdict,
    flow: 'authorization_code',
    change: { par: change },
    profile: { par: 'always' },
    ...more,
  });
const refuse = par('refuse');
const accept = par('accept');
const useless = par('refuse', { structural: true });

const member =
  (name: string, value: unknown): ((answer: Json) => Json) =>
  (answer) => ({ ...answer, [name]: value });

const PUSHED: readonly Fault[] = [
  refuse('N24-missing', 'request_uri is missing', (answer) => omit(answer, 'request_uri')),
  refuse('N24-empty', 'request_uri is empty', member('request_uri', '')),
  refuse('N24-number', 'request_uri is a number', member('request_uri', 1)),
  refuse('N24-array', 'request_uri is in an array', ({ request_uri }) => ({
    request_uri: [request_uri],
    expires_in: 60,
  })),
  refuse('N24-expiry-missing', 'expires_in is missing', (answer) => omit(answer, 'expires_in')),
  refuse('N24-expiry-text', 'expires_in is "soon"', member('expires_in', 'soon')),
  refuse('N24-expiry-negative', 'expires_in is negative', member('expires_in', -1)),
  useless(
    'N11-par-html',
    'an HTML page',
    () => new RawAnswer('<!doctype html>', { status: 201, headers: { 'content-type': 'text/html' } }),
  ),
  useless('N11-par-empty', 'nothing', () => new RawAnswer('', { status: 201 })),
  useless('N11-par-hang-up', 'a connection that ends at once', () => HANG_UP),
  refuse('P30-par', 'the IdP refuses', () => refusal('invalid_request', 'no')),
  refuse('P30-par-client', 'the IdP does not know the client', () => refusal('invalid_client', 'no', 401)),
  useless('P30-par-500', 'status 500', () => new RawAnswer('', { status: 500 })),
  refuse('P31-par', 'a redirect to elsewhere', (_answer, { elsewhere }) => redirect(`${elsewhere}/par`, 307)),
  accept('M80', 'as it should be: the browser carries the reference alone', (answer) => answer),
  accept('P25-par', 'members that nobody knows', member('vendor', { deep: [null] })),
];

const dpop = (
  id: string,
  title: string,
  verdict: Fault['verdict'],
  tokenResponse: (answer: Json, scene: Scene) => Answer,
  more: Partial<Fault> = {},
): Fault => ({
  id,
  family: 'DPoP',
  title,
  verdict,
  flow: 'client_credentials',
  change: { tokenResponse },
  profile: { dpop: true },
  ...more,
});

/** RFC 9449 section 8. */
const nonceNeeded = (nonce: string | undefined): RawAnswer =>
  new RawAnswer(JSON.stringify({ error: 'use_dpop_nonce' }), {
    status: 400,
    headers: nonce === undefined ? {} : { 'dpop-nonce': nonce },
  });

/** More than this many requests for one token is a loop. */
const PATIENCE = 5;

const PROOFS: readonly Fault[] = [
  dpop('P26-bearer', 'a Bearer token, although a proof was sent', 'refuse', (answer) => ({
    ...answer,
    token_type: 'Bearer',
  })),
  dpop('P53-loop', 'a new nonce each time', 'refuse', (answer, { attempt }) =>
    attempt > PATIENCE ? answer : nonceNeeded(`nonce-${attempt}`),
  ),
  dpop('P53-no-nonce', 'a nonce is demanded and not given', 'refuse', (answer, { attempt }) =>
    attempt > PATIENCE ? answer : nonceNeeded(undefined),
  ),
  dpop('P52-refused', 'the proof is refused', 'refuse', () => refusal('invalid_dpop_proof', 'no'), {
    structural: true,
  }),
  dpop('M37', 'no nonce', 'accept', (answer) => answer),
  dpop('P53', 'a nonce is demanded once', 'accept', (answer, { proofNonce }) =>
    proofNonce === 'nonce-1' ? answer : nonceNeeded('nonce-1'),
  ),
  dpop('P54', 'the token type is "dpop"', 'accept', (answer) => ({ ...answer, token_type: 'dpop' })),
  dpop(
    'P54-next',
    'a nonce comes with the token',
    'accept',
    (answer) => new RawAnswer(JSON.stringify(answer), { headers: { 'dpop-nonce': 'next' } }),
  ),
  dpop(
    'M93',
    'a person signs in, with a nonce',
    'accept',
    (answer, { proofNonce }) => (proofNonce === 'nonce-1' ? answer : nonceNeeded('nonce-1')),
    {
      flow: 'authorization_code',
      profile: { dpop: true, token_endpoint_auth_method: 'none' },
    },
  ),
];

export const DPOP_PAR: readonly Fault[] = [...PUSHED, ...PROOFS];
