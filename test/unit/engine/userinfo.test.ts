/** What the engine asks an IdP about the person behind a token (OIDC Core 5.3), and what it does not take for an answer. */
import { decodeJwt, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { errorView } from '../../../core/index.ts';
import type { HttpAnswer } from '../../../core/index.ts';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ADDRESS } from './kit.ts';
import { begin, deep, elsewhere, ISSUER, json, METADATA, OPAQUE, page, signed } from './question-kit.ts';
import type { Scene, Script } from './question-kit.ts';

describe('userinfo', () => {
  const ANN = { sub: 'ann', name: 'Ann', email_verified: true };
  const asPerson = async (script: Script): Promise<Scene> =>
    begin({ ...script, tokens: { id_token: await signed({ sub: 'ann' }), ...script.tokens } });

  it('is asked with the token in the header, and compared with the ID token', async () => {
    const scene = await asPerson({ answer: json(ANN) });
    expect(await scene.engine.userinfo(ADDRESS)).toEqual({
      address: ADDRESS,
      claims: ANN,
      subject: 'matches',
    });
    const [request, ...more] = scene.to('/userinfo');
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: 'GET', headers: { authorization: `Bearer ${OPAQUE}` } });
    expect(request?.body ?? null).toBeNull();
  });

  it('shows a bound token with a proof, and once more with the nonce that was asked for', async () => {
    let nonce: string | undefined;
    const refusal = { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'n-1' };
    const answer = () => {
      const before = nonce;
      nonce = 'n-1';
      return before === undefined ? scriptedAnswer(401, '', refusal) : scriptedAnswer(200, ANN);
    };
    const scene = await asPerson({ answer, profile: { dpop: true }, tokens: { token_type: 'DPoP' } });
    expect(await scene.engine.userinfo(ADDRESS)).toMatchObject({ claims: ANN });
    const shown = scene.to('/userinfo').map(({ headers }) => headers);
    expect(shown.map(({ authorization }) => authorization)).toEqual([`DPoP ${OPAQUE}`, `DPoP ${OPAQUE}`]);
    const proofs = shown.map(({ dpop = '' }) => decodeJwt(dpop));
    expect(proofs.map((proof) => proof.nonce)).toEqual([undefined, 'n-1']);
    for (const proof of proofs)
      expect(proof).toMatchObject({
        htm: 'GET',
        htu: METADATA.userinfo_endpoint,
        ath: expect.any(String) as string,
      });
  });

  it('says so when there is no ID token to compare with', async () => {
    const scene = await begin({ answer: json(ANN) });
    expect(await scene.engine.userinfo(ADDRESS)).toMatchObject({ claims: ANN, subject: 'not_compared' });
  });

  it('takes a signed answer when the signature holds', async () => {
    const answer = async () =>
      scriptedAnswer(200, await signed(ANN), { 'content-type': 'application/jwt; charset=utf-8' });
    const scene = await asPerson({ answer });
    expect(await scene.engine.userinfo(ADDRESS)).toMatchObject({ claims: ANN, subject: 'matches' });
    expect(scene.to('/jwks')).toHaveLength(1);
  });

  it('without an endpoint is a mistake with the way out, and asks nobody', async () => {
    const scene = await asPerson({ metadata: { ...METADATA, userinfo_endpoint: undefined } });
    await expect(scene.engine.userinfo(ADDRESS)).rejects.toMatchObject({
      code: 'usage',
      message: `The IdP of ${ADDRESS} names no userinfo_endpoint.`,
      hint: expect.stringContaining('write "userinfo_endpoint" into the profile') as string,
    });
    expect(scene.to('/userinfo')).toEqual([]);
  });

  const challenge = (status: number, error: string) => () =>
    scriptedAnswer(status, '', { 'www-authenticate': `Bearer error="${error}", error_description="no"` });
  const jwt = async (claims: object, by?: CryptoKey): Promise<HttpAnswer> =>
    scriptedAnswer(200, await signed(claims, by), { 'content-type': 'application/jwt' });
  const unsigned = () =>
    scriptedAnswer(200, `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(ANN))}.`.replaceAll('=', ''), {
      'content-type': 'application/jwt',
    });

  it.each([
    ['another person', json({ ...ANN, sub: 'bob' }), 'idp_response_invalid', /another person/],
    ['a person whose name begins alike', json({ sub: 'ann0' }), 'idp_response_invalid', /another person/],
    ['nobody', json({ name: 'Ann' }), 'idp_response_invalid', /not valid/],
    ['a number', json({ sub: 1 }), 'idp_response_invalid', /not valid/],
    ['sub in __proto__ alone', json('{"__proto__":{"sub":"ann"}}'), 'idp_response_invalid', /not valid/],
    ['a list', json([ANN]), 'idp_response_invalid', /not valid/],
    [
      'more levels than can be shown',
      json(`{"sub":"ann","x":${deep(20_000)}}`),
      'idp_response_invalid',
      /levels/,
    ],
    ['a page', page(200), 'idp_response_invalid', /status 200 \(text\/html\)/],
    ['a page that says 404', page(404), 'idp_response_invalid', /status 404/],
    ['503', page(503), 'idp_unreachable', /status 503/],
    ['a redirect', elsewhere, 'idp_response_invalid', /redirect to https:\/\/elsewhere\.example/],
    ['a token that it does not take', challenge(401, 'invalid_token'), 'idp_refused', /invalid_token \(no\)/],
    ['too little scope', challenge(403, 'insufficient_scope'), 'idp_refused', /insufficient_scope/],
    ['a JWT without a signature', unsigned, 'idp_response_invalid', /not valid/],
    ['a JWT of another person', () => jwt({ ...ANN, sub: 'bob' }), 'idp_response_invalid', /another person/],
    ['a JWT for another client', () => jwt({ ...ANN, aud: 'c2' }), 'idp_response_invalid', /not valid/],
    [
      'a JWT that another key signed',
      async () => jwt(ANN, (await generateKeyPair('RS256')).privateKey),
      'idp_response_invalid',
      /signature/,
    ],
  ] as const)('that answers with %s is refused', async (_what, answer, code, message) => {
    const scene = await asPerson({ answer });
    const error: unknown = await scene.engine.userinfo(ADDRESS).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(JSON.stringify(errorView(error))).not.toContain(OPAQUE);
    expect(scene.to('/userinfo')).toHaveLength(1);
    expect(scene.requests.every(({ url }) => url.startsWith(`${ISSUER}/`))).toBe(true);
  });

  it('that answers with a JWT is refused where there are no keys to check it', async () => {
    const metadata = { ...METADATA, jwks_uri: undefined };
    const scene = await asPerson({ metadata, answer: () => jwt(ANN) });
    await expect(scene.engine.userinfo(ADDRESS)).rejects.toMatchObject({
      code: 'idp_response_invalid',
      message: expect.stringContaining('whose signature Fob cannot check') as string,
      hint: expect.stringContaining('jwks_uri') as string,
    });
  });
});
