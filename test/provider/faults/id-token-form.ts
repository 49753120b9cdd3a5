/** ID tokens that are no JWS in compact form (RFC 7515 section 7.1), however well they are signed. */

import type { Fault } from './fault.ts';
import { omit } from './claims.ts';
import { compact, decode, encode, join, signature, split } from './jws.ts';
import type { Parts } from './jws.ts';
import type { Scene } from './scene.ts';

const fault = (
  id: string,
  title: string,
  token: (parts: Parts, scene: Scene, whole: string) => unknown,
): Fault => ({
  id,
  family: 'ID token form',
  title,
  verdict: 'refuse',
  flow: 'authorization_code',
  change: { idToken: { token: (whole, scene) => token(split(whole), scene, whole) } },
});

/** Signs the parts as they are written, however they are encoded. */
function signed({ header, payload }: Parts, { keys }: Scene): string {
  return join({ header, payload, signature: encode(signature(`${header}.${payload}`, keys.rsa)) });
}

const text = (part: string): string => Buffer.from(part, 'base64url').toString();
const padded = (part: string): string => `${part}==`;
const standard = (part: string): string => Buffer.from(part, 'base64url').toString('base64');
/** With line breaks and indentation. */
const spaced = (part: string): string => encode(JSON.stringify(decode(part), null, 2));

const ENCODING: readonly Fault[] = [
  fault('N08-padded-header', 'the header has padding', (parts, scene) =>
    signed({ ...parts, header: padded(parts.header) }, scene),
  ),
  fault('N08-padded-payload', 'the payload has padding', (parts, scene) =>
    signed({ ...parts, payload: padded(parts.payload) }, scene),
  ),
  fault('N08-padded-signature', 'the signature has padding', (parts) =>
    join({ ...parts, signature: padded(parts.signature) }),
  ),
  fault('N08-standard', 'the signature is in the standard alphabet', (parts) =>
    join({ ...parts, signature: standard(parts.signature) }),
  ),
  fault('N08-space', 'the payload has a space in it', (parts, scene) =>
    signed({ ...parts, payload: `${parts.payload.slice(0, 8)} ${parts.payload.slice(8)}` }, scene),
  ),
  fault('N08-space-signature', 'the signature has a space in it', (parts) =>
    join({ ...parts, signature: `${parts.signature.slice(0, 8)} ${parts.signature.slice(8)}` }),
  ),
  fault('N08-newline', 'a line ends after it', (_parts, _scene, whole) => `${whole}\n`),
  fault('N08-leading-space', 'a space stands before it', (_parts, _scene, whole) => ` ${whole}`),
  fault('N08-junk', 'the signature ends in junk', (_parts, _scene, whole) => `${whole}~!`),
  fault('N08-nul', 'a NUL stands after it', (_parts, _scene, whole) => `${whole}\u0000`),
];

const PARTS: readonly Fault[] = [
  fault('N08-four', 'four parts', (_parts, _scene, whole) => `${whole}.AAAA`),
  fault('N08-four-empty', 'a dot too many', (_parts, _scene, whole) => `${whole}.`),
  fault('N08-two', 'two parts', ({ header, payload }) => `${header}.${payload}`),
  fault('N08-one', 'one part', ({ payload }) => payload),
  fault('N08-leading-dot', 'a dot before it', (_parts, _scene, whole) => `.${whole}`),
  fault('N08-json', 'the JSON serialization as text', ({ header, payload, signature: last }) =>
    JSON.stringify({ protected: header, payload, signature: last }),
  ),
  fault('N08-object', 'the JSON serialization', ({ header, payload, signature: last }) => ({
    protected: header,
    payload,
    signature: last,
  })),
  fault('M69', 'encrypted with RSA1_5', () => jwe('RSA1_5', 'A128CBC-HS256')),
  fault('M69-dir', 'encrypted with a secret that was never agreed', () => jwe('dir', 'A256GCM')),
];

function jwe(alg: string, enc: string): string {
  const part = (length: number): string => encode(Buffer.alloc(length, 7));
  return [encode(JSON.stringify({ alg, enc })), part(256), part(12), part(300), part(16)].join('.');
}

/** Another payload or header than an object, well signed. */
const written = (
  id: string,
  title: string,
  parts: { header?: string | Uint8Array; payload?: string | Uint8Array },
): Fault =>
  fault(id, title, (old, scene) =>
    signed(
      {
        ...old,
        ...(parts.header === undefined ? {} : { header: encode(parts.header) }),
        ...(parts.payload === undefined ? {} : { payload: encode(parts.payload) }),
      },
      scene,
    ),
  );

const CONTENT: readonly Fault[] = [
  written('N08-payload-text', 'the payload is a text', { payload: '"payload"' }),
  written('N08-payload-array', 'the payload is an array', { payload: '[]' }),
  written('N08-payload-null', 'the payload is null', { payload: 'null' }),
  written('N08-payload-no-json', 'the payload is no JSON', { payload: 'iss=issuer' }),
  written('N08-payload-empty', 'the payload is empty', { payload: '' }),
  written('N08-header-array', 'the header is an array', { header: '["RS256"]' }),
  written('N08-header-no-json', 'the header is no JSON', { header: 'RS256' }),
  written('N08-header-empty', 'the header is empty', { header: '' }),
  written('N01-alg', 'alg stands twice, "none" last', {
    header: '{"alg":"RS256","kid":"rsa-1","alg":"none"}',
  }),
  fault('N08-payload-cut', 'the payload is cut', (parts, scene) =>
    compact(text(parts.header), text(parts.payload).slice(0, -1), (input) =>
      signature(input, scene.keys.rsa),
    ),
  ),
  fault('N11-payload-utf-16', 'the payload is UTF-16', (parts, scene) =>
    signed({ ...parts, payload: encode(Buffer.from(text(parts.payload), 'utf16le')) }, scene),
  ),
];

/** The member of the token response, where a person signed in for `openid`. */
const member = (id: string, title: string, value: unknown): Fault => ({
  id,
  family: 'ID token form',
  title,
  verdict: 'refuse',
  flow: 'authorization_code',
  change: {
    tokenResponse: (answer) => ({
      ...omit(answer, 'id_token'),
      ...(value === undefined ? {} : { id_token: value }),
    }),
  },
});

const MEMBER: readonly Fault[] = [
  member('P68-missing', 'there is no ID token, and openid was asked for', undefined),
  member('P68-empty', 'the ID token is empty', ''),
  member('P68-null', 'the ID token is null', null),
  member('P68-number', 'the ID token is a number', 1),
  member('P68-array', 'the ID token is an array', []),
  member('P68-huge', 'the ID token is 200 kB of nothing', `${'e'.repeat(200_000)}.e.e`),
];

const GOOD: Fault = {
  ...fault('P25-spaces', 'spaces in the JSON of header and payload', (parts, scene) =>
    signed({ ...parts, header: spaced(parts.header), payload: spaced(parts.payload) }, scene),
  ),
  verdict: 'accept',
};

export const ID_TOKEN_FORM: readonly Fault[] = [...ENCODING, ...PARTS, ...CONTENT, ...MEMBER, GOOD];
