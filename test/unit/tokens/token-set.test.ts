import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lifetime,
  owedLife,
  parseTokenSet,
  remaining,
  serializeTokenSet,
  tokenSetFrom,
} from '../../../core/tokens/token-set.ts';
import type { TokenAnswer, TokenSet } from '../../../core/tokens/token-set.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const HUNDRED_YEARS_MS = 100 * 365 * 24 * 3_600_000;
const receipt = { receivedAt: NOW, date: null };
const ANSWER = { access_token: 'opaque', token_type: 'Bearer' };

/** A JWT as far as its claims go: nothing here looks at a signature. `claims` may be JSON that no object can hold. */
function jwt(claims: object | string): string {
  const part = (text: string): string => Buffer.from(text).toString('base64url');
  return `${part('{"alg":"RS256"}')}.${part(typeof claims === 'string' ? claims : JSON.stringify(claims))}.eA`;
}
const inSeconds = (ms: number): number => (NOW + ms) / 1000;
const received = (answer: Partial<TokenAnswer>, previous?: TokenSet): TokenSet =>
  tokenSetFrom({ ...ANSWER, ...answer }, receipt, previous);

describe('expiry', () => {
  it.each<[unknown, number | undefined]>([
    [300, 300_000],
    [0, 0],
    [1.5, 1_500],
    [1e308, HUNDRED_YEARS_MS],
    [undefined, undefined],
    [-1, undefined],
    [NaN, undefined],
    [Infinity, undefined],
    ['300', undefined],
    [null, undefined],
  ])('counts expires_in %s from receipt: %s ms', (expires_in, expected) => {
    const { expires_at } = received({ expires_in } as Partial<TokenAnswer>);
    expect(expires_at).toBe(expected === undefined ? undefined : NOW + expected);
  });

  it.each<[string, object | string, number | undefined]>([
    ['in an hour', { exp: inSeconds(3_600_000) }, 3_600_000],
    ['in the past', { exp: inSeconds(-5_000) }, 0],
    ['negative', { exp: -1 }, 0],
    ['2^53', { exp: 2 ** 53 }, undefined],
    ['beyond any calendar', { exp: 1e308 }, undefined],
    ['1e400', '{"exp":1e400}', undefined],
    ['the last moment of the calendar', { exp: 8.64e12 }, HUNDRED_YEARS_MS],
    ['text', { exp: 'soon' }, undefined],
    ['absent', {}, undefined],
  ])('falls back to the exp of a JWT: %s', (_what, claims, expected) => {
    const { expires_at } = received({ access_token: jwt(claims) });
    expect(expires_at).toBe(expected === undefined ? undefined : NOW + expected);
  });

  it('prefers expires_in to exp, which is by another clock', () => {
    expect(received({ expires_in: 60, access_token: jwt({ exp: inSeconds(1e9) }) }).expires_at).toBe(
      NOW + 60_000,
    );
  });
});

describe("the IdP's clock", () => {
  const fast = (ms: number): string => new Date(NOW + ms).toUTCString();
  it.each<[string, string | null, object, number | undefined]>([
    ['by the Date header', fast(600_000), {}, 600_000],
    ['by the Date header, ours ahead', fast(-600_000), {}, -600_000],
    ['within what whole seconds can tell', fast(1_000), {}, 0],
    ['by iat without a Date header', null, { iat: inSeconds(600_000) }, 600_000],
    ['by iat where the Date header is junk', 'soon', { iat: inSeconds(600_000) }, 600_000],
    ['by the Date header rather than by iat', fast(0), { iat: inSeconds(-3_600_000) }, 0],
    ['unknown', null, {}, undefined],
    ['unknown where iat is beyond any calendar', null, { iat: 1e308 }, undefined],
  ])('is measured %s', (_what, date, claims, skew) => {
    const answer = { ...ANSWER, access_token: jwt(claims) };
    expect(tokenSetFrom(answer, { receivedAt: NOW, date }).skew_ms).toBe(skew);
  });

  it('being wrong shifts exp back to ours, and expires_in not at all', () => {
    const access_token = jwt({ exp: inSeconds(600_000 + 300_000) });
    const at = { receivedAt: NOW, date: fast(600_000) };
    expect(tokenSetFrom({ ...ANSWER, access_token }, at).expires_at).toBe(NOW + 300_000);
    expect(tokenSetFrom({ ...ANSWER, access_token, expires_in: 300 }, at).expires_at).toBe(NOW + 300_000);
  });
});

describe('the refresh token', () => {
  const previous: TokenSet = {
    ...received({ refresh_token: 'old', scope: 'a' }),
    refresh_expires_at: NOW + 5,
  };

  it('that the answer leaves out stays, with its end and its scope', () => {
    expect(received({}, previous)).toMatchObject({
      refresh_token: 'old',
      refresh_expires_at: NOW + 5,
      scope: 'a',
    });
  });

  it('that the answer brings replaces the old one and its end', () => {
    expect(received({ refresh_token: 'new', scope: 'b' }, previous)).toMatchObject({
      refresh_token: 'new',
      scope: 'b',
    });
    expect(received({ refresh_token: 'new' }, previous).refresh_expires_at).toBeUndefined();
  });

  it.each<[string, object, number | undefined]>([
    ['refresh_expires_in', { refresh_expires_in: 1800 }, 1_800_000],
    ['a fraction', { refresh_expires_in: 0.5 }, 500],
    ['1e308', { refresh_expires_in: 1e308 }, HUNDRED_YEARS_MS],
    ['0, which is no end', { refresh_expires_in: 0 }, undefined],
    ['a negative number', { refresh_expires_in: -1 }, undefined],
    ['text', { refresh_expires_in: '1800' }, undefined],
    ['its own exp', { refresh_token: jwt({ exp: inSeconds(1_800_000) }) }, 1_800_000],
    [
      'its own exp beside 0',
      { refresh_expires_in: 0, refresh_token: jwt({ exp: inSeconds(60_000) }) },
      60_000,
    ],
  ])('ends by %s', (_what, members, expected) => {
    const { refresh_expires_at } = received({ refresh_token: 'opaque', ...members });
    expect(refresh_expires_at).toBe(expected === undefined ? undefined : NOW + expected);
  });
});

describe('an ID token with a refresh', () => {
  const before = received({ id_token: jwt({ sub: 'ann' }) });
  it('of the same user is taken', () => {
    expect(received({ id_token: jwt({ sub: 'ann', iat: 1 }) }, before).id_token).toBe(
      jwt({ sub: 'ann', iat: 1 }),
    );
  });

  it('is the one of before where the IdP sends none, and a later one of another user is refused (M35)', () => {
    const between = received({}, before);
    expect(between.id_token).toBe(before.id_token);
    expect(() => received({ id_token: jwt({ sub: 'eve' }) }, between)).toThrow(
      expect.objectContaining({ code: 'idp_response_invalid' }) as Error,
    );
  });

  it.each(['==', '\n', ' ', '+/', '.eA'])('with %j after it is refused (N08)', (junk) => {
    expect(() => received({ id_token: `${jwt({ sub: 'ann' })}${junk}` }, before)).toThrow(
      expect.objectContaining({ code: 'idp_response_invalid' }) as Error,
    );
  });

  it.each([['bob'], [undefined], ['Ann']])('of the user %s is refused', (sub) => {
    expect(() => received({ id_token: jwt({ sub }) }, before)).toThrow(
      expect.objectContaining({ code: 'idp_response_invalid' }) as Error,
    );
  });
});

it.each(['a\r\nX-Admin: 1', 'a\nb', 'tøken', 'a\u0000', 'a\u007f', ''])(
  'an access token that no request can carry (%j) is refused',
  (access_token) => {
    expect(() => received({ access_token })).toThrow(
      expect.objectContaining({ code: 'idp_response_invalid' }) as Error,
    );
  },
);

it.each([
  ['bearer', 'Bearer'],
  ['BEARER', 'Bearer'],
  ['DPoP', 'DPoP'],
  ['bearerx', 'bearerx'],
])('token_type %s is kept as %s', (token_type, expected) => {
  expect(received({ token_type }).token_type).toBe(expected);
});

describe('what is left of a life', () => {
  const of = (seconds: number | undefined): TokenSet =>
    received(seconds === undefined ? {} : { expires_in: seconds });

  it.each<[number | undefined, number, number]>([
    [300, 300_000, 60_000],
    [60, 60_000, 30_000],
    [10, 10_000, 5_000],
    [0, 0, 0],
    [undefined, 300_000, 60_000],
  ])('of expires_in %s: %i ms in all, %i ms owed to who asks for no more', (seconds, all, owed) => {
    expect([lifetime(of(seconds)), owedLife(of(seconds), undefined)]).toEqual([all, owed]);
    expect(remaining(of(seconds), NOW + 1_000)).toBe(all - 1_000);
  });

  it('is owed as it was asked for, even beyond what the token has', () => {
    expect(owedLife(of(300), 999_000)).toBe(999_000);
    expect(owedLife(of(300), 0)).toBe(0);
  });
});

describe('a stored token set', () => {
  const time = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(1e308, -1e308, 0, 8.64e12));
  const answers = fc.record(
    {
      access_token: fc.oneof(
        fc.stringMatching(/^[\x20-\x7e]{1,20}$/),
        fc.record({ exp: time, iat: time }, { requiredKeys: [] }).map(jwt),
      ),
      token_type: fc.constantFrom('Bearer', 'bearer'),
      expires_in: time,
      refresh_expires_in: fc.oneof(time, fc.string()),
      refresh_token: fc.oneof(fc.string({ minLength: 1 }), fc.record({ exp: time }).map(jwt)),
      scope: fc.string(),
    },
    { requiredKeys: ['access_token', 'token_type'] },
  );
  const dates = fc.option(fc.oneof(fc.string(), fc.date().map(String)), { nil: null });

  it('is read back as it was, with times that are numbers, whatever the IdP answered', () => {
    fc.assert(
      fc.property(answers, dates, (answer, date) => {
        const tokens = tokenSetFrom(answer, { receivedAt: NOW, date });
        expect(parseTokenSet(serializeTokenSet(tokens))).toEqual(tokens);
        const left = tokens.expires_at ?? NOW;
        expect(left >= NOW && left <= NOW + HUNDRED_YEARS_MS).toBe(true);
        expect(Number.isFinite(remaining(tokens, NOW))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', 'null', '[]', '{', '{}', '5', '{"access_token":1,"token_type":"Bearer","received_at":0}'])(
    'that is %j is none',
    (text) => {
      expect(parseTokenSet(text)).toBeUndefined();
    },
  );

  it('is never made of garbage by an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseTokenSet(text);
      }),
    );
  });
});
