import { describe, expect, test } from 'vitest';
import { addressAfterKey } from '../../../renderer/environments/grid-navigation.ts';
import type { NavigationKey, Place } from '../../../renderer/environments/grid-navigation.ts';

/** A picture of the list: each word is a cell, a dot an empty one. */
function draw(picture: string): Place[] {
  return picture
    .trim()
    .split('\n')
    .flatMap((row, y) =>
      row
        .trim()
        .split(/\s+/)
        .map((address, x) => ({
          address,
          left: x * 100,
          right: x * 100 + 100,
          top: y * 60,
          bottom: y * 60 + 50,
        })),
    )
    .filter(({ address }) => address !== '.');
}

const WIDE = draw(`
  a/dev  a/beta  a/prod
  b/dev  .       b/prod
  .      .       c/prod
`);
const NARROW = draw(`
  a/dev
  a/beta
  b/dev
`);

describe('addressAfterKey', () => {
  test.each<[Place[], string, NavigationKey, string | undefined]>([
    [WIDE, 'a/dev', 'ArrowRight', 'a/beta'],
    [WIDE, 'a/prod', 'ArrowRight', 'b/dev'],
    [WIDE, 'b/dev', 'ArrowLeft', 'a/prod'],
    [WIDE, 'a/dev', 'ArrowLeft', undefined],
    [WIDE, 'c/prod', 'ArrowRight', undefined],
    [WIDE, 'a/prod', 'ArrowDown', 'b/prod'],
    [WIDE, 'b/dev', 'ArrowDown', 'c/prod'],
    [WIDE, 'c/prod', 'ArrowUp', 'b/prod'],
    [WIDE, 'a/beta', 'ArrowUp', undefined],
    [WIDE, 'b/prod', 'Home', 'a/dev'],
    [WIDE, 'a/dev', 'End', 'c/prod'],
    [NARROW, 'a/dev', 'ArrowDown', 'a/beta'],
    [NARROW, 'a/beta', 'ArrowDown', 'b/dev'],
    [NARROW, 'gone/dev', 'ArrowDown', 'a/dev'],
    [[], 'a/dev', 'ArrowDown', undefined],
  ])('case %#', (places, from, key, expected) => {
    expect(addressAfterKey(places, from, key)).toBe(expected);
  });
});
