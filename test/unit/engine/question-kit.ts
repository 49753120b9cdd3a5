/** An IdP by script that is asked about a token, and the answers that it may have. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Engine, HttpAnswer } from '../../../core/index.ts';
import { createEngineFixture } from '../../fakes/engine-fixture.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createScriptedHttp, scriptedAnswer } from '../../fakes/scripted-http.ts';
import type { ScriptedRequest } from '../../fakes/scripted-http.ts';
import { PASSPHRASE, profileFile } from './kit.ts';

export const ISSUER = 'https://idp.example';
export const OPAQUE = 'canary-opaque-token-of-ann';
export const METADATA = {
  issuer: ISSUER,
  token_endpoint: `${ISSUER}/token`,
  introspection_endpoint: `${ISSUER}/introspect`,
  userinfo_endpoint: `${ISSUER}/userinfo`,
  jwks_uri: `${ISSUER}/jwks`,
  userinfo_signing_alg_values_supported: ['RS256'],
};

const keys = await generateKeyPair('RS256', { extractable: true });
export const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256' }] };

export const signed = (claims: object, by = keys.privateKey): Promise<string> =>
  new SignJWT({ iss: ISSUER, aud: 'c1', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(by);

export interface Script {
  /** Of `/introspect` and `/userinfo`. */
  readonly answer?: () => HttpAnswer | Promise<HttpAnswer>;
  readonly metadata?: object;
  readonly tokens?: object;
  readonly profile?: object;
}

export interface Scene {
  readonly engine: Engine;
  readonly requests: readonly ScriptedRequest[];
  /** Requests to a path, wherever it is. */
  readonly to: (path: string) => readonly ScriptedRequest[];
}

export async function begin({
  answer,
  metadata = METADATA,
  tokens = {},
  profile = {},
}: Script): Promise<Scene> {
  const clock = createFakeClock();
  const { http, requests } = createScriptedHttp(({ url }) => {
    const { pathname } = new URL(url);
    if (pathname.startsWith('/.well-known')) return scriptedAnswer(200, metadata);
    if (pathname === '/jwks') return scriptedAnswer(200, jwks);
    if (pathname !== '/token') return answer?.() ?? scriptedAnswer(404, '');
    return scriptedAnswer(200, { access_token: OPAQUE, token_type: 'Bearer', expires_in: 300, ...tokens });
  });
  const { engine } = createEngineFixture({ http, clock });
  await engine.start();
  await clock.until(engine.unlock(PASSPHRASE));
  await engine.addProfiles(profileFile({ token_endpoint: undefined, issuer: ISSUER, ...profile }));
  const to = (path: string) => requests.filter(({ url }) => new URL(url).pathname === path);
  return { engine, requests, to };
}

export const json = (body: unknown) => (): HttpAnswer => scriptedAnswer(200, body);
export const page = (status: number) => (): HttpAnswer =>
  scriptedAnswer(status, '<!doctype html>', { 'content-type': 'text/html' });
export const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
export const elsewhere = (): HttpAnswer =>
  scriptedAnswer(307, '', { location: 'https://elsewhere.example/introspect' });
