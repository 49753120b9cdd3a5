/** A token that is bound to a certificate or a key is shown to be bound to the profile's own, or to another's. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeProtectedHeader, calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';
import { expect, it } from 'vitest';
import type { TokenBinding } from '../../../shared/token-view.ts';
import { pkcs12Path } from '../../fakes/pkcs12-files.ts';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS } from './kit.ts';
import { begin, ISSUER, json, signed } from './question-kit.ts';

const { fingerprint256 } = new X509Certificate(readFileSync(pkcs12Path('ec.crt')));
const OWN = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
const WITH_CERTIFICATE = { tls: { cert: pkcs12Path('ec.crt'), key: pkcs12Path('ec.pem') } };
const WITH_LOST_CERTIFICATE = { tls: { cert: '/nowhere.pem', key: '/nowhere.key' } };

const certificate = (matches?: boolean): TokenBinding => ({
  kind: 'certificate',
  ...(matches === undefined ? {} : { matches }),
});

it.each([
  ['its own certificate', { 'x5t#S256': OWN }, WITH_CERTIFICATE, certificate(true)],
  ['another certificate', { 'x5t#S256': 'AAAA' }, WITH_CERTIFICATE, certificate(false)],
  ['a certificate, and has none', { 'x5t#S256': OWN }, {}, certificate(false)],
  ['a certificate, and its own is not readable', { 'x5t#S256': OWN }, WITH_LOST_CERTIFICATE, certificate()],
  ['a DPoP key, and has none', { jkt: 'AAAA' }, {}, { kind: 'dpop', matches: false }],
  ['what Fob does not know', { kid: 'k' }, WITH_CERTIFICATE, undefined],
  ['nothing that is a thumbprint', { 'x5t#S256': 7 }, WITH_CERTIFICATE, undefined],
] as const)('the token of a profile is bound to %s', async (_what, cnf, profile, binding) => {
  const jwt = await begin({ tokens: { access_token: await signed({ cnf }) }, profile });
  expect((await jwt.engine.claims(ADDRESS)).binding).toEqual(binding);
  const opaque = await begin({ answer: json({ active: true, cnf }), profile });
  expect((await opaque.engine.claims(ADDRESS)).binding).toEqual(binding);
});

it('a token is bound to the DPoP key of the profile, or to another', async () => {
  let cnf = {};
  const scene = await begin({
    profile: { dpop: true },
    tokens: { token_type: 'DPoP' },
    answer: () => scriptedAnswer(200, { active: true, cnf }),
  });
  const proof = await scene.engine.proof(ADDRESS, { method: 'GET', url: `${ISSUER}/api` });
  cnf = { jkt: await calculateJwkThumbprint(decodeProtectedHeader(proof).jwk as JWK) };
  expect((await scene.engine.claims(ADDRESS)).binding).toEqual({ kind: 'dpop', matches: true });
  cnf = { jkt: 'AAAA' };
  expect((await scene.engine.claims(ADDRESS)).binding).toEqual({ kind: 'dpop', matches: false });
});
