import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimHelp } from '../../../renderer/claims/claim-help.ts';
import { claimRows, claimValue } from '../../../renderer/claims/claim-values.ts';

const TIME = claimHelp('exp', 'payload');

describe('claimValue', () => {
  test.each([
    ['text', undefined, { kind: 'text', text: 'text' }],
    [true, undefined, { kind: 'text', text: 'true' }],
    [null, undefined, { kind: 'text', text: 'null' }],
    [['a', 'b'], undefined, { kind: 'list', items: ['a', 'b'] }],
    [['a', 1], undefined, { kind: 'json', text: '[\n  "a",\n  1\n]' }],
    [[], undefined, { kind: 'json', text: '[]' }],
    [{ a: 1 }, undefined, { kind: 'json', text: '{\n  "a": 1\n}' }],
    [1_782_907_201, undefined, { kind: 'text', text: '1782907201' }],
    ['1782907201', TIME, { kind: 'text', text: '1782907201' }],
    [9e20, TIME, { kind: 'text', text: '900000000000000000000 (not a date)' }],
    ['\u202Emoc.live', undefined, { kind: 'text', text: '\\u202emoc.live' }],
  ])('%j with help %j', (value, help, expected) => {
    expect(claimValue(value, help)).toEqual(expected);
  });

  test('a time is told locally, in UTC and as written', () => {
    expect(claimValue(1_782_907_201, TIME)).toEqual({
      kind: 'time',
      raw: '1782907201',
      local: 'Wed, 1 Jul 2026, 14:00:01 CEST',
      utc: '2026-07-01T12:00:01Z',
      moment: 1_782_907_201_000,
    });
  });
});

describe('claimRows', () => {
  test('every claim has its row, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (claims) => {
        expect(claimRows(claims, 'payload')).toHaveLength(Object.keys(claims).length);
      }),
    );
  });

  test('a name of the object prototype has no help', () => {
    expect(claimHelp('constructor', 'payload')).toBeUndefined();
    expect(claimHelp('__proto__', 'header')).toBeUndefined();
  });

  test('the same name can mean another thing in the header', () => {
    expect(claimHelp('typ', 'header')?.title).not.toBe(claimHelp('typ', 'payload')?.title);
  });
});
