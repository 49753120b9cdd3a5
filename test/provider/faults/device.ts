/** Device authorization responses and polls that a client must not go on with (RFC 8628). */
import { redirect, refusal } from './answer.ts';
import { omit } from './claims.ts';
import { HANG_UP, RawAnswer } from './fault.ts';
import type { Answer, Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

type Change = (answer: Json, scene: Scene) => Answer;

const device =
  (verdict: Fault['verdict'], more: Partial<Fault> = {}) =>
  (id: string, title: string, deviceAuthorization: Change): Fault => ({
    id,
    family: 'device',
    title,
    verdict,
    flow: 'device_code',
    change: { deviceAuthorization },
    ...more,
  });
const refuse = device('refuse');
const accept = device('accept');
/** There is nothing to show to the person, or nothing to ask with. */
const useless = device('refuse', { structural: true });

const member =
  (name: string, value: unknown): Change =>
  (answer) => ({ ...answer, [name]: value });
const missing =
  (name: string): Change =>
  (answer) =>
    omit(answer, name);

const AUTHORIZATION: readonly Fault[] = [
  refuse('N23-javascript', 'verification_uri is a script', member('verification_uri', 'javascript:alert(1)')),
  refuse('N23-file', 'verification_uri is a file', member('verification_uri', 'file:///etc/passwd')),
  refuse(
    'N23-http',
    'verification_uri is plain http to another machine',
    member('verification_uri', 'http://idp.invalid/device'),
  ),
  refuse('N23-custom', 'verification_uri has a scheme of its own', member('verification_uri', 'ms-msdt:/id')),
  refuse('N23-relative', 'verification_uri is relative', member('verification_uri', '/device')),
  refuse('N23-missing', 'verification_uri is missing', missing('verification_uri')),
  refuse('N23-number', 'verification_uri is a number', member('verification_uri', 1)),
  refuse(
    'N23-complete',
    'verification_uri_complete is a script',
    member('verification_uri_complete', 'javascript:alert(1)'),
  ),
  refuse(
    'N23-complete-number',
    'verification_uri_complete is a number',
    member('verification_uri_complete', 1),
  ),
  refuse('N23-no-device-code', 'device_code is missing', missing('device_code')),
  refuse('N23-empty-device-code', 'device_code is empty', member('device_code', '')),
  refuse('N23-no-user-code', 'user_code is missing', missing('user_code')),
  refuse('N23-empty-user-code', 'user_code is empty', member('user_code', '')),
  refuse('N23-user-code-number', 'user_code is a number', member('user_code', 12345678)),
  refuse('N23-no-expiry', 'expires_in is missing', missing('expires_in')),
  refuse('N23-expiry-zero', 'expires_in is 0', member('expires_in', 0)),
  refuse('N23-expiry-negative', 'expires_in is negative', member('expires_in', -1)),
  refuse('N23-expiry-text', 'expires_in is "soon"', member('expires_in', 'soon')),
  refuse('N23-interval-text', 'interval is "often"', member('interval', 'often')),
  refuse('N23-interval-negative', 'interval is negative', member('interval', -1)),
  useless(
    'N11-device-html',
    'an HTML page',
    () => new RawAnswer('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
  ),
  useless('N11-device-empty', 'nothing', () => new RawAnswer('')),
  useless('N11-device-hang-up', 'a connection that ends at once', () => HANG_UP),
  refuse('P30-device', 'the IdP refuses', () => refusal('unauthorized_client', 'no')),
  refuse('P31-device', 'a redirect to elsewhere', (_answer, { elsewhere }) =>
    redirect(`${elsewhere}/device/authorize`, 307),
  ),
];

/** The answer to a poll after which there must be no other one. */
const last = (id: string, title: string, tokenResponse: Change, more: Partial<Fault> = {}): Fault => ({
  id,
  family: 'device',
  title: `poll: ${title}`,
  verdict: 'refuse',
  flow: 'device_code',
  change: { tokenResponse },
  final: true,
  ...more,
});

const POLLS: readonly Fault[] = [
  last('P59-denied', 'the person said no', () => refusal('access_denied', 'no')),
  last('P59-expired', 'the code has expired', () => refusal('expired_token', 'too late')),
  last('P59-grant', 'invalid_grant', () => refusal('invalid_grant', 'no')),
  last('P59-unknown', 'an error that nobody knows', () => refusal('teapot', 'no')),
  last(
    'P59-html',
    'an HTML page',
    () => new RawAnswer('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    { structural: true },
  ),
  last('P59-token-type', 'the token type is "mac"', (answer) => ({ ...answer, token_type: 'mac' })),
  last('N12-device', 'a redirect to elsewhere', (_answer, { elsewhere }) =>
    redirect(`${elsewhere}/token`, 307),
  ),
];

/** Goes on and on; the client stops by itself when the code expires. */
const endless = (id: string, title: string, error: string, interval: number): Fault => ({
  id,
  family: 'device',
  title: `poll: ${title}`,
  verdict: 'refuse',
  flow: 'device_code',
  change: {
    deviceAuthorization: (answer) => ({ ...answer, interval, expires_in: 3 }),
    tokenResponse: () => refusal(error, 'not yet'),
  },
  structural: true,
});

const ENDLESS: readonly Fault[] = [
  endless('N23-pending', 'the person never comes', 'authorization_pending', 1),
  endless('N23-slow-down', 'slow_down for ever', 'slow_down', 1),
  endless('N23-interval', 'interval is 10^9 seconds', 'authorization_pending', 1e9),
];

const idToken = (id: string, title: string, claims: (claims: Json) => Json): Fault => ({
  id,
  family: 'device',
  title: `ID token: ${title}`,
  verdict: 'refuse',
  flow: 'device_code',
  change: { idToken: { claims } },
});

const ID_TOKENS: readonly Fault[] = [
  idToken('M10-device', 'iss is another issuer', (claims) => ({
    ...claims,
    iss: 'https://elsewhere.example',
  })),
  idToken('M11-device', 'aud is another client', (claims) => ({ ...claims, aud: 'another-client' })),
  idToken('M14-device', 'sub is missing', (claims) => omit(claims, 'sub')),
];

/** Each poll's answer in turn; good from then on. */
const first = (id: string, title: string, ...answers: readonly Answer[]): Fault => ({
  id,
  family: 'device',
  title: `poll: ${title}`,
  verdict: 'accept',
  flow: 'device_code',
  change: { tokenResponse: (answer, { attempt }) => answers[attempt - 1] ?? answer },
});

const GOOD: readonly Fault[] = [
  accept('P58-usual', 'as it should be', (answer) => answer),
  accept('P58-no-interval', 'no interval', missing('interval')),
  accept('P61-no-complete', 'no verification_uri_complete', missing('verification_uri_complete')),
  accept('P25-device', 'members that nobody knows', (answer) => ({
    ...answer,
    message: 'Go there',
    qr: [1],
  })),
  first(
    'P58-pending',
    'not yet, twice',
    refusal('authorization_pending', ''),
    refusal('authorization_pending', ''),
  ),
  first('P58-slow-down', 'slow down once', refusal('slow_down', '')),
];

export const DEVICE: readonly Fault[] = [...AUTHORIZATION, ...POLLS, ...ENDLESS, ...ID_TOKENS, ...GOOD];
