/** What an IdP says of a token that was issued: userinfo (OIDC Core 5.3), introspection (RFC 7662), revocation (RFC 7009). */
import { randomBytes } from 'node:crypto';
import { redirect, refusal } from './answer.ts';
import { omit } from './claims.ts';
import { RawAnswer } from './fault.ts';
import type { Answer, Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

type Name = 'userinfo' | 'introspection' | 'revocation';

const fault =
  (flow: Name) =>
  (
    id: string,
    title: string,
    verdict: Fault['verdict'],
    change: (answer: Json, scene: Scene) => Answer,
  ): Fault => ({
    id,
    family: flow,
    title,
    verdict,
    flow,
    change: { [flow]: change },
  });

const html = (): RawAnswer => new RawAnswer('<!doctype html>', { headers: { 'content-type': 'text/html' } });

const userinfo = fault('userinfo');
const USERINFO: readonly Fault[] = [
  userinfo('M07', 'sub is another person', 'refuse', (answer) => ({ ...answer, sub: 'person-2' })),
  userinfo('M07-missing', 'sub is missing', 'refuse', (answer) => omit(answer, 'sub')),
  userinfo('M07-number', 'sub is a number', 'refuse', (answer) => ({ ...answer, sub: 1 })),
  userinfo('M07-prefix', 'sub begins with the person', 'refuse', (answer) => ({
    ...answer,
    sub: `${String(answer.sub)}0`,
  })),
  userinfo(
    'N02-userinfo',
    'sub stands in __proto__ alone',
    'refuse',
    ({ sub }) => new RawAnswer(`{"__proto__":${JSON.stringify({ sub })}}`),
  ),
  userinfo('N11-userinfo', 'an HTML page', 'refuse', html),
  userinfo('N11-userinfo-array', 'an array', 'refuse', (answer) => new RawAnswer(JSON.stringify([answer]))),
  userinfo('P30-userinfo', 'status 401', 'refuse', () => refusal('invalid_token', 'no', 401)),
  userinfo('P31-userinfo', 'a redirect to elsewhere', 'refuse', (_answer, { elsewhere }) =>
    redirect(`${elsewhere}/userinfo`, 307),
  ),
  userinfo('M04', 'as it should be', 'accept', (answer) => answer),
  userinfo('P25-userinfo', 'members that nobody knows', 'accept', (answer) => ({
    ...answer,
    'https://claims.example/x': [null],
  })),
];

/** Only of a token that says nothing itself does a client have to ask the IdP. */
const introspection = (...given: Parameters<ReturnType<typeof fault>>): Fault => ({
  ...fault('introspection')(...given),
  setup: { accessToken: { token: () => `opaque-${randomBytes(12).toString('base64url')}` } },
});
const INTROSPECTION: readonly Fault[] = [
  introspection(
    'P64',
    'the token is not active, and its claims are there all the same',
    'refuse',
    (answer) => ({ ...answer, active: false }),
  ),
  introspection('P64-text', 'active is a text', 'refuse', (answer) => ({ ...answer, active: 'true' })),
  introspection('P64-number', 'active is 1', 'refuse', (answer) => ({ ...answer, active: 1 })),
  introspection('P64-missing', 'active is missing', 'refuse', (answer) => omit(answer, 'active')),
  introspection(
    'N02-introspection',
    'active stands in __proto__ alone',
    'refuse',
    () => new RawAnswer('{"__proto__":{"active":true}}'),
  ),
  introspection('N11-introspection', 'an HTML page', 'refuse', html),
  introspection('P30-introspection', 'status 401', 'refuse', () => refusal('invalid_client', 'no', 401)),
  introspection('P31-introspection', 'a redirect to elsewhere', 'refuse', (_answer, { elsewhere }) =>
    redirect(`${elsewhere}/introspect`, 307),
  ),
  introspection('P64-active', 'as it should be', 'accept', (answer) => answer),
  introspection('P25-introspection', 'members that nobody knows', 'accept', (answer) => ({
    ...answer,
    vendor: { deep: [null] },
  })),
];

const revocation = fault('revocation');
const REVOCATION: readonly Fault[] = [
  revocation(
    'P62-503',
    'status 503',
    'refuse',
    () => new RawAnswer('', { status: 503, headers: { 'retry-after': '1' } }),
  ),
  revocation('P30-revocation', 'the IdP refuses', 'refuse', () => refusal('unsupported_token_type', 'no')),
  revocation('P31-revocation', 'a redirect to elsewhere', 'refuse', (_answer, { elsewhere }) =>
    redirect(`${elsewhere}/revoke`, 307),
  ),
  revocation('P62', 'status 200 with nothing', 'accept', () => new RawAnswer('', { headers: {} })),
  revocation('P62-body', 'status 200 with a page', 'accept', html),
];

export const AFTER_TOKEN: readonly Fault[] = [...USERINFO, ...INTROSPECTION, ...REVOCATION];
