/** What the engine asks an IdP about an opaque token (RFC 7662), and everything that it does not take for an answer. */
import { describe, expect, it } from 'vitest';
import type { ClaimsView } from '../../../shared/token-view.ts';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS } from './kit.ts';
import { begin, deep, elsewhere, ISSUER, json, METADATA, OPAQUE, page, signed } from './question-kit.ts';
import type { Scene, Script } from './question-kit.ts';

async function introspectionOf(script: Script): Promise<[ClaimsView['introspection'], Scene]> {
  const scene = await begin(script);
  return [(await scene.engine.claims(ADDRESS)).introspection, scene];
}

describe('introspection', () => {
  it('asks once, as the client that the profile is, with the token in the body alone', async () => {
    const claims = { active: true, username: 'ann', scope: ['a'], expires_in: 'x', vendor: { deep: [null] } };
    const [introspection, { to }] = await introspectionOf({ answer: json(claims) });
    expect(introspection).toEqual({ kind: 'active', claims });
    const [request, ...more] = to('/introspect');
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      url: METADATA.introspection_endpoint,
      headers: { authorization: `Basic ${btoa('c1:env-ACME_SECRET')}`, accept: 'application/json' },
      limits: { deadlineMs: 10_000, maxBytes: 512 * 1024 },
    });
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      token: OPAQUE,
      token_type_hint: 'access_token',
    });
  });

  it('believes nothing else of a token that is not active', async () => {
    const [introspection] = await introspectionOf({ answer: json({ active: false, username: 'ann' }) });
    expect(introspection).toEqual({ kind: 'inactive' });
  });

  it('is not asked of a token that is a JWT', async () => {
    const scene = await begin({ tokens: { access_token: await signed({ sub: 'ann' }) } });
    const view = await scene.engine.claims(ADDRESS);
    expect(view).not.toHaveProperty('introspection');
    expect(view.accessToken?.verification.kind).toBe('verified');
    expect(scene.to('/introspect')).toEqual([]);
  });

  it('goes to the alias for mutual TLS of a client that authenticates by it, and to no other', async () => {
    const aliases = { introspection_endpoint: 'https://mtls.idp.example/introspect' };
    const script = {
      metadata: { ...METADATA, mtls_endpoint_aliases: aliases },
      answer: json({ active: true }),
    };
    const byCertificate = {
      token_endpoint_auth_method: 'tls_client_auth',
      client_secret: undefined,
      tls: { cert: 'client.pem', key: 'client.key' },
    };
    const [, mutual] = await introspectionOf({ ...script, profile: byCertificate });
    expect(mutual.to('/introspect').map(({ url }) => url)).toEqual([aliases.introspection_endpoint]);
    const [, plain] = await introspectionOf(script);
    expect(plain.to('/introspect').map(({ url }) => url)).toEqual([METADATA.introspection_endpoint]);
  });

  it('asks at an endpoint that the profile names by hand', async () => {
    const introspection_endpoint = 'https://other.example/introspect';
    const profile = { issuer: undefined, token_endpoint: `${ISSUER}/token`, introspection_endpoint };
    const [introspection, scene] = await introspectionOf({ profile, answer: json({ active: true }) });
    expect(introspection?.kind).toBe('active');
    expect(scene.requests.map(({ url }) => url)).toEqual([`${ISSUER}/token`, introspection_endpoint]);
  });

  it('without an endpoint is told as that, and asks nobody', async () => {
    const metadata = { ...METADATA, introspection_endpoint: undefined };
    const [introspection, scene] = await introspectionOf({ metadata });
    expect(introspection).toEqual({
      kind: 'not_answered',
      reason: {
        code: 'usage',
        message: `The IdP of ${ADDRESS} names no introspection_endpoint.`,
        hint: 'If it has one, write "introspection_endpoint" into the profile.',
      },
    });
    expect(scene.requests).toHaveLength(2);
  });

  it.each([
    ['active that is text', json({ active: 'true' }), 'idp_response_invalid'],
    ['active that is a number', json({ active: 1 }), 'idp_response_invalid'],
    ['no active', json({ username: 'ann' }), 'idp_response_invalid'],
    ['active in __proto__ alone', json('{"__proto__":{"active":true}}'), 'idp_response_invalid'],
    ['a list', json([{ active: true }]), 'idp_response_invalid'],
    ['more levels than can be shown', json(`{"active":true,"x":${deep(20_000)}}`), 'idp_response_invalid'],
    ['a page', page(200), 'idp_response_invalid'],
    ['nothing', () => scriptedAnswer(204, ''), 'idp_response_invalid'],
    ['a page that says 404', page(404), 'idp_response_invalid'],
    ['a redirect', elsewhere, 'idp_response_invalid'],
    ['a refusal', () => scriptedAnswer(401, { error: 'invalid_client' }), 'idp_refused'],
    ['a refusal with status 200', json({ active: true, error: 'access_denied' }), 'idp_refused'],
    ['503', page(503), 'idp_unreachable'],
    [
      'a JWT that nobody asked for',
      async () =>
        scriptedAnswer(200, await signed({ token_introspection: { active: true } }), {
          'content-type': 'application/token-introspection+jwt',
        }),
      'idp_response_invalid',
    ],
  ] as const)(
    'answered with %s is no answer, and claims are there all the same',
    async (_what, answer, code) => {
      const scene = await begin({ answer });
      const view = await scene.engine.claims(ADDRESS);
      expect(view).toMatchObject({
        tokenType: 'Bearer',
        introspection: { kind: 'not_answered', reason: { code } },
      });
      expect(JSON.stringify(view)).not.toContain(OPAQUE);
      expect(JSON.stringify(view)).not.toContain('env-ACME_SECRET');
      expect(scene.to('/introspect')).toHaveLength(1);
      expect(scene.requests).toHaveLength(3);
    },
  );
});
