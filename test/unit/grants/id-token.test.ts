/** The ID token beside an access token: wrong ones are refused, and right ones cost nothing. */
import { generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { ISSUER, metadataOf, mint, TOKENS } from './kit.ts';
import type { Minted } from './kit.ts';

const { privateKey } = await generateKeyPair('RS256');
const CLAIMS = { iss: ISSUER, aud: 'c1', sub: 'ann', iat: 1_767_225_600, exp: 1_767_225_900 };
const without = (claim: keyof typeof CLAIMS): JWTPayload =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));
const idToken = (claims: JWTPayload = CLAIMS): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);

/** A refresh that rotates: whoever loses its answer has lost the session. */
async function refreshed(id_token: string, before?: string, members: object = {}): Promise<Minted> {
  const answer = { ...TOKENS, refresh_token: 'rotated', id_token };
  const stored = { refresh_token: 'spent', ...(before === undefined ? {} : { id_token: before }) };
  const own = { grant_type: 'password', issuer: ISSUER, token_endpoint: undefined, ...members };
  const minted = mint(
    own,
    ({ method, url }) => {
      if (method === 'POST') return scriptedAnswer(200, answer);
      return url.endsWith('/jwks') ? scriptedAnswer(503, '') : scriptedAnswer(200, metadataOf(ISSUER));
    },
    stored,
  );
  await minted.tokens.catch(() => undefined);
  return minted;
}

describe('a rotated refresh token is not lost', () => {
  it.each<[string, JWTPayload]>([
    ['our clock is years behind the IdP', { ...CLAIMS, iat: 4_000_000_000, exp: 4_000_000_300 }],
    ['our clock is years ahead of the IdP', { ...CLAIMS, iat: 1_000_000_000, exp: 1_000_000_300 }],
    ['the ID token names others too', { ...CLAIMS, aud: ['c1', 'api'], azp: 'c1' }],
  ])('where %s, and no keys are asked for', async (_what, claims) => {
    const id_token = await idToken(claims);
    const { tokens, requests } = await refreshed(id_token);
    expect(await tokens).toMatchObject({ refresh_token: 'rotated', id_token });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('where nobody can say whose ID token it is: that one is left out', async () => {
    const { tokens } = await refreshed('not even a JWT', undefined, {
      issuer: undefined,
      token_endpoint: `${ISSUER}/token`,
    });
    expect(await tokens).toMatchObject({ refresh_token: 'rotated' });
    expect((await tokens).id_token).toBeUndefined();
  });
});

describe('an answer is refused whose ID token', () => {
  it.each<[string, JWTPayload]>([
    ['is of another issuer (M34)', { ...CLAIMS, iss: `${ISSUER}/` }],
    ['is for another client', { ...CLAIMS, aud: 'c2' }],
    ['is for others too, with another in charge', { ...CLAIMS, aud: ['c1', 'c2'], azp: 'c2' }],
    ['says nothing of whom it is about', without('sub')],
    ['says nothing of its end', without('exp')],
    ['is about another user than before (M35)', { ...CLAIMS, sub: 'bob' }],
  ])('%s', async (_what, claims) => {
    const { tokens } = await refreshed(await idToken(claims), await idToken());
    await expect(tokens).rejects.toMatchObject({ code: 'idp_response_invalid' });
  });
});
