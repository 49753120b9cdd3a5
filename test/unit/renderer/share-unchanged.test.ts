import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareUnchanged } from '../../../renderer/bridge/share-unchanged.ts';

const parse = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const before = {
  revision: 1,
  services: [
    { id: 'a', environments: [{ address: 'a/dev', id: 'dev', pinned: false }] },
    {
      id: 'b',
      environments: [
        { address: 'b/dev', id: 'dev', pinned: false },
        { address: 'b/prod', id: 'prod', pinned: false },
      ],
    },
  ],
};

describe('shareUnchanged', () => {
  test('always equals the newer one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (previous, next) => {
        expect(shareUnchanged(previous, next)).toEqual(next);
      }),
    );
  });

  test('is the older one when nothing changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(shareUnchanged(value, parse(value) as typeof value)).toEqual(value);
      }),
    );
    expect(shareUnchanged(before, parse(before) as typeof before)).toBe(before);
  });

  test('one environment that changed leaves the others as they were, wherever they stand now', () => {
    const next = parse(before) as typeof before;
    const [, second] = next.services;
    Object.assign(second?.environments[1] ?? {}, { pinned: true });
    next.services.unshift({ id: 'new', environments: [] });
    const shared = shareUnchanged(before, next);
    expect(shared.services[1]).toBe(before.services[0]);
    expect(shared.services[2]).not.toBe(before.services[1]);
    expect(shared.services[2]?.environments[0]).toBe(before.services[1]?.environments[0]);
    expect(shared.services[2]?.environments[1]).toEqual({ address: 'b/prod', id: 'prod', pinned: true });
  });

  test('a member that is gone is gone', () => {
    expect(shareUnchanged<object>({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  });
});
