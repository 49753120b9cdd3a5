import fc from 'fast-check';
import { expect, it } from 'vitest';
import { identityName, tokenIdentity, withWish } from '../../../core/tokens/token-identity.ts';
import type { Profile } from '../../../shared/profile.ts';

/** Everything that a token is bound to, each with values that look alike. */
const text = fc.constantFrom(undefined, 'a', 'b', 'null', 'a","b', '');
const identifying = fc.record({
  address: fc.constantFrom('s/a' as const, 's/b' as const, 'a/s' as const),
  issuer: text,
  token_endpoint: text,
  client_id: fc.constantFrom('a', 'b'),
  token_endpoint_auth_method: fc.constantFrom('none' as const, 'client_secret_post' as const),
  grant_type: fc.constantFrom('client_credentials' as const, 'password' as const),
  username: fc.constantFrom(undefined, { from: 'vault' as const }, { from: 'env' as const, name: 'A' }),
  scope: text,
  audience: text,
  resource: text,
  extra_token_params: fc.constantFrom(undefined, {}, { a: 'b' }, { b: 'a' }),
});

/** What may change without the token meaning anything else. */
const other = fc.record({
  service: fc.string(),
  serviceName: fc.string(),
  environment: fc.string(),
  notes: fc.option(fc.string(), { nil: undefined }),
  tier: fc.constantFrom('dev' as const, 'prod' as const),
  token_request_encoding: fc.constantFrom('form' as const, 'json' as const),
  client_secret: fc.constantFrom(undefined, { from: 'vault' as const }, { from: 'env' as const, name: 'A' }),
  refresh: fc.record({ auto: fc.boolean(), earlyMs: fc.nat() }),
  jwks_uri: text,
  proxy: text,
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

it('two profiles have one identity exactly when every part of it is the same', () => {
  fc.assert(
    fc.property(identifying, identifying, other, other, (one, two, rest, otherRest) => {
      const [first, second] = [
        { ...one, ...rest },
        { ...two, ...otherRest },
      ] as [Profile, Profile];
      expect(tokenIdentity(first) === tokenIdentity(second)).toBe(same(one, two));
    }),
    { numRuns: 2000 },
  );
});

it('changing any one part changes the identity', () => {
  fc.assert(
    fc.property(identifying, identifying, other, (one, two, rest) => {
      const profile = { ...one, ...rest } as Profile;
      for (const part of Object.keys(one) as (keyof typeof one)[]) {
        const changed = { ...profile, [part]: two[part] };
        expect(tokenIdentity(changed) === tokenIdentity(profile)).toBe(same(one[part], two[part]));
      }
    }),
  );
});

it('a wish takes the place of what the profile says, and an empty one is the profile itself', () => {
  const profile = { address: 's/e', scope: 'own', audience: 'a' } as unknown as Profile;
  expect(withWish(profile, {})).toEqual(profile);
  expect(withWish(profile, { scope: undefined })).toEqual(profile);
  expect(withWish(profile, { scope: 'mine', resource: 'r' })).toEqual({
    ...profile,
    scope: 'mine',
    resource: 'r',
  });
});

it('the name of an identity is stable over versions: stored tokens are found by it', async () => {
  expect(await identityName('["salus/dev"]')).toBe('4ce9bb8b638813d6ff6d0600a1e72a7b');
  expect(await identityName('["salus/dew"]')).not.toBe(await identityName('["salus/dev"]'));
});
