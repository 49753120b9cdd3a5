/** Metadata that cannot be believed (RFC 8414 section 3.3, OIDC Discovery section 4.3). */
import { gzipSync } from 'node:zlib';
import { redirect } from './answer.ts';
import { omit } from './claims.ts';
import { HANG_UP, RawAnswer } from './fault.ts';
import type { Answer, Fault } from './fault.ts';
import type { Json } from './json.ts';
import type { Scene } from './scene.ts';

type Metadata = (metadata: Json, scene: Scene) => Answer;

const fault =
  (verdict: Fault['verdict'], more: Partial<Fault> = {}) =>
  (id: string, title: string, metadata: Metadata): Fault => ({
    id,
    family: 'discovery',
    title,
    verdict,
    flow: 'client_credentials',
    change: { metadata },
    ...more,
  });
const refuse = fault('refuse');
const accept = fault('accept');
/** Not even a careless client finds an endpoint in it. */
const useless = fault('refuse', { structural: true });

const named =
  (issuer: (scene: Scene) => unknown): Metadata =>
  (metadata, scene) => ({ ...metadata, issuer: issuer(scene) });
const text = (metadata: Json): string => JSON.stringify(metadata);

const ISSUER: readonly Fault[] = [
  refuse(
    'M30',
    'the issuer is another',
    named(() => 'https://elsewhere.example'),
  ),
  refuse(
    'M30-slash',
    'the issuer has one more slash',
    named(({ issuer }) => `${issuer}/`),
  ),
  refuse(
    'M30-case',
    'the path of the issuer in upper case',
    named(({ issuer }) => issuer.toUpperCase()),
  ),
  refuse(
    'N14-scheme',
    'the scheme of the issuer is https',
    named(({ issuer }) => issuer.replace('http:', 'https:')),
  ),
  refuse(
    'N14-scheme-case',
    'the scheme of the issuer in capitals',
    named(({ issuer }) => issuer.replace('http:', 'HTTP:')),
  ),
  refuse(
    'N14-userinfo',
    'the issuer has a user name',
    named(({ issuer }) => issuer.replace('//', '//user@')),
  ),
  refuse(
    'N14-encoded',
    'the issuer has an encoded dot in its path',
    named(({ issuer }) => `${issuer}/%2e`),
  ),
  refuse(
    'N14-query',
    'the issuer has a query',
    named(({ issuer }) => `${issuer}?tenant=1`),
  ),
  refuse(
    'N14-fragment',
    'the issuer has a fragment',
    named(({ issuer }) => `${issuer}#`),
  ),
  refuse(
    'N14-host',
    'the issuer names the same host otherwise',
    named(({ issuer }) => issuer.replace('127.0.0.1', 'localhost')),
  ),
  refuse(
    'N14-idn',
    'the issuer looks the same',
    named(({ issuer }) => issuer.replace('0', '０')),
  ),
  refuse(
    'N14-space',
    'the issuer ends in a space',
    named(({ issuer }) => `${issuer} `),
  ),
  refuse('M30-missing', 'there is no issuer', (metadata) => omit(metadata, 'issuer')),
  refuse(
    'M30-null',
    'the issuer is null',
    named(() => null),
  ),
  refuse(
    'M30-array',
    'the issuer is in an array',
    named(({ issuer }) => [issuer]),
  ),
  refuse(
    'N01-issuer',
    'the issuer stands twice, another one last',
    (metadata) => new RawAnswer(`${text(metadata).slice(0, -1)},"issuer":"https://elsewhere.example"}`),
  ),
  refuse(
    'N02-issuer',
    'the issuer stands in __proto__ alone',
    (metadata, { issuer }) =>
      new RawAnswer(`{"__proto__":{"issuer":"${issuer}"},${text(omit(metadata, 'issuer')).slice(1)}`),
  ),
  refuse(
    'N15',
    'the metadata of one IdP, served by another',
    (metadata, { issuer, twin }) => JSON.parse(text(metadata).replaceAll(issuer, twin)) as Json,
  ),
];

const written =
  (body: string | Uint8Array, options?: { status?: number; headers?: Record<string, string> }): Metadata =>
  () =>
    new RawAnswer(body, options);
const HTML = '<!doctype html><title>Sign in to the network</title>';
const html = { 'content-type': 'text/html' };

const FORM: readonly Fault[] = [
  useless('N11-metadata-html', 'an HTML page', written(HTML, { headers: html })),
  useless('N11-metadata-html-as-json', 'an HTML page that is called JSON', written(HTML)),
  useless('N11-metadata-empty', 'nothing', written('')),
  useless('N11-metadata-204', 'status 204', written('', { status: 204 })),
  useless('N11-metadata-array', 'an array', (metadata) => new RawAnswer(text([metadata] as unknown as Json))),
  useless('N11-metadata-text', 'a text', written('"metadata"')),
  useless('N11-metadata-null', 'null', written('null')),
  useless(
    'N11-metadata-cut',
    'JSON that ends in the middle',
    (metadata) => new RawAnswer(text(metadata).slice(0, -20)),
  ),
  useless(
    'N11-metadata-broken',
    'a connection that ends in the middle',
    (metadata) => new RawAnswer(text(metadata).slice(0, 50), { headers: { 'content-length': '5000' } }),
  ),
  useless('N11-metadata-hang-up', 'a connection that ends at once', () => HANG_UP),
  useless(
    'N11-metadata-utf-16',
    'JSON in UTF-16',
    (metadata) => new RawAnswer(Buffer.from(text(metadata), 'utf16le')),
  ),
  useless(
    'N11-metadata-no-gzip',
    'gzip in the header alone',
    (metadata) => new RawAnswer(text(metadata), { headers: { 'content-encoding': 'gzip' } }),
  ),
  refuse('F02-metadata', 'five megabytes', (metadata) => ({
    ...metadata,
    padding: 'x'.repeat(5 * 1024 * 1024),
  })),
  refuse(
    'P30-metadata-500',
    'status 500 with good metadata',
    (metadata) => new RawAnswer(text(metadata), { status: 500 }),
  ),
  refuse(
    'P30-metadata-403',
    'status 403 with good metadata',
    (metadata) => new RawAnswer(text(metadata), { status: 403 }),
  ),
  ...[301, 302, 303, 307, 308].map((status) =>
    refuse(`P31-metadata-${status}`, `a redirect (${status}) to elsewhere`, (_metadata, { elsewhere }) =>
      redirect(`${elsewhere}/.well-known/openid-configuration`, status),
    ),
  ),
  refuse('P31-metadata-same', 'a redirect to the same IdP under another origin', (metadata, { twin, url }) =>
    url.startsWith(twin) ? metadata : redirect(`${twin}/.well-known/openid-configuration`, 302),
  ),
];

const GOOD: readonly Fault[] = [
  accept('M28', 'metadata as they should be', (metadata) => metadata),
  accept('P25-metadata', 'members that nobody knows', (metadata) => ({
    ...metadata,
    'op_tos_uri#da': 'https://idp.example/vilkår',
    vendor: { deep: [[{ a: null }]] },
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'spiffe_jwt', 'attest_jwt_client_auth'],
  })),
  accept('P37', 'metadata at the place of RFC 8414 alone', (metadata, { request }) =>
    request.has('oidc') ? new RawAnswer('', { status: 404 }) : metadata,
  ),
  accept(
    'N02-metadata',
    'a member called __proto__',
    (metadata) =>
      new RawAnswer(`{"__proto__":{"token_endpoint":"https://elsewhere.example"},${text(metadata).slice(1)}`),
  ),
  accept(
    'P25-charset',
    'a media type with a parameter and in capitals',
    (metadata) =>
      new RawAnswer(text(metadata), { headers: { 'content-type': 'Application/JSON; Charset=UTF-8' } }),
  ),
  accept(
    'P25-gzip',
    'gzip',
    (metadata) => new RawAnswer(gzipSync(text(metadata)), { headers: { 'content-encoding': 'gzip' } }),
  ),
  accept(
    'P25-whitespace',
    'JSON with line breaks and indentation',
    (metadata) => new RawAnswer(`\n${JSON.stringify(metadata, null, 4)}\n`),
  ),
  accept('P25-few', 'the least that is allowed', ({ issuer, token_endpoint, jwks_uri }) => ({
    issuer,
    token_endpoint,
    jwks_uri,
    response_types_supported: ['code'],
  })),
  accept('P39-origin', 'the token endpoint is at another origin', (metadata, { twin }) => ({
    ...metadata,
    token_endpoint: `${twin}/token`,
  })),
];

export const DISCOVERY: readonly Fault[] = [...ISSUER, ...FORM, ...GOOD];
