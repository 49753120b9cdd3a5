import { describe, expect, it } from 'vitest';
import { receivedTokens } from '../../../core/tokens/received.ts';
import { scriptedAnswer } from '../../fakes/scripted-http.ts';
import { mint, TOKENS } from '../grants/kit.ts';
import { profileOf } from '../profiles/kit.ts';

const answer = (token_type: string) =>
  ({ ...TOKENS, token_type, 'fob:receipt': { receivedAt: 1000, date: null } }) as never;

describe('the type of a token is the one asked for (P26)', () => {
  it.each([
    [true, 'dpop'],
    [true, 'DPoP'],
    [false, 'bearer'],
    [undefined, 'Bearer'],
  ])('with "dpop": %s comes %s', (dpop, type) => {
    const profile = profileOf(dpop === undefined ? {} : { dpop });
    expect(receivedTokens(profile, answer(type)).access_token).toBe(TOKENS.access_token);
  });

  it.each([
    [true, 'Bearer', /Bearer token, although the profile has DPoP/],
    [false, 'DPoP', /DPoP token, and the profile has no DPoP/],
    [undefined, 'dpop', /DPoP token, and the profile has no DPoP/],
  ])('with "dpop": %s never comes %s', (dpop, type, message) => {
    const profile = profileOf(dpop === undefined ? {} : { dpop });
    expect(() => receivedTokens(profile, answer(type))).toThrow(message);
  });

  it('and a rotated refresh token beside a wrong one is not lost', async () => {
    const members = { ...TOKENS, token_type: 'DPoP', refresh_token: 'rotated' };
    const { tokens, rescued } = mint({}, () => scriptedAnswer(200, members), { refresh_token: 'spent' });
    await expect(tokens).rejects.toMatchObject({ code: 'idp_response_invalid' });
    expect(rescued).toMatchObject([{ access_token: 'old', refresh_token: 'rotated' }]);
  });
});
