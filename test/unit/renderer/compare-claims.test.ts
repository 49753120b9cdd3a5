import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareClaims, lifetimeOf } from '../../../renderer/compare/compare-claims.ts';
import type { EnvironmentView } from '../../../shared/snapshot.ts';
import { choosePair } from '../../../renderer/compare/pair.ts';
import { environmentOf } from './refusal-kit.ts';

describe('compareClaims', () => {
  test.each([
    [{ a: 1 }, { a: 1 }, 'same'],
    [{ a: 1 }, { a: '1' }, 'differs'],
    [{ a: { x: 1, y: [2] } }, { a: { y: [2], x: 1 } }, 'same'],
    [{ scope: 'a b' }, { scope: 'b a' }, 'same'],
    [{ scope: 'a b' }, { scope: ['b', 'a'] }, 'same'],
    [{ scope: 'a' }, { scope: 'a b' }, 'differs'],
    [{ aud: 'x' }, { aud: ['x'] }, 'same'],
    [{ roles: ['a', 'b'] }, { roles: ['b', 'a'] }, 'same'],
    [{ list: [1, 2] }, { list: [2, 1] }, 'differs'],
    [{ exp: 1 }, { exp: 2 }, 'always'],
    [{ jti: 'a' }, { jti: 'b' }, 'always'],
    [{ exp: 1 }, { exp: 1 }, 'same'],
    [{ a: 1 }, {}, 'left'],
    [{}, { exp: 1 }, 'right'],
  ] as const)('%j and %j: %s', (left, right, sign) => {
    expect(compareClaims({ ...left }, { ...right }).map((claim) => claim.sign)).toEqual([sign]);
  });

  const claims = fc.dictionary(fc.string(), fc.jsonValue());

  test('what is compared with itself is the same, in every claim', () => {
    fc.assert(
      fc.property(claims, (one) => {
        expect(compareClaims(one, structuredClone(one)).every(({ sign }) => sign === 'same')).toBe(true);
      }),
    );
  });

  test('turned round, left and right change places and nothing else', () => {
    const turned = { same: 'same', differs: 'differs', always: 'always', left: 'right', right: 'left' };
    fc.assert(
      fc.property(claims, claims, (one, other) => {
        const there = new Map(compareClaims(one, other).map(({ name, sign }) => [name, turned[sign]]));
        const back = new Map(compareClaims(other, one).map(({ name, sign }) => [name, sign as string]));
        expect(Object.fromEntries(there)).toEqual(Object.fromEntries(back));
      }),
    );
  });
});

test('a lifetime needs both of its ends', () => {
  expect([lifetimeOf({ iat: 10, exp: 310 }), lifetimeOf({ exp: 1 })]).toEqual([300_000, undefined]);
});

describe('choosePair', () => {
  const idle = (id: string) =>
    ({ ...environmentOf(id), receivedAt: undefined }) as unknown as EnvironmentView;
  const pair = (...args: Parameters<typeof choosePair>) => {
    const chosen = choosePair(...args);
    return [chosen?.left.id, chosen?.right?.id];
  };
  const [dev, beta, prod] = [idle('dev'), environmentOf('beta'), environmentOf('prod')];

  test.each([
    [[], undefined, undefined, [undefined, undefined]],
    [[dev], undefined, undefined, ['dev', undefined]],
    [[dev, beta, prod], undefined, undefined, ['beta', 'prod']],
    [[dev, beta, prod], 'salus/dev', undefined, ['dev', 'beta']],
    [[dev, beta, prod], 'salus/beta', 'salus/dev', ['beta', 'dev']],
    [[dev, beta], 'salus/gone', undefined, ['beta', 'dev']],
  ] as const)('%#', (environments, left, right, expected) => {
    expect(pair(environments, left, right)).toEqual(expected);
  });
});
